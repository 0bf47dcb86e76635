// The third way out: node:https over connections of our own, for hosts with certificates of their own (http.md 13) and
// for bytes as they came. The request gets a connection only when the other end is known (S28).
import type { IncomingMessage, RequestOptions } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { World } from '../world.ts';
import { endUnsent, writeBody } from './body.ts';
import { connectSecurely, contextOf, trustedAuthorities } from './secureConnection.ts';
import { nameTlsFailure } from './tlsFailures.ts';
import type { TlsSettings } from './tlsSettings.ts';
import { headersOf } from './transport.ts';
import type { Incoming, Outgoing } from './transport.ts';

/** As undici does: a connection that lay longer may be gone at the other end, and a PUT is not sent twice. */
const idleMilliseconds = 4000;
/** As undici takes: each has a window of its own in memory, and a header has room for thousands. */
const mostEncodings = 5;
/** A connection that nobody waits for any more ends all the same. */
const connectMilliseconds = 30_000;

export interface SecureAgents {
  /** The agent for this host with these settings; another one as soon as they, or the proxy, are others. */
  agentFor(url: URL, settings: TlsSettings | undefined): Agent;
}

interface Kept {
  readonly wanted: string;
  readonly agent: Agent;
}

/** Keeps connections alive, by host and by what they show and trust. */
export function createSecureAgents(world: World): SecureAgents {
  const kept = new Map<string, Kept>();
  let trusted: { readonly system: boolean; readonly authorities: readonly string[] } | undefined;

  function trustedNow(): readonly string[] {
    const network = world.network();
    if (trusted?.system !== network.systemCertificates) {
      trusted = { system: network.systemCertificates, authorities: trustedAuthorities(network) };
    }
    return trusted.authorities;
  }

  return {
    agentFor(url, settings) {
      const slot = `${url.host} ${settings?.client === undefined ? '' : 'signed in'}`;
      const wanted = JSON.stringify([settings, world.network()]);
      const known = kept.get(slot);
      if (known?.wanted === wanted) return known.agent;
      // What the old one holds open ends by itself, and no request finds it any more.
      const agent = newAgent(world, url, settings, trustedNow);
      kept.set(slot, { wanted, agent });
      return agent;
    },
  };
}

function newAgent(
  world: World,
  url: URL,
  settings: TlsSettings | undefined,
  trusted: () => readonly string[],
): Agent {
  const agent = new Agent({ keepAlive: true, timeout: idleMilliseconds, scheduling: 'lifo' });
  const context = contextOf(settings, trusted);
  const network = world.network();
  const pinned = settings?.pinned;
  agent.createConnection = (options: RequestOptions & Stoppable, done) => {
    const late = new AbortController();
    const stopTimer = world.clock.timer(connectMilliseconds, () => {
      late.abort(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }));
    });
    const signal = AbortSignal.any([late.signal, ...(options.stop ? [options.stop] : [])]);
    const check = pinned === undefined ? 'trusted' : { pinned };
    connectSecurely({ url, check, context, network }, signal)
      .finally(stopTimer)
      .then(
        (socket) => done?.(null, socket),
        (error: unknown) => done?.(error as Error, undefined as never),
      );
    return undefined;
  };
  return agent;
}

interface Stoppable {
  /** Ends the connecting for the request that began it. */
  readonly stop?: AbortSignal;
}

/** `bytes`: as they came, or decoded as fetch does. Redirects are not followed. */
export async function sendSecurely(
  agents: SecureAgents,
  settings: TlsSettings | undefined,
  bytes: 'raw' | 'decoded',
  out: Outgoing,
): Promise<Incoming> {
  const { method, headers, signal, url } = out;
  const agent = agents.agentFor(url, settings);
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const options: RequestOptions & Stoppable = { method, headers, signal, agent, stop: signal };
    const request = httpsRequest(url, options, resolve);
    endUnsent(request);
    request.on('error', (error) => {
      reject(signal.aborted ? (signal.reason as Error) : nameTlsFailure(error, url.host, settings?.client));
    });
    writeBody(request, out).catch((error: unknown) => request.destroy(error as Error));
  });
  return {
    status: message.statusCode ?? 0,
    headers: headersOf(message),
    chunks: bytes === 'raw' ? message : decoded(method, message),
    discard() {
      message.destroy();
      return Promise.resolve();
    },
  };
}

// Some servers encode although identity was asked for, and fetch then decodes (http.md 2).
function decoded(method: string, message: IncomingMessage): AsyncIterable<Uint8Array> {
  const encodings = (message.headers['content-encoding'] ?? '').toLowerCase().split(',');
  const bodyless = method === 'HEAD' || message.statusCode === 204 || message.statusCode === 304;
  let body: Readable = message;
  if (bodyless || encodings.length > mostEncodings) return body;
  for (const encoding of encodings.reverse()) {
    const decoder = decoderOf(encoding.trim());
    if (decoder === undefined) continue;
    const source = body;
    source.on('error', (error) => decoder.destroy(error));
    // Whoever reads it is told; where nobody reads, what breaks is nobody's.
    decoder.on('error', () => undefined);
    decoder.on('close', () => message.destroy());
    body = source.pipe(decoder);
  }
  return body;
}

function decoderOf(encoding: string): ReturnType<typeof createGunzip> | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
