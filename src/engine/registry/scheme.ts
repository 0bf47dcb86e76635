// https or http: settled before any credential is sent. Most registries leave no choice; where both are allowed
// (loopback, listed as insecure) the first bare request tells, so that it costs nothing extra.
import { isEngineError } from '../errors.ts';
import type { HttpResponse } from '../http/exchange.ts';
import { isPassing, isPassingFailure } from '../http/retry.ts';
import { schemesFor } from './endpoint.ts';
import type { Scheme } from './endpoint.ts';
import type { RegistryFacts, RegistrySession } from './session.ts';

/** The scheme, where it is known or there is no choice. What was settled before the person chose otherwise is not known. */
export function knownScheme(session: RegistrySession, facts: RegistryFacts): Scheme | undefined {
  const schemes = schemesFor(session.world, facts.registry);
  if (facts.scheme !== undefined && schemes.includes(facts.scheme)) return facts.scheme;
  const [only, ...others] = schemes;
  return others.length === 0 ? only : undefined;
}

/**
 * Sends a bare request with each scheme that may be tried, until one is answered; that one is kept. `send` must not
 * repeat by itself: a server that does not speak TLS resets the connection, and the next scheme is the better answer.
 * Throws the first failure that says something; the wish for TLS over plain http is none.
 */
export async function settleScheme<R extends HttpResponse>(
  session: RegistrySession,
  facts: RegistryFacts,
  send: (scheme: Scheme, retry: 'safe' | 'never') => Promise<R>,
): Promise<R> {
  const known = knownScheme(session, facts);
  if (known !== undefined) return send(known, 'safe');
  const schemes = schemesFor(session.world, facts.registry);
  let first: unknown;
  for (const scheme of schemes) {
    try {
      const response = await send(scheme, 'never');
      if (scheme === 'http' && wantsTls(response)) continue;
      facts.scheme = scheme;
      return isPassing(response.status) ? await send(scheme, 'safe') : response;
    } catch (error) {
      if (facts.scheme !== undefined || !isUnanswered(error)) throw error;
      // That https is not spoken here says nothing where http may be tried; whoever shows a certificate speaks it.
      if (first === undefined || speaksNoTls(first) || (isPassingFailure(first) && speaksTls(error)))
        first = error;
    }
  }
  if (!isPassingFailure(first)) throw first;
  // None was answered, so the reset was no answer of the other protocol: what the registry most likely speaks again.
  const response = await send(schemes[0], 'safe');
  facts.scheme = schemes[0];
  return response;
}

function isUnanswered(error: unknown): boolean {
  if (isEngineError(error, 'timed-out')) return error.details.phase === 'answer';
  if (speaksTls(error)) return true;
  return isEngineError(error, 'unreachable') && error.details.reason !== 'name';
}

function speaksTls(error: unknown): boolean {
  return isEngineError(error, 'certificate-not-trusted') || isEngineError(error, 'client-certificate-wanted');
}

function speaksNoTls(error: unknown): boolean {
  return isEngineError(error, 'unreachable') && error.details.reason === 'no-tls';
}

// Go: "Client sent an HTTP request to an HTTPS server."; nginx: "The plain HTTP request was sent to HTTPS port".
function wantsTls(response: HttpResponse): boolean {
  return response.status === 400 && /https (?:server|port)/i.test(new TextDecoder().decode(response.body));
}
