// A proxy before a real registry that breaks chosen requests in one named way, and passes on all others unchanged.
// The kinds follow what networks, proxies and registries do to a client; each is one case of the fault tests.
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { applyFault, type Fault, faultGoesOnAfter } from './faults.ts';
import { forward, give, type ProxiedAnswer, type ProxiedRequest, readRequest } from './forward.ts';

export interface FaultyRequest extends ProxiedRequest {
  /** Set where a fault was applied. */
  fault: Fault['kind'] | undefined;
  /** The registry's own status, or undefined where the registry never saw the request. */
  registryStatus: number | undefined;
  /** What the fault wrote so far; for endless and slow answers. */
  bytesSent: number;
}

export interface Break {
  /** Which requests count. */
  readonly match: (request: ProxiedRequest) => boolean;
  /** The how-manieth of them is the first to break; 1 when left out. */
  readonly nth?: number;
  /** How many break from there; 1 when left out. */
  readonly times?: number;
  readonly fault: Fault;
}

export interface FaultProxy {
  /** host:port: stands in references where the registry would. */
  readonly address: string;
  readonly requests: FaultyRequest[];
  /** Adds a break; the answer tells how often it struck. */
  break(rule: Break): { readonly hits: number };
  /** Removes every break. */
  clear(): void;
  /** Closes the port: connections are refused until `open`. */
  refuse(): Promise<void>;
  /** Listens on the same port again. */
  open(): Promise<void>;
  stop(): Promise<void>;
}

interface Counted extends Break {
  seen: number;
  hits: number;
}

/** Starts a proxy on a free port before the registry at `target` (host:port). */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const requests: FaultyRequest[] = [];
  let rules: Counted[] = [];
  let port = 0;

  const server = createServer((message, response) => {
    serve(message, response).catch(() => response.destroy());
  });

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = {
      ...(await readRequest(message)),
      fault: undefined,
      registryStatus: undefined,
      bytesSent: 0,
    };
    const entry: FaultyRequest = request;
    requests.push(entry);
    const fault = strike(entry);
    entry.fault = fault?.kind;
    const ask = async (): Promise<ProxiedAnswer> => {
      const answer = await forward(target, agent, entry);
      entry.registryStatus = answer.status;
      return answer;
    };
    if (fault === undefined) return give(response, await ask());
    await applyFault(fault, { ask, response, sent: (count) => (entry.bytesSent += count) });
    if (faultGoesOnAfter(fault)) await refuse();
  }

  function strike(request: ProxiedRequest): Fault | undefined {
    for (const rule of rules) {
      if (!rule.match(request)) continue;
      rule.seen += 1;
      const first = rule.nth ?? 1;
      if (rule.seen < first || rule.seen >= first + (rule.times ?? 1)) continue;
      rule.hits += 1;
      return rule.fault;
    }
    return undefined;
  }

  function open(): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  }

  async function refuse(): Promise<void> {
    if (!server.listening) return;
    server.close();
    server.closeIdleConnections();
    // One turn, so that the port is closed before the caller goes on.
    await wait(0);
  }

  await open();
  port = (server.address() as AddressInfo).port;

  return {
    address: `127.0.0.1:${port}`,
    requests,
    break(rule) {
      const counted: Counted = { ...rule, seen: 0, hits: 0 };
      rules.push(counted);
      return counted;
    },
    clear() {
      rules = [];
    },
    refuse,
    open,
    async stop() {
      agent.destroy();
      if (!server.listening) return server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
