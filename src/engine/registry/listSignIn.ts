// Who asks a product's list API: only what the login holds for it, only on the API's own host (S24, S29). The host of an
// API is data of the product at whose own hosts the registry is; a registry on any other host is its own API, or has none.
import { anonymous, describeCredential } from '../credentials/credential.ts';
import type { Credential } from '../credentials/credential.ts';
import { EngineError } from '../errors.ts';
import { request } from '../http/request.ts';
import { isPassing } from '../http/retry.ts';
import { member } from '../products/listing.ts';
import type { ListApi, ListSignIn } from '../products/listing.ts';
import type { Product } from '../products/product.ts';
import { productAt } from '../products/products.ts';
import { answerError } from './answer.ts';
import { urlBelow, urlHostOf } from './endpoint.ts';
import { wantsSignIn } from './known.ts';
import { knownScheme } from './scheme.ts';
import { basicHeader, formsOf, secretsOf } from './secrets.ts';
import { keepToken, withoutBudget } from './session.ts';
import type { RegistryFacts, RegistrySession } from './session.ts';

export interface Asker {
  /** Empty where nobody in particular asks. */
  readonly headers: Readonly<Record<string, string>>;
  readonly credential: Credential;
  /** What no error may show. */
  readonly secrets: readonly string[];
}

const operation = 'asking for a token';
const tokenMilliseconds = 5 * 60_000;

/**
 * The root of the API for this registry; undefined where it is another host's and the registry is not at one of the
 * product's own: what a server answers never decides who is asked with a login. Throws what wantsSignIn throws.
 */
export async function apiRoot(
  session: RegistrySession,
  facts: RegistryFacts,
  product: Product,
  api: ListApi,
  signal: AbortSignal,
): Promise<URL | undefined> {
  const { registry } = facts;
  if (api.host !== undefined) {
    return productAt(registry) === product ? new URL(`https://${api.host(registry)}/`) : undefined;
  }
  // No login goes out before https or http is settled.
  if (knownScheme(session, facts) === undefined) await wantsSignIn(session, facts, signal);
  return new URL('/', urlBelow(knownScheme(session, facts) ?? 'https', { registry, path: '' }, '', ''));
}

/**
 * The headers that say who asks. Throws `no-list` where the API answers no stranger and the login holds nothing for it, and
 * `registry-failed` and `rate-limited` of the server that gives a token for the login.
 */
export async function askerOf(
  session: RegistrySession,
  facts: RegistryFacts,
  root: URL,
  signIn: Exclude<ListSignIn, { kind: 'registry' }>,
  credential: Credential,
  signal: AbortSignal,
): Promise<Asker> {
  const [user, secret] = credential.kind === 'basic' ? [credential.username, credential.password] : ['', ''];
  const nobody: Asker = { headers: {}, credential: anonymous, secrets: [] };
  const bearer = (token: string): Asker => ({
    headers: { authorization: `Bearer ${token}` },
    credential,
    secrets: [...secretsOf(credential), ...formsOf(token)],
  });
  switch (signIn.kind) {
    case 'basic': {
      const header = credential.kind === 'basic' ? basicHeader(credential) : undefined;
      if (header === undefined) return nobody;
      return { headers: { authorization: header }, credential, secrets: secretsOf(credential) };
    }
    case 'bearer': {
      const token = secret === '' ? undefined : signIn.token(user, secret);
      if (token !== undefined) return bearer(token);
      if (signIn.required === true)
        throw new EngineError('no-list', { registry: facts.registry, reason: 'login' });
      return nobody;
    }
    case 'exchange': {
      if (secret === '') return nobody;
      const token = await exchanged(session, facts, root, signIn, credential, [user, secret], signal);
      return token === undefined ? nobody : bearer(token);
    }
  }
}

/**
 * Kept beside the registry's tokens, by the identity of the login; a refused login asks as nobody in particular. Throws what
 * answerError makes of a server that fails: the list of a stranger is not the login's.
 */
async function exchanged(
  session: RegistrySession,
  facts: RegistryFacts,
  root: URL,
  signIn: Extract<ListSignIn, { kind: 'exchange' }>,
  credential: Credential,
  [user, secret]: readonly [string, string],
  signal: AbortSignal,
): Promise<string | undefined> {
  const { clock } = session.world;
  const key = JSON.stringify(['lists', root.host, credential.identity]);
  const kept = facts.tokens.get(key);
  if (kept !== undefined && kept.expires > clock.now()) return kept.value === '' ? undefined : kept.value;
  const token = await facts.tokenRequests.run(key, signal, async (shared) => {
    const body = new TextEncoder().encode(JSON.stringify(signIn.body(user, secret)));
    const response = await request(
      withoutBudget(session).http,
      {
        method: 'POST',
        url: new URL(signIn.path, root),
        headers: { 'content-type': 'application/json' },
        body,
        bodyLimit: 131_072,
        retry: 'safe',
        redirects: 'same-host',
        certificateFor: urlHostOf(facts.registry),
        what: operation,
      },
      shared,
    );
    if (isPassing(response.status)) {
      const about = { repository: { registry: facts.registry, path: '' }, operation };
      const described = describeCredential(credential);
      throw answerError(response, about, described, secretsOf(credential), clock.now());
    }
    const value = response.status === 200 ? tokenIn(response.body, signIn.member) : '';
    const made = { value, expires: clock.now() + tokenMilliseconds };
    keepToken(facts, key, made, clock.now());
    return made;
  });
  return token.value === '' ? undefined : token.value;
}

function tokenIn(body: Uint8Array, name: string): string {
  try {
    const token = member(JSON.parse(new TextDecoder().decode(body)), name);
    return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : '';
  } catch {
    return '';
  }
}
