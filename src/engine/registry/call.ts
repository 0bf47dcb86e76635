// One call to a registry: which scheme, who asks, the sign-in it wants. No ping: the first request goes out bare, or
// with what is known of the registry already; a challenge is answered, and once more if the token had run out.
import { anonymous, describeCredential } from '../credentials/credential.ts';
import type { Credential } from '../credentials/credential.ts';
import { EngineError, isEngineError, throwIfCancelled } from '../errors.ts';
import type { HttpResponse } from '../http/exchange.ts';
import { sameHost } from '../http/redirects.ts';
import type { RedirectPolicy } from '../http/redirects.ts';
import { request, type HttpRequest } from '../http/request.ts';
import type { Repository } from '../oci/reference.ts';
import type { Operation } from '../problems.ts';
import { answerError } from './answer.ts';
import { authorise, namesMore } from './authorise.ts';
import type { Authorization } from './authorise.ts';
import { readChallenge } from './challenge.ts';
import { knownChallenge, rememberChallenge, wantsSignIn, type Access } from './known.ts';
import { recognise } from './recognise.ts';
import { urlBelow, urlHostOf } from './endpoint.ts';
import type { Scheme } from './endpoint.ts';
import { knownScheme, settleScheme } from './scheme.ts';
import { formsOf, secretsInQuery, secretsOf } from './secrets.ts';
import { factsOf } from './session.ts';
import type { AnswerCall, RegistryFacts, RegistrySession } from './session.ts';
import { credentialOf, forgetCredential } from './whoAmI.ts';

export interface RegistryCall {
  /** An empty path means the registry itself. */
  readonly repository: Repository;
  readonly operation: Operation;
  readonly method: HttpRequest['method'];
  /** Below /v2/NAME/ (or /v2/), encoded. */
  readonly path: string;
  /** Encoded, without the question mark. */
  readonly query?: string;
  /** The whole URL instead, for an upload's Location. Another host is asked without Authorization. */
  readonly url?: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Instead of `body`. It can be sent once: after a 401 the caller begins again, signed in anew. */
  readonly stream?: HttpRequest['stream'];
  /** The body of a 2xx is handed over unread. */
  readonly opens?: boolean;
  readonly timeouts?: HttpRequest['timeouts'];
  readonly access: Access;
  readonly bodyLimit: number;
  readonly retry: HttpRequest['retry'];
  readonly redirects: RedirectPolicy;
  readonly transport?: HttpRequest['transport'];
}

export interface RegistryReply extends HttpResponse {
  /** Who the registry knew the request was from: anonymous where nothing was sent. */
  readonly credential: Credential;
  /** The secrets of the request in all their forms: a server may repeat them, and none may be shown. */
  readonly secrets: () => readonly string[];
}

/**
 * Asks the registry and gives its answer, whatever the status: a 401 only after the sign-in that was possible.
 * Throws what the network throws, what the credential's source throws, and `token-refused`, `token-realm-unknown`,
 * `plain-http-refused`, `bad-reference` (a name outside the grammar).
 */
export async function call(
  session: RegistrySession,
  asked: RegistryCall,
  signal: AbortSignal,
): Promise<RegistryReply> {
  if (session.answers !== undefined) return answered(session, session.answers, asked, signal);
  try {
    const reply = await callSigningIn(session, asked, signal);
    if (reply.status === 401) forgetCredential(session, asked.repository);
    return reply;
  } catch (error) {
    if (isEngineError(error, 'token-refused') || isEngineError(error, 'not-signed-in')) {
      forgetCredential(session, asked.repository);
    }
    if (signal.aborted && !isEngineError(error))
      throw new EngineError('cancelled', { what: asked.operation });
    throw error;
  }
}

/** What a saved image answers counts against the budget as a registry's answer does (S40). */
async function answered(
  { http }: RegistrySession,
  answer: AnswerCall,
  asked: RegistryCall,
  signal: AbortSignal,
): Promise<RegistryReply> {
  throwIfCancelled(signal, asked.operation);
  const { registry } = asked.repository;
  http.budget?.spendRequest(registry);
  const reply = await answer(asked, signal);
  http.budget?.spendBytes(registry, reply.body.byteLength);
  return reply;
}

/** The named error of an answer that is no success. */
export function refusalOf(session: RegistrySession, asked: RegistryCall, reply: RegistryReply): EngineError {
  const { repository, operation } = asked;
  const credential = describeCredential(reply.credential);
  const tokens = [...factsOf(session, repository.registry).tokens.values()].map(({ value }) => value);
  const secrets = [...reply.secrets(), ...tokens];
  return answerError(reply, { repository, operation }, credential, secrets, session.world.clock.now());
}

/** The scope a call needs. */
export function scopeOf(asked: Pick<RegistryCall, 'repository' | 'access'>): string {
  return asked.access === 'catalog'
    ? 'registry:catalog:*'
    : `repository:${asked.repository.path}:${asked.access}`;
}

async function callSigningIn(
  session: RegistrySession,
  asked: RegistryCall,
  signal: AbortSignal,
): Promise<RegistryReply> {
  const facts = factsOf(session, asked.repository.registry);
  // A body goes out only when it is known where to; in practice something was always read before.
  if (asked.method !== 'GET' && knownScheme(session, facts) === undefined)
    await wantsSignIn(session, facts, signal);
  const urlFor = (scheme: Scheme): URL =>
    asked.url ?? urlBelow(scheme, asked.repository, asked.path, asked.query ?? '');
  const send = (
    url: URL,
    authorization: Authorization | undefined,
    retry = asked.retry,
  ): Promise<RegistryReply> => sendAs(session, { ...asked, retry }, url, authorization, signal);

  const scheme = knownScheme(session, facts);
  if (asked.url !== undefined && scheme !== undefined) {
    const own = urlBelow(scheme, asked.repository, '', '');
    if (!sameHost(asked.url, own)) return send(asked.url, undefined);
  }
  let authorization: Authorization | undefined;
  let reply: RegistryReply;
  if (scheme === undefined) {
    reply = await settleScheme(session, facts, (tried, retry) => send(urlFor(tried), undefined, retry));
  } else {
    authorization = await authoriseKnown(session, facts, asked, urlFor(scheme), signal);
    reply = await send(urlFor(scheme), authorization);
  }
  const url = urlFor(knownScheme(session, facts) ?? 'https');
  // A bare request is challenged; one that was signed in is refused once, when its token had run out or was too weak.
  for (let refused = false; reply.status === 401 && !refused && sameHost(reply.url, url);) {
    refused = authorization !== undefined;
    const next = await answerChallenge(session, facts, asked, reply, authorization, signal);
    if (next === undefined || asked.stream !== undefined) return reply;
    authorization = next;
    reply = await send(url, authorization);
  }
  if (authorization !== undefined || !mayBeMasked(asked, reply)) return reply;
  const masked = await unmask(session, facts, asked, url, signal);
  return masked === undefined ? reply : send(url, masked);
}

async function sendAs(
  session: RegistrySession,
  asked: RegistryCall,
  url: URL,
  authorization: Authorization | undefined,
  signal: AbortSignal,
): Promise<RegistryReply> {
  const headers = { ...asked.headers };
  if (authorization !== undefined) headers['authorization'] = authorization.header;
  const { method, bodyLimit, retry, redirects, operation } = asked;
  const certificateFor = urlHostOf(asked.repository.registry);
  const out = { method, url, headers, bodyLimit, retry, redirects, certificateFor, what: operation };
  const response = await request(session.http, { ...out, ...optional(asked) }, signal);
  recognise(factsOf(session, asked.repository.registry), response);
  const credential = authorization?.credential ?? anonymous;
  return { ...response, credential, secrets: () => secretsIn(asked, response, authorization) };
}

function optional({ body, stream, opens, timeouts, transport }: RegistryCall): Partial<HttpRequest> {
  return {
    ...(body && { body }),
    ...(stream && { stream }),
    ...(opens !== undefined && { opens }),
    ...(timeouts && { timeouts }),
    ...(transport && { transport }),
  };
}

function secretsIn(
  asked: RegistryCall,
  { url }: HttpResponse,
  authorization: Authorization | undefined,
): readonly string[] {
  const isOurs = asked.url === undefined && url.search.slice(1) === (asked.query ?? '');
  const given = isOurs ? [] : secretsInQuery(url);
  if (authorization === undefined) return given;
  const sent = authorization.header.slice(authorization.header.indexOf(' ') + 1);
  return [...given, ...formsOf(sent), ...secretsOf(authorization.credential)];
}

async function authoriseKnown(
  session: RegistrySession,
  facts: RegistryFacts,
  asked: RegistryCall,
  url: URL,
  signal: AbortSignal,
): Promise<Authorization | undefined> {
  const challenge = knownChallenge(facts, asked.access);
  if (challenge === undefined) return undefined;
  const credential = await credentialOf(session, asked.repository, signal);
  return authorise(session, facts, challenge, scopeOf(asked), credential, url, signal);
}

async function answerChallenge(
  session: RegistrySession,
  facts: RegistryFacts,
  asked: RegistryCall,
  reply: RegistryReply,
  had: Authorization | undefined,
  signal: AbortSignal,
): Promise<Authorization | undefined> {
  const named = readChallenge(reply.headers.get('www-authenticate'));
  // Google names none to a token it does not take any more; Harbor then names Basic. What it said before counts.
  const known = knownChallenge(facts, asked.access);
  const challenge = had?.kind === 'bearer' && named?.kind !== 'bearer' ? known : named;
  if (challenge === undefined) return undefined;
  rememberChallenge(facts, asked.access, challenge);
  if (had !== undefined) {
    had.drop();
    if (!had.reused && !namesMore(challenge, scopeOf(asked), had)) return undefined;
  }
  const credential = await credentialOf(session, asked.repository, signal);
  return authorise(session, facts, challenge, scopeOf(asked), credential, reply.url, signal);
}

function mayBeMasked(asked: RegistryCall, reply: RegistryReply): boolean {
  return asked.method === 'GET' && (reply.status === 404 || reply.status === 403);
}

// A registry may answer 404 to nobody in particular for what is there for us (S17). Where we have a credential, it is
// asked once how it wants to be asked.
async function unmask(
  session: RegistrySession,
  facts: RegistryFacts,
  asked: RegistryCall,
  url: URL,
  signal: AbortSignal,
): Promise<Authorization | undefined> {
  const credential = await credentialOf(session, asked.repository, signal);
  if (credential.kind === 'anonymous' || !(await wantsSignIn(session, facts, signal))) return undefined;
  const challenge = knownChallenge(facts, asked.access);
  return challenge && authorise(session, facts, challenge, scopeOf(asked), credential, url, signal);
}
