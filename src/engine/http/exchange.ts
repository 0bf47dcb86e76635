// One request and its whole answer: a slot of its host, deadlines, the limit on decoded bytes, a line in the log.
import { EngineError } from '../errors.ts';
import type { Operation } from '../problems.ts';
import type { HttpContext } from './http.ts';
import { startDeadline } from './deadline.ts';
import type { Deadline, Timeouts } from './deadline.ts';
import { nameFailure } from './failures.ts';
import { sendByFetch, sendRaw } from './transport.ts';
import type { Incoming } from './transport.ts';

/** What is kept of an answer that is not the one wanted (go-containerregistry keeps as much). */
const errorBodyLimit = 65_536;

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  readonly timeouts: Timeouts;
  readonly bodyLimit: number;
  readonly transport: 'fetch' | 'raw';
  /** What is being done, for `cancelled` and `too-large`. */
  readonly what: Operation;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Whole for 2xx; of any other status at most the first 64 KiB. */
  readonly body: Uint8Array;
  /** The URL that answered, after redirects. */
  readonly url: URL;
}

/** Sends once. Throws `cancelled`, `timed-out`, `too-large`, `unreachable`; every HTTP status is an answer. */
export async function exchange(http: HttpContext, out: Exchange, signal: AbortSignal): Promise<HttpResponse> {
  const { clock, log } = http.world;
  const host = out.url.host;
  let release: (() => void) | undefined;
  let deadline: Deadline | undefined;
  let outcome = 'failed';
  let start = clock.monotonic();
  try {
    release = await http.slots.take(host, signal);
    start = clock.monotonic();
    http.budget?.spendRequest(host);
    deadline = startDeadline(clock, boundedBy(http, out.timeouts), host, signal);
    const send = out.transport === 'raw' ? sendRaw : sendByFetch;
    const incoming = await send(http.world, { ...out, signal: deadline.signal });
    deadline.answered();
    const body = await readAll(http, incoming, out, deadline);
    outcome = String(incoming.status);
    return { status: incoming.status, headers: incoming.headers, body, url: out.url };
  } catch (error) {
    const timedOut: unknown = deadline?.signal.reason;
    const failure = nameFailure(timedOut ?? error, host, out.what, signal);
    outcome = failure.code;
    throw failure;
  } finally {
    deadline?.stop();
    release?.();
    const took = Math.round(clock.monotonic() - start);
    log.debug(`${out.method} ${host}${out.url.pathname} ${outcome} ${String(took)} ms`);
  }
}

function boundedBy(http: HttpContext, timeouts: Timeouts): Timeouts {
  const left = http.budget?.timeLeft();
  if (left === undefined || left >= timeouts.totalMilliseconds) return timeouts;
  return { ...timeouts, totalMilliseconds: left };
}

async function readAll(
  http: HttpContext,
  incoming: Incoming,
  out: Exchange,
  deadline: Deadline,
): Promise<Uint8Array> {
  const wanted = incoming.status >= 200 && incoming.status < 300;
  const limit = wanted ? out.bodyLimit : errorBodyLimit;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming.chunks) {
      deadline.received(chunk.byteLength);
      http.budget?.spendBytes(out.url.host, chunk.byteLength);
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size <= limit) continue;
      if (wanted)
        throw new EngineError('too-large', { host: out.url.host, what: out.what, unit: 'bytes', limit });
      break;
    }
  } finally {
    // Without effect when the body came to its end.
    await incoming.discard();
  }
  const body = new Uint8Array(Math.min(size, limit));
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, body.byteLength - at);
    body.set(part, at);
    at += part.byteLength;
  }
  return body;
}
