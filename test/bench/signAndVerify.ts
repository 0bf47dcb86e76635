// One sign and one verify of each contestant in turn: requests, rounds and wall time, by tag and by digest, with the
// registry next door and 50 ms away, on distribution and on go-containerregistry's registry.
import { newCosign } from '../support/cosign.ts';
import { startDistribution } from '../support/distribution.ts';
import { startGgcrRegistry } from '../support/ggcrRegistry.ts';
import { startLatencyProxy, type LatencyProxy } from '../support/latencyProxy.ts';
import { getPeer, peerTitle } from '../support/peers.ts';
import { pushImage, type PushedImage } from '../support/sampleImages.ts';
import type { RunningServer } from '../support/serverProcess.ts';
import {
  buildProgram,
  type Contestant,
  cosignContestant,
  extensionContestant,
  processContestant,
  type Who,
} from './contestants.ts';
import { figureOf, type Figure } from './figures.ts';

/** What one contestant needed for one thing in one setting. Times in milliseconds. */
export interface Row {
  readonly registry: string;
  readonly roundTrip: number;
  readonly action: 'sign' | 'verify';
  readonly by: 'tag' | 'digest';
  readonly who: Who;
  readonly title: string;
  readonly wall: Figure | undefined;
  /** Parts of the wall time where they are known: plan, unlock, run. */
  readonly parts: Readonly<Record<string, Figure | undefined>>;
  readonly requests: Figure | undefined;
  /** Undefined next door: there a request can be answered before its neighbour arrives. */
  readonly rounds: Figure | undefined;
  readonly connections: Figure | undefined;
}

export type Setting = Pick<Row, 'registry' | 'roundTrip' | 'action' | 'by'>;

const registries = [
  {
    title: peerTitle('distribution'),
    start: (signal: AbortSignal) => startDistribution({ version: 'v3' }, signal),
  },
  {
    title: peerTitle('ggcr-registry'),
    start: (signal: AbortSignal) => startGgcrRegistry({ referrers: false }, signal),
  },
];

const roundTrips = [0, 10, 50];

/** Measures every setting `runs` times after a warm-up; `tell` gets the rows of a setting as soon as they are there. */
export async function benchSignAndVerify(
  runs: number,
  tell: (setting: Setting, rows: readonly Row[]) => void,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const cosign = await newCosign(await getPeer('cosign3', signal), 3);
  const contestants: Contestant[] = [];
  const rows: Row[] = [];
  try {
    const key = await cosign.generateKey('bench', signal);
    const program = await buildProgram();
    contestants.push(
      cosignContestant(cosign, key),
      processContestant(program, cosign, key),
      extensionContestant(program, cosign, key),
    );
    for (const registry of registries) {
      const server = await registry.start(signal);
      try {
        for (const setting of settingsOf(registry.title)) {
          const measured = await measure(setting, server, contestants, runs, signal);
          tell(setting, measured);
          rows.push(...measured);
        }
      } finally {
        await server.stop();
      }
    }
  } finally {
    for (const contestant of contestants) contestant.stop();
    await cosign.dispose();
  }
  return rows;
}

function settingsOf(registry: string): readonly Setting[] {
  return roundTrips.flatMap((roundTrip) =>
    (['sign', 'verify'] as const).flatMap((action) =>
      (['tag', 'digest'] as const).map((by) => ({ registry, roundTrip, action, by })),
    ),
  );
}

interface Measured {
  readonly wall: number[];
  readonly parts: Map<string, number[]>;
  readonly requests: number[];
  readonly rounds: number[];
  readonly connections: number[];
}

/**
 * All contestants take turns, and who begins changes too. Next door the proxy counts the warm-up only and the runs go
 * straight to the registry, since a proxy takes longer than a registry; far away it counts every run.
 */
async function measure(
  setting: Setting,
  server: RunningServer,
  contestants: readonly Contestant[],
  runs: number,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const proxy = await startLatencyProxy(server.address, setting.roundTrip);
  const measured = new Map(contestants.map(({ who }) => [who, emptyMeasured()]));
  try {
    const imageFor = imagesOf(setting, server, contestants, signal);
    for (let run = 0; run <= runs; run += 1) {
      const isWarmUp = run === 0;
      const isCounted = isWarmUp || setting.roundTrip > 0;
      const order = contestants.map((_, at) => contestants[(at + run) % contestants.length]);
      for (const contestant of order) {
        const into = contestant && measured.get(contestant.who);
        if (contestant === undefined || into === undefined) continue;
        const address = isCounted ? proxy.address : server.address;
        const reference = referenceAt(address, await imageFor(address), setting);
        proxy.reset();
        const done = await contestant.run(setting.action, reference, signal);
        if (isCounted) count(proxy, into, `${contestant.title}, ${setting.action}`);
        if (isWarmUp) continue;
        into.wall.push(done.whole);
        for (const [part, took] of Object.entries(done.parts)) {
          into.parts.set(part, [...(into.parts.get(part) ?? []), took]);
        }
      }
    }
  } finally {
    await proxy.stop();
  }
  return contestants.map((contestant) => rowOf(setting, contestant, measured.get(contestant.who)));
}

/**
 * For signing a new image each time; for verifying one image that cosign has signed under the address it is verified at,
 * as the payload names that address.
 */
function imagesOf(
  setting: Setting,
  server: RunningServer,
  contestants: readonly Contestant[],
  signal: AbortSignal,
): (address: string) => Promise<PushedImage> {
  if (setting.action === 'sign') return () => newImage(server.address);
  const cosign = contestants.find(({ who }) => who === 'cosign');
  const signed = new Map<string, PushedImage>();
  return async (address) => {
    const before = signed.get(address);
    if (before !== undefined) return before;
    const image = await newImage(server.address);
    await cosign?.run('sign', referenceAt(address, image, { ...setting, by: 'digest' }), signal);
    signed.set(address, image);
    return image;
  };
}

let images = 0;

function newImage(address: string): Promise<PushedImage> {
  images += 1;
  return pushImage(address, 'bench/app', `${images}.0`);
}

function referenceAt(address: string, image: PushedImage, { by }: Setting): string {
  return by === 'tag' ? `${address}/bench/app:${image.tag}` : `${address}/bench/app@${image.digest}`;
}

function emptyMeasured(): Measured {
  return { wall: [], parts: new Map(), requests: [], rounds: [], connections: [] };
}

function count(proxy: LatencyProxy, into: Measured, title: string): void {
  const { requests, rounds, connections } = proxy.counts();
  // A run on connections of the one before would look faster than it is.
  if (connections === 0) throw new Error(`${title}: it used connections that were open already`);
  into.requests.push(requests);
  into.rounds.push(rounds);
  into.connections.push(connections);
}

function rowOf(setting: Setting, { who, title }: Contestant, measured = emptyMeasured()): Row {
  const { wall, parts, requests, rounds, connections } = measured;
  return {
    ...setting,
    who,
    title,
    wall: figureOf(wall),
    parts: Object.fromEntries([...parts].map(([part, times]) => [part, figureOf(times)])),
    requests: figureOf(requests),
    rounds: setting.roundTrip > 0 ? figureOf(rounds) : undefined,
    connections: figureOf(connections),
  };
}
