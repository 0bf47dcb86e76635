// Where a redirect or an upload Location may lead. fetch's own following would take https to http, lose a body and
// hide the hops: every hop is decided here.
import { EngineError } from '../errors.ts';
import { mayLeadTo } from './addresses.ts';
import type { HttpContext } from './http.ts';

/** `follow`: to any host, without the credential; `same-host`: another host's redirect is the answer. */
export type RedirectPolicy = 'follow' | 'same-host';

export const redirectLimit = 5;

/** True where this status asks to go on at its Location, for a request of this method. */
export function isRedirect(method: string, status: number): boolean {
  if (status === 307 || status === 308) return true;
  return (status === 301 || status === 302 || status === 303) && (method === 'GET' || method === 'HEAD');
}

/**
 * The URL a Location names, resolved against the URL that answered. One that differs from it only in the scheme
 * keeps https: that is a proxy's wrong X-Forwarded-Proto, not another place. Throws `bad-redirect` for no URL.
 */
export function locate(answered: URL, location: string): URL {
  const target = URL.canParse(location, answered.href) ? new URL(location, answered) : undefined;
  const plain = target !== undefined && target.username === '' && target.password === '';
  if (!plain || !/^https?:$/.test(target.protocol)) {
    throw new EngineError('bad-redirect', {
      host: answered.host,
      target: target?.host ?? '',
      reason: 'syntax',
    });
  }
  if (answered.protocol === 'https:' && target.protocol === 'http:' && sameButScheme(answered, target)) {
    target.port = '';
    target.protocol = 'https:';
    target.port = answered.port;
  }
  return target;
}

/**
 * Throws `bad-redirect` where going from `answered` to `target` would leave https, or would make this machine ask a
 * private address on behalf of a public host (`origin`, the first one asked).
 */
export async function assertMayFollow(
  http: HttpContext,
  origin: URL,
  answered: URL,
  target: URL,
): Promise<void> {
  const names = { host: answered.host, target: target.host };
  if (answered.protocol === 'https:' && target.protocol === 'http:') {
    throw new EngineError('bad-redirect', { ...names, reason: 'downgrade' });
  }
  if (!(await mayLeadTo(http, origin, target))) {
    throw new EngineError('bad-redirect', { ...names, reason: 'private-address' });
  }
}

/** A credential goes to the host and port it was meant for and to no other. */
export function sameHost(one: URL, other: URL): boolean {
  return one.host === other.host;
}

function sameButScheme(secure: URL, plain: URL): boolean {
  if (secure.hostname !== plain.hostname) return false;
  return secure.port === plain.port || (secure.port === '' && plain.port === '443');
}
