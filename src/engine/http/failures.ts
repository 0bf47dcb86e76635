// What fetch and node:http throw, by its name. The reason hides in `.cause`, as a code of libuv, OpenSSL or undici.
import { EngineError, isEngineError } from '../errors.ts';
import type { ErrorDetails } from '../errors.ts';
import type { Operation } from '../problems.ts';
import { nameTlsCode } from './tlsFailures.ts';

type Unreachable = ErrorDetails['unreachable']['reason'];

const reasons: readonly (readonly [pattern: RegExp, reason: Unreachable])[] = [
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'refused'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|UND_ERR_CLOSED)$/, 'reset'],
  [/^(ENOTFOUND|EAI_\w+)$/, 'name'],
  [
    /^(EPROTO|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/,
    'tls',
  ],
];
/** What OpenSSL and BoringSSL make of an answer that is no TLS, as a code, or in the text of an EPROTO. */
const noTls = /wrong[_ ]version[_ ]number|packet[_ ]length[_ ]too[_ ]long/i;
const timeOuts = /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const headersTooLarge = /^(UND_ERR_HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW)$/;

/**
 * The named error for whatever ended a request: `cancelled`, `timed-out`, `too-large`, `certificate-not-trusted`,
 * `client-certificate-wanted` or `unreachable`.
 * The original is not kept as cause: it may hold a header or the bytes of an answer.
 */
export function nameFailure(error: unknown, host: string, what: Operation, caller: AbortSignal): EngineError {
  if (isEngineError(error)) return error;
  if (caller.aborted) {
    return isEngineError(caller.reason) ? caller.reason : new EngineError('cancelled', { what });
  }
  const { code, text } = innermost(error);
  if (timeOuts.test(code)) return new EngineError('timed-out', { host, seconds: 10, phase: 'answer' });
  if (headersTooLarge.test(code))
    return new EngineError('too-large', { host, what, unit: 'headers', limit: 16_384 });
  if (text === 'bad port')
    return new EngineError('unreachable', { host, reason: 'blocked-port', message: text });
  if (noTls.test(code) || (code === 'EPROTO' && noTls.test(text)))
    return new EngineError('unreachable', { host, reason: 'no-tls', message: code });
  const ofTls = nameTlsCode(code, text, host);
  if (ofTls !== undefined) return ofTls;
  const reason = reasons.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
  return new EngineError('unreachable', { host, reason, message: code });
}

function innermost(error: unknown): { code: string; text: string } {
  let code = '';
  let text = '';
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    text = current.message;
    const own = (current as { code?: unknown }).code;
    if (typeof own === 'string') code = own;
    current = current.cause ?? (current instanceof AggregateError ? current.errors[0] : undefined);
  }
  return { code, text };
}
