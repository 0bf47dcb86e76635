// The stage of the fault tests: a registry, the fault proxy before it, and an engine whose clock the test turns. One
// fault strikes one kind of request of one verb; everything else goes through unchanged.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as turn } from 'node:timers/promises';
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineApi } from '../../src/engine/api.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts';
import { startFaultProxy, type FaultProxy } from '../support/faultProxy.ts';
import { pushImage, type PushedImage } from '../support/sampleImages.ts';
import { createTestWorld, type TestWorld, type WorldOptions } from '../support/world.ts';
import { proxyFault, type FaultName } from './faults.ts';

export interface Setting {
  readonly registry: Registry;
  readonly proxy: FaultProxy;
  readonly image: PushedImage;
  /** Puts the registry's content back to what it was when this was called. */
  keep(): () => void;
  stop(): Promise<void>;
}

/** A registry with one image, behind the proxy. */
export async function newSetting(options: RegistryOptions = {}): Promise<Setting> {
  const registry = await startRegistry(options);
  const proxy = await startFaultProxy(registry.address);
  const authorization = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
  // A gate with tokens takes no Basic: the image is put in before anybody asks.
  const open = await startRegistry();
  const image = await pushImage(open.address, 'demo/app', '1.0', { headers: { authorization } });
  for (const [path, content] of open.state.repositories) registry.state.repositories.set(path, content);
  await open.stop();
  const repository = `${proxy.address}/demo/app`;
  return {
    registry,
    proxy,
    image: { ...image, repository, reference: `${repository}:1.0` },
    keep() {
      const kept = [...registry.state.repositories].map(
        ([path, { blobs, manifests, tags }]) =>
          [path, new Map(blobs), new Map(manifests), new Map(tags)] as const,
      );
      return () => {
        registry.state.repositories.clear();
        for (const [path, blobs, manifests, tags] of kept) {
          const content = { blobs: new Map(blobs), manifests: new Map(manifests), tags: new Map(tags) };
          registry.state.repositories.set(path, content);
        }
      };
    },
    async stop() {
      await proxy.stop();
      await registry.stop();
    },
  };
}

/** Which request the fault is for. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

export interface Struck {
  readonly engine: EngineApi;
  readonly world: TestWorld;
  /** Aborts when the fault is `cancelled` and its request is under way. */
  readonly signal: AbortSignal;
  /** How often the fault struck. */
  readonly hits: () => number;
  /** Ends the engine and what turns its clock. */
  stop(): Promise<void>;
}

export interface StrikeOptions {
  readonly clock?: FakeClock;
  /** The struck request may be one half of a blob that goes from one registry into the other: the other half waits. */
  readonly streams?: boolean;
}

/** So many turns without a change: what is under way is under way no more. */
const stillTurns = 25;

/** An engine to which this fault happens at every request to this proxy's registry that `isMeant`. */
export async function strike(
  { proxy }: Pick<Setting, 'proxy'>,
  name: FaultName,
  isMeant: (asked: Asked) => boolean,
  options: WorldOptions = {},
  { clock = createFakeClock(), streams = false }: StrikeOptions = {},
): Promise<Struck> {
  const cancel = new AbortController();
  const closedPort = name === 'refused' ? await findClosedPort() : '';
  let hits = 0;
  proxy.clear();
  proxy.requests.length = 0;
  const fault = proxyFault(name);
  const rule =
    fault &&
    proxy.break({ match: isMeant, fault: fault.fault, times: fault.once ? 1 : Number.POSITIVE_INFINITY });

  // Of this engine alone: a look of the one before may still be on its way to the proxy.
  const begun: string[] = [];
  const fetchOrFail: typeof globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? 'GET';
    begun.push(`${method} ${url.pathname}`);
    const meant = fault === undefined && isMeant({ method, url: url.pathname + url.search });
    if (!meant) return globalThis.fetch(url, init);
    hits += 1;
    if (name === 'refused') url.port = closedPort;
    const answer = globalThis.fetch(url, init);
    if (name === 'cancelled') cancel.abort();
    return answer;
  };
  const world = createTestWorld({ clock, fetch: fetchOrFail, ...options });
  const engine = createEngine(world);

  // An answer that never ends is seen to the end by turning the clock, but only while nothing else is under way.
  const turner = { running: true };
  const turning = (async (): Promise<void> => {
    let [still, before] = [0, 0];
    while (turner.running) {
      await turn(2, undefined, { ref: false });
      const open = openFaults(proxy, begun, world);
      // Whoever holds a lock has a timer that renews it.
      const timers = clock.timers() - (await world.storage.list('locks')).length;
      still = timers === before ? still + 1 : 0;
      before = timers;
      const isHalf = streams && timers === 4 * open && still >= stillTurns;
      if (open > 0 && (timers === 2 * open || isHalf)) clock.advance(10_000);
    }
  })();
  return {
    engine,
    world,
    signal: cancel.signal,
    hits: () => rule?.hits ?? hits,
    async stop() {
      turner.running = false;
      await turning;
      engine.dispose();
      proxy.clear();
    },
  };
}

/** Reads a list to its end: a request before the one that is meant, so that the registry's scheme is settled. */
export async function settle(pages: AsyncGenerator): Promise<void> {
  while ((await pages.next()).done !== true);
}

/** A world that is signed in at this registry as `ann`. */
export function signIn(address: string, password = 'secret'): WorldOptions {
  const auth = Buffer.from(`ann:${password}`).toString('base64');
  return {
    files: { '/home/ann/.docker/config.json': JSON.stringify({ auths: { [address]: { auth } } }) },
  };
}

/** How many requests hang in a fault: those that went out and whose end the engine has not logged. */
function openFaults({ requests }: FaultProxy, begun: readonly string[], { logged }: TestWorld): number {
  const struck = requests.filter(({ fault }) => fault === 'slow-drip' || fault === 'silent');
  const lines = new Set(struck.map(({ method, url }) => `${method} ${pathOf(url)}`));
  let open = 0;
  for (const line of lines) {
    const [method = '', path = ''] = line.split(' ');
    const ended = logged.filter(
      (text) => text.startsWith(`${method} `) && text.split(' ')[1]?.endsWith(path),
    );
    open += begun.filter((one) => one === line).length - ended.length;
  }
  return open;
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

async function findClosedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
