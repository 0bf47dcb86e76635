// What a registry says when it does not do what it was asked: the spec's JSON, and everything else that was seen:
// plain text, HTML of proxies, Docker Hub's `details`, Artifactory's errors without a code, Quay's `true`.
import { EngineError } from '../errors.ts';
import type { RegistryAnswer } from '../errors.ts';
import type { HttpResponse } from '../http/exchange.ts';
import type { Repository } from '../oci/reference.ts';
import type { CredentialDescription } from '../problems.ts';
import { retryAfterMilliseconds } from '../http/retry.ts';

const longestText = 300;

export interface RegistryWords {
  /** The registry's own code, e.g. `MANIFEST_UNKNOWN`; empty where there is none. */
  readonly code: string;
  readonly message: string;
  /** The body is a web page, and `message` its title. */
  readonly webPage?: boolean;
}

/**
 * Code and message of an error body, short and on one line. Whatever looks like a credential is taken out, and each of
 * `secrets` wherever it stands: some servers repeat what they were sent.
 */
export function readWords(
  body: Uint8Array,
  contentType: string | null,
  secrets: readonly string[],
): RegistryWords {
  const text = new TextDecoder().decode(body);
  const clean = (value: string): string => shorten(redact(value, secrets));
  const entry = firstError(text);
  if (entry !== undefined) return { code: clean(entry.code), message: clean(entry.message) };
  if (isHtml(body, contentType)) return { code: '', message: clean(titleOf(text)), webPage: true };
  return { code: '', message: clean(text) };
}

/** True for an HTML page: a proxy, a login form, a web server that is no registry. */
export function isHtml(body: Uint8Array, contentType: string | null): boolean {
  if (/^\s*(?:text\/html|application\/xhtml)/i.test(contentType ?? '')) return body.byteLength > 0;
  return /^\s*<(?:!doctype|html|head|body)/i.test(new TextDecoder().decode(body.subarray(0, 200)));
}

/** Takes credentials out of foreign text: the given ones, Authorization values, and the query of any URL. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, '***');
  return clean
    .replace(/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 ***')
    .replace(/https?:\/\/[^\s"'<>]*/gi, (url) => url.replace(/\?.*/, '?***'))
    .replace(/(https?:\/\/)[^\s/@"'<>]*@/gi, '$1***@');
}

/**
 * The named error of an answer that is no success: `not-signed-in`, `forbidden`, `not-found`, `rate-limited`,
 * `registry-failed` (5xx, 408), else `registry-refused`.
 */
export function answerError(
  response: HttpResponse,
  about: { readonly repository: Repository; readonly operation: string },
  credential: CredentialDescription,
  secrets: readonly string[],
  now: number,
): EngineError {
  const words = readWords(response.body, response.headers.get('content-type'), secrets);
  const { status } = response;
  const answer: RegistryAnswer = {
    registry: about.repository.registry,
    repository: about.repository.path,
    operation: about.operation,
    status,
    ...words,
  };
  if (status === 401) return new EngineError('not-signed-in', { ...answer, credential });
  if (status === 403) return new EngineError('forbidden', { ...answer, credential });
  if (status === 404) return new EngineError('not-found', answer);
  if (status === 429) {
    const wait = retryAfterMilliseconds(response.headers.get('retry-after'), now);
    const retryAfterSeconds = wait === undefined ? undefined : Math.ceil(wait / 1000);
    return new EngineError('rate-limited', { ...answer, retryAfterSeconds });
  }
  if (status >= 500 || status === 408 || status === 499) return new EngineError('registry-failed', answer);
  return new EngineError('registry-refused', answer);
}

function firstError(text: string): RegistryWords | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const body = value as Record<string, unknown>;
  const first: unknown = Array.isArray(body['errors']) ? body['errors'][0] : undefined;
  const entry = (typeof first === 'object' && first !== null ? first : body) as Record<string, unknown>;
  const code = textOf(entry['code']) ?? textOf(entry['error']) ?? '';
  const message =
    textOf(entry['message']) ?? textOf(entry['details']) ?? textOf(entry['error_description']) ?? '';
  const detail = textOf(entry['detail']);
  return { code, message: message === '' && detail !== undefined ? detail : message };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function titleOf(html: string): string {
  return /<title[^<>]*>([^<]{1,200})/i.exec(html)?.[1] ?? '';
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longestText ? line : `${line.slice(0, longestText)}…`;
}
