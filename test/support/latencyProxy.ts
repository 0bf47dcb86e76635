// A proxy that makes a local registry as far away as asked: each connection costs one round trip before its first
// request moves, each request half a round trip there and half back. Without the first, lost keep-alive looks free.
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { forward, give, readRequest } from './forward.ts';

export interface TimedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** 1 for a request that waited for no other answer, else one more than the deepest answered before it came. */
  readonly round: number;
}

export interface Counts {
  readonly requests: number;
  /**
   * How many requests had to wait for each other, one behind the other: those in flight together are one round.
   * Only meaningful with a delay: at 0 ms a request can be answered before its neighbour arrives.
   */
  readonly rounds: number;
  readonly connections: number;
}

export interface LatencyProxy {
  readonly address: string;
  readonly requests: readonly TimedRequest[];
  counts(): Counts;
  /** Forgets what was counted; connections stay open. */
  reset(): void;
  stop(): Promise<void>;
}

/** Starts the proxy before the registry at `target` (host:port) on a free port. */
export async function startLatencyProxy(
  target: string,
  roundTripMilliseconds: number,
): Promise<LatencyProxy> {
  const agent = new Agent({ keepAlive: true });
  const half = roundTripMilliseconds / 2;
  /** When each connection may carry its first bytes. */
  const ready = new WeakMap<Socket, number>();
  const requests: TimedRequest[] = [];
  let answeredRound = 0;
  let connections = 0;

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const round = answeredRound + 1;
    const request = await readRequest(message);
    requests.push({ method: request.method, url: request.url, round });
    const now = performance.now();
    const starts = Math.max(now, ready.get(message.socket) ?? now);
    await delay(starts + half - now);
    const answer = await forward(target, agent, request);
    await delay(half);
    answeredRound = Math.max(answeredRound, round);
    give(response, answer);
  }

  const server = createServer((message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    connections += 1;
    socket.setNoDelay(true);
    ready.set(socket, performance.now() + roundTripMilliseconds);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    counts: () => ({
      requests: requests.length,
      rounds: requests.reduce((most, request) => Math.max(most, request.round), 0),
      connections,
    }),
    reset() {
      requests.length = 0;
      answeredRound = 0;
      connections = 0;
    },
    async stop() {
      agent.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function delay(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await wait(milliseconds);
}
