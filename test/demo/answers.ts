// What the demo registry's handlers take and give: plain data, so that every concern is a function of its own.
// Error bodies follow the OCI distribution spec 1.1, "Error Codes".
import type { RegistryOptions } from './options.ts';
import type { RegistryState } from './state.ts';

/** A request as it arrived, kept for tests; `status` is filled in when it was answered. */
export interface RecordedRequest {
  readonly method: string;
  /** The path without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  status: number | undefined;
}

/** Everything a handler may look at. `address` is host:port as the client wrote it. */
export interface Exchange {
  readonly request: RecordedRequest;
  readonly state: RegistryState;
  readonly options: RegistryOptions;
  readonly address: string;
  /** How the client reached it, e.g. `http://127.0.0.1:5000`. */
  readonly origin: string;
  /** True where the client wrote another name than this machine's, as behind a proxy. */
  readonly behindName?: boolean;
}

export interface Answer {
  readonly status: number;
  /** Several values stand in headers of their own. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Uint8Array | string;
}

/** An error in the spec's form. */
export function refusal(
  status: number,
  code: string,
  message: string,
  detail: unknown = null,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, { errors: [{ code, message, detail }] }, headers);
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** Plain text. */
export function textAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** What Go's router says to a path that it does not know (distribution 2.8 and 3.1, measured). */
export function noSuchPage(): Answer {
  return {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: '404 page not found\n',
  };
}

/** What Go's router says to a method that the path does not have (distribution 2.8, measured). */
export function methodNotAllowed(allowed: string): Answer {
  return {
    status: 405,
    headers: { allow: allowed, 'content-type': 'text/plain; charset=utf-8' },
    body: 'Method not allowed\n',
  };
}
