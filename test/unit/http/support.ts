// What the tests of this room share: a request with everything at its usual value.
import { createHttp } from '../../../src/engine/http/http.ts';
import type { HttpContext } from '../../../src/engine/http/http.ts';
import type { HttpResponse } from '../../../src/engine/http/exchange.ts';
import { request } from '../../../src/engine/http/request.ts';
import type { HttpRequest } from '../../../src/engine/http/request.ts';
import { createTestWorld } from '../../support/world.ts';

export const never = new AbortController().signal;

/** Sends a GET that is repeated and redirected as far as allowed, unless said otherwise. */
export function send(
  url: string,
  options: Partial<Omit<HttpRequest, 'url'>> = {},
  http: HttpContext = createHttp(createTestWorld()),
  signal: AbortSignal = never,
): Promise<HttpResponse> {
  const usual = {
    method: 'GET',
    headers: {},
    bodyLimit: 1_000_000,
    retry: 'safe',
    redirects: 'follow',
  } as const;
  return request(http, { ...usual, what: 'reading a blob', ...options, url: new URL(url) }, signal);
}

/** A fetch that answers from a table, for hosts that a test cannot start (https with a trusted certificate). */
export function fetchFrom(
  table: Readonly<Record<string, () => Response>>,
  asked: { url: string; headers: Headers }[] = [],
): typeof globalThis.fetch {
  return (input, init) => {
    const url = input instanceof URL ? input.href : typeof input === 'string' ? input : input.url;
    asked.push({ url, headers: new Headers(init?.headers) });
    const reply = table[url];
    return reply === undefined
      ? Promise.reject(new TypeError(`no answer for ${url}`))
      : Promise.resolve(reply());
  };
}

/** An answer that redirects. */
export function redirect(location: string, status = 307): Response {
  return new Response(null, { status, headers: { location } });
}
