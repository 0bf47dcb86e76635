// The proxy for connections that do not go by fetch: which hosts it is for (as VS Code's own agent decides: NO_PROXY's
// names, ports and subnets, never this very machine), and the tunnel through it (RFC 9110, 9.3.6: CONNECT).
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { EngineError } from '../errors.ts';
import type { ErrorDetails } from '../errors.ts';
import type { NetworkSettings } from '../world.ts';
import { isLoopbackHost } from './addresses.ts';

/** The proxy's URL as it is configured, where this URL is reached through one. */
export function proxyFor(settings: NetworkSettings, url: URL): string | undefined {
  const { proxy, noProxy } = settings;
  if (proxy === undefined || isLoopbackHost(url.hostname)) return undefined;
  return noProxy.some((entry) => covers(entry.trim().toLowerCase(), url)) ? undefined : proxy;
}

function covers(entry: string, url: URL): boolean {
  if (entry === '' || entry === '*') return entry === '*';
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const [, network, prefix] = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (network !== undefined && prefix !== undefined) return isInside(hostname, network, Number(prefix));
  const [, name = entry, port] = /^(.*[^:]):(\d+)$/.exec(isIP(entry) === 6 ? '' : entry) ?? [];
  const bare = name.replace(/^\*?\.|^\[|\]$/g, '');
  if (port !== undefined && port !== (url.port === '' ? '443' : url.port)) return false;
  return hostname === bare || hostname.endsWith(`.${bare}`);
}

function isInside(hostname: string, network: string, prefix: number): boolean {
  const family = isIP(hostname);
  if (family === 0 || family !== isIP(network) || prefix > (family === 4 ? 32 : 128)) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, prefix, kind);
  return list.check(hostname, kind);
}

/**
 * A connection to the URL's host and port through this proxy. Nothing but the host and the proxy's own login is told to
 * it. Throws `proxy-failed`, and what the signal was aborted with.
 */
export async function openTunnel(
  settings: NetworkSettings,
  proxy: string,
  url: URL,
  signal: AbortSignal,
): Promise<Duplex> {
  const at = URL.canParse(proxy) ? new URL(proxy) : undefined;
  const failed = (reason: ErrorDetails['proxy-failed']['reason'], status: number): EngineError =>
    new EngineError('proxy-failed', { host: url.host, proxy: at?.host ?? '', reason, status });
  if (at === undefined || !/^https?:$/.test(at.protocol)) throw failed('not-supported', 0);
  const authority = `${url.hostname}:${url.port === '' ? '443' : url.port}`;
  const authorization = settings.proxyAuthorization ?? basicOf(at);
  const headers = {
    host: authority,
    ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
  };
  const secure = at.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const ask = (secure ? httpsRequest : httpRequest)({
      method: 'CONNECT',
      host: at.hostname.replace(/^\[|\]$/g, ''),
      port: at.port === '' ? (secure ? 443 : 80) : Number(at.port),
      path: authority,
      headers,
      agent: false,
      signal,
    });
    ask.on('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(socket);
      socket.destroy();
      reject(failed(statusCode === 407 ? 'login' : 'refused', statusCode));
    });
    // A proxy that answers as a server does.
    ask.on('response', (message) => {
      message.destroy();
      reject(failed('refused', message.statusCode ?? 0));
    });
    ask.on('error', () => reject(signal.aborted ? (signal.reason as Error) : failed('unreachable', 0)));
    ask.end();
  });
}

function basicOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const login = `${plain(username)}:${plain(password)}`;
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

/** A password with a `%` of its own is often written as it is. */
function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
