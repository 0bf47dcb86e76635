// A demo registry behind a server that answers chosen requests in an odd way (oddAnswers.ts) and passes on all others.
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Registry, startRegistry } from '../demo/registry.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { forward, give, readRequest, type ProxiedRequest } from './forward.ts';
import type { OddAnswer } from './oddAnswers.ts';

export interface OddServer {
  /** host:port */
  readonly address: string;
  readonly registry: Registry;
  /** Requests that were answered oddly, and the bytes that went out for them. */
  readonly struck: { count: number; bytes: number };
  /** Answers these requests so from now on; nothing: none. */
  strike(match?: (request: ProxiedRequest) => boolean, odd?: OddAnswer): void;
  stop(): Promise<void>;
}

/** Starts both on free ports. */
export async function startOddServer(options: RegistryOptions = {}): Promise<OddServer> {
  const registry = await startRegistry(options);
  const agent = new Agent({ keepAlive: true });
  const struck = { count: 0, bytes: 0 };
  let rule: { match: (request: ProxiedRequest) => boolean; odd: OddAnswer } | undefined;
  const server = createServer((message, response) => {
    const answer = async (): Promise<void> => {
      const request = await readRequest(message);
      if (rule?.match(request) !== true)
        return give(response, await forward(registry.address, agent, request));
      const { socket } = message;
      struck.count += 1;
      socket.on('error', () => undefined); // the client leaves in the middle
      await rule.odd(socket, (bytes) => (struck.bytes += bytes));
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    registry,
    struck,
    strike(match, odd) {
      Object.assign(struck, { count: 0, bytes: 0 });
      rule = match && odd && { match, odd };
    },
    stop: async () => {
      agent.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await registry.stop();
    },
  };
}
