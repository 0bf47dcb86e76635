// A request's body into node:http: whole, or piece by piece as fast as the connection takes it.
import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import type { Outgoing } from './transport.ts';

/** Ends the request with its body. Throws what the pieces throw; a connection that ends meanwhile ends it quietly. */
export async function writeBody(
  request: ClientRequest,
  { body, stream, signal }: Pick<Outgoing, 'body' | 'stream' | 'signal'>,
): Promise<void> {
  if (stream === undefined) {
    request.end(body);
    return;
  }
  const ended = new AbortController();
  request.once('close', () => ended.abort());
  const stop = AbortSignal.any([signal, ended.signal]);
  const isOver = (): boolean => stop.aborted || request.destroyed;
  for (;;) {
    const next = await stream.next();
    if (isOver()) return;
    if (next.done === true) break;
    if (request.write(next.value)) continue;
    // Whoever closed it says why by the request's own error.
    await once(request, 'drain', { signal: stop }).catch(() => undefined);
    if (isOver()) return;
  }
  request.end();
}

/**
 * Answered before all of it was sent, and read: the connection is given up, because the other end takes what comes next
 * on it for the rest of this body.
 */
export function endUnsent(request: ClientRequest): void {
  request.once('response', (message) => {
    message.once('close', () => {
      if (!request.writableFinished) request.destroy();
    });
  });
}
