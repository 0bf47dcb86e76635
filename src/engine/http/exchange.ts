// One request and its answer: a slot of its host, deadlines, the limit on decoded bytes, a line in the log. Small bodies
// are read whole; a blob of any size goes out and comes in piece by piece.
import { EngineError } from '../errors.ts';
import type { Operation } from '../problems.ts';
import { startDeadline } from './deadline.ts';
import type { Deadline, Timeouts } from './deadline.ts';
import { nameFailure } from './failures.ts';
import type { HttpContext } from './http.ts';
import { sendSecurely } from './secureTransport.ts';
import { sendByFetch, sendRaw } from './transport.ts';
import type { Incoming, Outgoing } from './transport.ts';

/** What is kept of an answer that is not the one wanted (go-containerregistry keeps as much). */
const errorBodyLimit = 65_536;

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  readonly stream: StreamBody | undefined;
  readonly timeouts: Timeouts;
  readonly bodyLimit: number;
  /** True: the body of a 2xx is handed over unread, as `opened`. */
  readonly opens: boolean;
  readonly transport: 'fetch' | 'raw';
  /** The host's client certificate, where it has one, may be shown. */
  readonly showsCertificate: boolean;
  /** What is being done, for `cancelled` and `too-large`. */
  readonly what: Operation;
}

/** A body that is sent as it comes. It can be sent once. */
export interface StreamBody {
  /** Bytes in all, for Content-Length. */
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** A body that is read as it comes, without a limit: the reader knows how long it may be. */
export interface OpenedBody {
  /** Throws what the network throws. Ends the exchange when it ends. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the exchange, read or not. Must be called in the end. */
  close(): Promise<void>;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Whole for 2xx; of any other status at most the first 64 KiB. Empty where it is `opened`. */
  readonly body: Uint8Array;
  readonly opened?: OpenedBody;
  /** The URL that answered, after redirects. */
  readonly url: URL;
}

/** Sends once. Throws `cancelled`, `timed-out`, `too-large`, `unreachable`; every HTTP status is an answer. */
export async function exchange(http: HttpContext, out: Exchange, signal: AbortSignal): Promise<HttpResponse> {
  const { clock, log } = http.world;
  const host = out.url.host;
  let release: (() => void) | undefined;
  let deadline: Deadline | undefined;
  let start = clock.monotonic();
  let ended = false;
  const end = (outcome: string): void => {
    if (ended) return;
    ended = true;
    deadline?.stop();
    release?.();
    const took = Math.round(clock.monotonic() - start);
    log.debug(`${out.method} ${host}${out.url.pathname} ${outcome} ${String(took)} ms`);
  };
  const sending = out.stream && sendingOf(out.stream, () => deadline);
  try {
    release = await http.slots.take(host, signal);
    start = clock.monotonic();
    http.budget?.spendRequest(host);
    deadline = startDeadline(clock, boundedBy(http, out.timeouts), host, signal);
    if (sending !== undefined) deadline.sending();
    const given = new AbortController();
    const stop = AbortSignal.any([deadline.signal, given.signal]);
    const incoming = await send(http, out, { ...out, stream: sending?.pieces, signal: stop });
    deadline.answered();
    const answer = { status: incoming.status, headers: incoming.headers, url: out.url };
    if (out.opens && isWanted(incoming)) {
      const chunks = readOpened(http, incoming, out, deadline, end, signal);
      const close = async (): Promise<void> => {
        // A read that is under way ends with it.
        given.abort();
        await chunks.return();
        end(String(incoming.status));
      };
      return { ...answer, body: new Uint8Array(), opened: { chunks, close } };
    }
    const body = await readAll(http, incoming, out, deadline);
    end(String(incoming.status));
    return { ...answer, body };
  } catch (error) {
    const timedOut: unknown = deadline?.signal.reason;
    const failure = nameFailure(sending?.failure() ?? timedOut ?? error, host, out.what, signal);
    end(failure.code);
    throw failure;
  } finally {
    sending?.stop();
  }
}

// Whoever has certificates of their own is asked over a connection of our own: fetch knows nothing of them.
async function send(http: HttpContext, way: Exchange, out: Outgoing): Promise<Incoming> {
  const raw = way.transport === 'raw';
  if (out.url.protocol !== 'https:') return raw ? sendRaw(out) : sendByFetch(http.world, out);
  const settings = await http.tls.find(out.url.host);
  if (settings === undefined && !raw) return sendByFetch(http.world, out);
  const shown = settings && (way.showsCertificate ? settings : { ...settings, client: undefined });
  return sendSecurely(http.agents, shown, raw ? 'raw' : 'decoded', out);
}

/** The pieces of a body on their way out. What makes them end early is the failure of the exchange. */
function sendingOf(
  body: StreamBody,
  deadline: () => Deadline | undefined,
): { pieces: AsyncIterator<Uint8Array>; failure: () => unknown; stop: () => void } {
  const source = body.chunks[Symbol.asyncIterator]();
  let failure: unknown;
  const pieces: AsyncIterator<Uint8Array> = {
    async next() {
      try {
        const next = await source.next();
        if (next.done === true) deadline()?.sent();
        else deadline()?.moved(next.value.byteLength);
        return next;
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
  // Answered before everything was sent: nobody wants the rest. A source that breaks now changes nothing any more.
  const stop = (): void => void source.return?.().catch(() => undefined);
  return { pieces, failure: () => failure, stop };
}

function boundedBy(http: HttpContext, timeouts: Timeouts): Timeouts {
  const left = http.budget?.timeLeft();
  if (left === undefined || left >= timeouts.totalMilliseconds) return timeouts;
  return { ...timeouts, totalMilliseconds: left };
}

function isWanted({ status }: Incoming): boolean {
  return status >= 200 && status < 300;
}

async function* readOpened(
  http: HttpContext,
  incoming: Incoming,
  out: Exchange,
  deadline: Deadline,
  end: (outcome: string) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { host } = out.url;
  try {
    for await (const chunk of incoming.chunks) {
      deadline.moved(chunk.byteLength);
      http.budget?.spendBytes(host, chunk.byteLength);
      yield chunk;
    }
    end(String(incoming.status));
  } catch (error) {
    const timedOut: unknown = deadline.signal.reason;
    const failure = nameFailure(timedOut ?? error, host, out.what, signal);
    end(failure.code);
    throw failure;
  }
}

async function readAll(
  http: HttpContext,
  incoming: Incoming,
  out: Exchange,
  deadline: Deadline,
): Promise<Uint8Array> {
  const wanted = isWanted(incoming);
  const limit = wanted ? out.bodyLimit : errorBodyLimit;
  const body = newGrowingBody(limit);
  let size = 0;
  try {
    for await (const chunk of incoming.chunks) {
      deadline.moved(chunk.byteLength);
      http.budget?.spendBytes(out.url.host, chunk.byteLength);
      size += chunk.byteLength;
      body.add(chunk);
      if (size <= limit) continue;
      if (wanted)
        throw new EngineError('too-large', { host: out.url.host, what: out.what, unit: 'bytes', limit });
      break;
    }
  } finally {
    // Without effect when the body came to its end.
    await incoming.discard();
  }
  return body.bytes();
}

/** The first `limit` bytes of what is added. Pieces are not kept: a server may send each byte in one of its own. */
function newGrowingBody(limit: number): { add: (piece: Uint8Array) => void; bytes: () => Uint8Array } {
  let room = new Uint8Array(0);
  let size = 0;
  return {
    add(piece) {
      const part = piece.subarray(0, limit - size);
      if (size + part.byteLength > room.byteLength) {
        const larger = new Uint8Array(Math.min(limit, Math.max(2 * room.byteLength, size + part.byteLength)));
        larger.set(room.subarray(0, size));
        room = larger;
      }
      room.set(part, size);
      size += part.byteLength;
    },
    bytes: () => (size === room.byteLength ? room : room.slice(0, size)),
  };
}
