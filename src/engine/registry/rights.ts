// What the reader may do, as far as registries tell without being written to: whether a push is granted (U14), and
// whether a 404 is to be believed (S17).
import { isEngineError } from '../errors.ts';
import type { Repository } from '../oci/reference.ts';
import { authorise } from './authorise.ts';
import { call, scopeOf } from './call.ts';
import { urlBelow } from './endpoint.ts';
import { knownChallenge, wantsSignIn } from './known.ts';
import { knownScheme } from './scheme.ts';
import { factsOf } from './session.ts';
import type { RegistryFacts, RegistrySession } from './session.ts';
import { credentialOf } from './whoAmI.ts';

export type Granted = 'granted' | 'denied' | 'unknown';

/**
 * Whether the token server grants pull and push. Nothing is written. `unknown` where the registry uses no tokens, or
 * tokens that only it can read. Throws what call() throws, but for a token server's refusal.
 */
export async function pushGranted(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<Granted> {
  const facts = factsOf(session, repository.registry);
  await wantsSignIn(session, facts, signal);
  return grantedBy(session, facts, repository, 'pull,push', signal);
}

/**
 * True where a 404 from this repository means that it is not there: pull is granted by a token, its tags can be
 * listed, or the registry wants a sign-in from nobody (S17). Throws what call() throws.
 */
export async function mayRead(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<boolean> {
  const facts = factsOf(session, repository.registry);
  if (!(await wantsSignIn(session, facts, signal))) return facts.open === true;
  if ((await grantedBy(session, facts, repository, 'pull', signal)) === 'granted') return true;
  const reply = await call(
    session,
    {
      repository,
      operation: 'listing tags',
      method: 'GET',
      path: 'tags/list',
      query: 'n=1',
      access: 'pull',
      bodyLimit: 16 * 1024 * 1024,
      retry: 'safe',
      redirects: 'same-host',
    },
    signal,
  );
  return reply.status === 200;
}

async function grantedBy(
  session: RegistrySession,
  facts: RegistryFacts,
  repository: Repository,
  access: 'pull' | 'pull,push',
  signal: AbortSignal,
): Promise<Granted> {
  const challenge = knownChallenge(facts, access);
  const scheme = knownScheme(session, facts);
  if (challenge?.kind !== 'bearer' || scheme === undefined) return 'unknown';
  const credential = await credentialOf(session, repository, signal);
  const wanted = scopeOf({ repository, access });
  const url = urlBelow(scheme, repository, '', '');
  try {
    const authorization = await authorise(session, facts, challenge, wanted, credential, url, signal);
    if (authorization === undefined || authorization.scopes.length === 0) return 'unknown';
    return grantedIn(authorization.header.slice('Bearer '.length), repository.path, access.split(','));
  } catch (error) {
    if (isEngineError(error, 'not-signed-in')) return 'denied';
    if (isEngineError(error, 'token-refused') && [401, 403].includes(error.details.status)) return 'denied';
    throw error;
  }
}

// The claims of a JWT as the distribution project defines them (`access`); for showing and asking only, not checked.
function grantedIn(token: string, path: string, actions: readonly string[]): Granted {
  const access = accessOf(token);
  if (access === undefined) return 'unknown';
  const granted = access.filter((entry) => entry['type'] === 'repository' && entry['name'] === path);
  const all = granted.flatMap((entry) =>
    Array.isArray(entry['actions']) ? (entry['actions'] as unknown[]) : [],
  );
  return all.includes('*') || actions.every((action) => all.includes(action)) ? 'granted' : 'denied';
}

function accessOf(token: string): readonly Record<string, unknown>[] | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    const access: unknown = (claims as Record<string, unknown>)['access'];
    if (!Array.isArray(access)) return undefined;
    return access.filter(
      (entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null,
    );
  } catch {
    return undefined;
  }
}
