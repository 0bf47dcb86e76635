// Whether a registry takes a login, asked before it is kept, as `docker login` asks (docker/cli: registry.Auth): /v2/, and
// with what it names there either Basic or a token without scopes.
import type { Credential } from '../credentials/credential.ts';
import { describeCredential } from '../credentials/credential.ts';
import { request } from '../http/request.ts';
import { answerError } from './answer.ts';
import type { Challenge } from './challenge.ts';
import { urlBelow } from './endpoint.ts';
import { knownChallenge, wantsSignIn } from './known.ts';
import { allowedRealm } from './realm.ts';
import { knownScheme } from './scheme.ts';
import { basicHeader, formsOf, secretsOf } from './secrets.ts';
import { factsOf } from './session.ts';
import type { RegistryFacts, RegistrySession } from './session.ts';
import { requestToken } from './token.ts';

/**
 * `accepted`, or `not-asked` where /v2/ wants no login at all. Throws `not-signed-in` and `token-refused` for a login that
 * is refused, `token-realm-unknown`, `plain-http-refused`, what a registry that fails says, and what the network throws.
 */
export async function checkLogin(
  session: RegistrySession,
  registry: string,
  credential: Credential,
  signal: AbortSignal,
): Promise<'accepted' | 'not-asked'> {
  const facts = factsOf(session, registry);
  const wanted = await wantsSignIn(session, facts, signal);
  const challenge = knownChallenge(facts, 'pull');
  const scheme = knownScheme(session, facts);
  if (!wanted || challenge === undefined || scheme === undefined) return 'not-asked';
  const about = { repository: { registry, path: '' }, operation: 'asking who may read' } as const;
  const url = urlBelow(scheme, about.repository, '', '');
  const authorization = await headerFor(session, facts, challenge, url, credential, signal);
  const sent = { bodyLimit: 65_536, retry: 'safe', redirects: 'same-host', what: about.operation } as const;
  const response = await request(
    session.http,
    { ...sent, method: 'GET', url, headers: { authorization }, certificateFor: url.host },
    signal,
  );
  // A 404 or 405 of what stands before a registry says nothing of who asks.
  if (response.status < 400 || response.status === 404 || response.status === 405) return 'accepted';
  const secrets = [...secretsOf(credential), ...formsOf(authorization.slice(authorization.indexOf(' ') + 1))];
  const described = describeCredential(credential);
  throw answerError(response, about, described, secrets, session.world.clock.now());
}

async function headerFor(
  session: RegistrySession,
  facts: RegistryFacts,
  challenge: Challenge,
  url: URL,
  credential: Credential,
  signal: AbortSignal,
): Promise<string> {
  if (challenge.kind === 'basic') return basicHeader(credential) ?? '';
  const realm = await allowedRealm(session, facts.registry, url, challenge.realm, credential);
  // What is left of a remembered scope is meant for all requests (`aws`).
  const scopes = challenge.scope?.split(' ') ?? [];
  const token = await requestToken(session, facts, realm, challenge, scopes, credential, signal);
  return `Bearer ${token.value}`;
}
