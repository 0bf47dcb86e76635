// A TLS connection of our own, for hosts with certificates of their own. It is handed out only when the other end is
// known: not one byte of a request is written before that (S28), which node:https alone does not promise.
import { createHash } from 'node:crypto';
import { connect, createSecureContext, getCACertificates } from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { EngineError } from '../errors.ts';
import type { NetworkSettings } from '../world.ts';
import { openTunnel, proxyFor } from './proxy.ts';
import type { TlsSettings } from './tlsSettings.ts';

export interface SecureTarget {
  readonly url: URL;
  /** `look`: the other end may be anybody, because nothing is going to be sent. */
  readonly check: 'trusted' | 'look' | { readonly pinned: string };
  readonly context: SecureContext;
  readonly network: NetworkSettings;
}

/**
 * Connects, through the proxy where there is one, and looks at the certificate. Throws `certificate-changed`,
 * `proxy-failed`, what node:tls throws, and what the signal was aborted with.
 */
export async function connectSecurely(target: SecureTarget, signal: AbortSignal): Promise<TLSSocket> {
  const { url, check, context, network } = target;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const proxy = proxyFor(network, url);
  const tunnel = proxy === undefined ? undefined : await openTunnel(network, proxy, url, signal);
  signal.throwIfAborted();
  const socket = connect({
    host,
    port: url.port === '' ? 443 : Number(url.port),
    ...(tunnel === undefined ? {} : { socket: tunnel }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    secureContext: context,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: check === 'trusted',
  });
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal.removeEventListener('abort', leave);
      socket.removeListener('error', end);
      socket.removeListener('close', closed);
    };
    const end = (failure: Error): void => {
      settle();
      socket.on('error', () => undefined); // what else breaks on the way down is nobody's
      socket.destroy();
      tunnel?.destroy();
      reject(failure);
    };
    const leave = (): void => end(signal.reason as Error);
    const closed = (): void => end(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    signal.addEventListener('abort', leave, { once: true });
    socket.once('error', end);
    socket.once('close', closed);
    socket.once('secureConnect', () => {
      const stranger = typeof check === 'object' ? strangerAt(url, socket, check.pinned) : undefined;
      if (stranger !== undefined) return end(stranger);
      settle();
      resolve(socket);
    });
  });
}

function strangerAt({ host }: URL, socket: TLSSocket, pinned: string): EngineError | undefined {
  const found = fingerprintOf(socket.getPeerX509Certificate()?.raw ?? new Uint8Array());
  return found === pinned
    ? undefined
    : new EngineError('certificate-changed', { host, trusted: pinned, found });
}

/** SHA-256 over a certificate's DER, hex. */
export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/** What the other end is held against, and what is shown to it. Making one reads every authority: keep it. */
export function contextOf(
  settings: TlsSettings | undefined,
  trusted: () => readonly string[],
): SecureContext {
  const { authorities = [], client, pinned } = settings ?? {};
  return createSecureContext({
    // One certificate is accepted: whom else one trusts says nothing then.
    ...(pinned === undefined ? { ca: [...trusted(), ...authorities] } : {}),
    ...(client === undefined ? {} : { cert: client.certificate, key: client.key }),
  });
}

/** The certificates that everybody trusts, with those of this machine where the editor counts them too. */
export function trustedAuthorities({ systemCertificates }: NetworkSettings): readonly string[] {
  return [...new Set([...getCACertificates('default'), ...(systemCertificates ? ofThisMachine() : [])])];
}

function ofThisMachine(): readonly string[] {
  try {
    return getCACertificates('system');
  } catch {
    return []; // a library that cannot list them: those that everybody trusts are left
  }
}
