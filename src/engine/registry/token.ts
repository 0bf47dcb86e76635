// One token of a token server: GET with Basic, or POST with a refresh token (distribution: token and oauth2
// specifications), with the fallbacks that real servers need.
import type { Credential } from '../credentials/credential.ts';
import { describeCredential } from '../credentials/credential.ts';
import { EngineError } from '../errors.ts';
import type { HttpResponse } from '../http/exchange.ts';
import { request } from '../http/request.ts';
import { answerError, readWords } from './answer.ts';
import type { Challenge } from './challenge.ts';
import { urlHostOf } from './endpoint.ts';
import { basicHeader, formsOf, secretsOf } from './secrets.ts';
import type { CachedToken, RegistryFacts, RegistrySession } from './session.ts';

export type BearerChallenge = Extract<Challenge, { kind: 'bearer' }>;

const bodyLimit = 131_072;
const shortestLife = 60;
const longestLife = 12 * 3600;

/**
 * Asks `realm` for a token with these scopes. Throws `token-refused`, `not-signed-in` when nobody's request was
 * refused for want of a credential, `rate-limited`, `registry-failed`, `bad-answer`, and what the network throws.
 */
export async function requestToken(
  session: RegistrySession,
  facts: RegistryFacts,
  realm: URL,
  challenge: BearerChallenge,
  scopes: readonly string[],
  credential: Credential,
  signal: AbortSignal,
): Promise<CachedToken> {
  const response = await ask(session, facts, realm, challenge, scopes, credential, signal);
  const secrets = [...secretsOf(credential), ...formsOf(facts.refreshTokens.get(credential.identity) ?? '')];
  if (response.status !== 200) throw refusal(session, facts.registry, realm, response, credential, secrets);
  const answer = readAnswer(facts.registry, response.body);
  if (answer.refreshToken !== undefined && credential.kind === 'identity-token') {
    facts.refreshTokens.set(credential.identity, answer.refreshToken);
  }
  return { value: answer.token, expires: session.world.clock.now() + answer.seconds * 1000 };
}

async function ask(
  session: RegistrySession,
  facts: RegistryFacts,
  realm: URL,
  challenge: BearerChallenge,
  scopes: readonly string[],
  credential: Credential,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const common = {
    bodyLimit,
    retry: 'safe',
    redirects: 'same-host',
    what: 'asking for a token',
    // A realm at the registry's own host and port is the registry; any other is not shown its certificate.
    certificateFor: urlHostOf(facts.registry),
  } as const;
  if (credential.kind === 'identity-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: facts.refreshTokens.get(credential.identity) ?? credential.token,
      client_id: 'countersign',
      scope: scopes.join(' '),
    });
    if (challenge.service !== undefined) form.set('service', challenge.service);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new TextEncoder().encode(form.toString());
    const response = await request(
      session.http,
      { ...common, method: 'POST', url: realm, headers, body },
      signal,
    );
    // GitLab 404, Google and DigitalOcean 405, Artifactory 401 know the GET form only.
    if (![401, 404, 405].includes(response.status)) return response;
  }
  const url = new URL(realm);
  const parameters = scopes.map((scope) => `scope=${encodeURIComponent(scope)}`);
  if (challenge.service !== undefined) parameters.unshift(`service=${encodeURIComponent(challenge.service)}`);
  url.search = [url.search.slice(1), ...parameters].filter((part) => part !== '').join('&');
  const basic = basicHeader(credential);
  const headers: Record<string, string> = basic === undefined ? {} : { authorization: basic };
  return request(session.http, { ...common, method: 'GET', url, headers }, signal);
}

function refusal(
  session: RegistrySession,
  registry: string,
  realm: URL,
  response: HttpResponse,
  credential: Credential,
  secrets: readonly string[],
): EngineError {
  const { status } = response;
  const described = describeCredential(credential);
  const refused = status === 401 || status === 403;
  if ((refused && credential.kind === 'anonymous') || status === 429 || status >= 500) {
    const about = { repository: { registry, path: '' }, operation: 'asking for a token' };
    const error = answerError(response, about, described, secrets, session.world.clock.now());
    return error.code === 'forbidden'
      ? new EngineError('not-signed-in', { ...error.details, credential: described } as never)
      : error;
  }
  const { message, code, webPage } = readWords(response.body, response.headers.get('content-type'), secrets);
  return new EngineError('token-refused', {
    registry,
    realmHost: realm.host,
    status,
    message: message === '' ? code : message,
    ...(webPage === true ? { webPage } : {}),
    credential: described,
  });
}

function readAnswer(
  registry: string,
  body: Uint8Array,
): { token: string; seconds: number; refreshToken: string | undefined } {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    value = undefined;
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  // Harbor answers with an empty access_token beside the token.
  const token = [fields['access_token'], fields['token']].find(
    (one) => typeof one === 'string' && one !== '',
  );
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new EngineError('bad-answer', { registry, reason: 'no-token' });
  }
  const life = fields['expires_in'];
  const seconds = typeof life === 'number' && Number.isFinite(life) ? life : shortestLife;
  const refresh = fields['refresh_token'];
  return {
    token,
    seconds: Math.min(Math.max(seconds, shortestLife), longestLife),
    refreshToken: typeof refresh === 'string' && refresh !== '' ? refresh : undefined,
  };
}
