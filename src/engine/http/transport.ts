// Two ways out. fetch, because VS Code patches proxy and certificates into it; node:http only where fetch would change
// the bytes: it decodes Content-Encoding even when identity was asked for. https of that kind is in secureTransport.ts.
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { World } from '../world.ts';
import { endUnsent, writeBody } from './body.ts';

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** Instead of `body`, with its length in the headers. */
  readonly stream: AsyncIterator<Uint8Array> | undefined;
  readonly signal: AbortSignal;
}

export interface Incoming {
  readonly status: number;
  readonly headers: Headers;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Gives the connection up; a body that is neither read nor given up pins its socket. */
  discard(): Promise<void>;
}

/** One request by the world's fetch; redirects are not followed. */
export async function sendByFetch(world: World, out: Outgoing): Promise<Incoming> {
  const response = await world.fetch(out.url, {
    method: out.method,
    headers: out.headers,
    ...bodyOf(out),
    redirect: 'manual',
    signal: out.signal,
  });
  const body = response.body;
  return {
    status: response.status,
    headers: response.headers,
    chunks: untilFree(body),
    async discard() {
      await body?.cancel().catch(() => undefined); // nobody wants the rest of it, broken or not
    },
  };
}

function bodyOf({ body, stream }: Outgoing): RequestInit {
  if (stream !== undefined) return { body: readableOf(stream), duplex: 'half' };
  return { body: body === undefined ? null : new Uint8Array(body) };
}

/** Asks for the next piece only when the connection has taken the last one: what is in memory stays bounded. */
function readableOf(pieces: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

// undici takes a connection for free one turn of the event loop after its answer has ended. Whoever asks again sooner
// pays for a new one: a round trip, and those of TLS.
async function* untilFree(body: AsyncIterable<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* body;
  await turn();
}

/** One request by node:http: the bytes as they came, nothing decoded, redirects not followed. */
export async function sendRaw(out: Outgoing): Promise<Incoming> {
  const { method, headers, signal } = out;
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest(out.url, { method, headers, signal }, resolve);
    endUnsent(request);
    request.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error));
    writeBody(request, out).catch((error: unknown) => request.destroy(error as Error));
  });
  return {
    status: message.statusCode ?? 0,
    headers: headersOf(message),
    chunks: message,
    discard() {
      message.destroy();
      return Promise.resolve();
    },
  };
}

/** The headers as they came, several of one name too. */
export function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  return headers;
}
