// `npm run bench -- races`: what is left of many writers at one tag, ours alone, cosign among ours, and cosign alone, on
// two real registries. Counts, not times: none of ours may be lost, and of cosign's none that one of ours had seen.
import { newCosign, type Cosign, type CosignKey } from '../support/cosign.ts';
import { startDistribution } from '../support/distribution.ts';
import { startGgcrRegistry } from '../support/ggcrRegistry.ts';
import { getPeer, peerTitle } from '../support/peers.ts';
import { race, startWriters, sumOfRaces, type OtherWriter, type RaceFigures } from '../support/races/race.ts';
import type { RunningServer } from '../support/serverProcess.ts';

export interface RaceRow {
  readonly registry: string;
  readonly title: string;
  readonly rounds: number;
  readonly figures: RaceFigures;
  /** Undefined where nothing is promised. */
  readonly lost: number | undefined;
}

/** After the look that is made five seconds behind a result. */
const settle = 6000;
const cosigns = 8;

const registries: readonly { title: string; start(signal: AbortSignal): Promise<RunningServer> }[] = [
  { title: peerTitle('distribution'), start: (signal) => startDistribution({ version: 'v3' }, signal) },
  { title: peerTitle('ggcr-registry'), start: (signal) => startGgcrRegistry({ referrers: false }, signal) },
];

/** `rounds` of 64 writers, and half as many of the mixed ones. Each row is told as it is done. */
export async function benchRaces(
  rounds: number,
  tell: (row: RaceRow) => void,
  signal: AbortSignal,
): Promise<readonly RaceRow[]> {
  const rows: RaceRow[] = [];
  const cosign = await newCosign(await getPeer('cosign3', signal), 3);
  const writers = await startWriters(64);
  try {
    const keys: CosignKey[] = [];
    for (let index = 0; index < 4 * cosigns; index += 1) {
      keys.push(await cosign.generateKey(`race-${index}`, signal));
    }
    const others = keys.map((key) => cosignWriter(cosign, key, signal));
    const mixedRounds = Math.ceil(rounds / 2);
    for (const { title: registry, start } of registries) {
      const run = async (
        title: string,
        times: number,
        ours: number,
        beside: readonly OtherWriter[],
      ): Promise<void> => {
        const server = await start(signal);
        try {
          const figures: RaceFigures[] = [];
          for (let round = 0; round < times; round += 1) {
            signal.throwIfAborted();
            figures.push(await race(server.address, writers.all.slice(0, ours), beside, settle));
          }
          const sum = sumOfRaces(figures);
          const lost = ours === 0 ? undefined : sum.written - sum.surviving + sum.others.lostThoughSeen;
          const row = { registry, title, rounds: times, figures: sum, lost };
          rows.push(row);
          tell(row);
        } finally {
          await server.stop();
        }
      };
      await run('64 of ours', rounds, 64, []);
      await run('24 of ours and 8 of cosign', mixedRounds, 24, others.slice(0, cosigns));
      await run('32 of cosign alone', Math.min(3, mixedRounds), 0, others);
    }
    return rows;
  } finally {
    await writers.stop();
    await cosign.dispose();
  }
}

/** One line of the table. */
export function raceLine({ registry, title, rounds, figures, lost }: RaceRow): string {
  const { written, surviving, overlapping, merges, unconfirmed, others } = figures;
  const parts = [
    `${registry}, ${title} × ${rounds}`,
    written > 0 ? `ours ${surviving} of ${written} survive` : '',
    written > 0 ? `${overlapping} writes overlapped, ${merges} merges, ${unconfirmed} unconfirmed` : '',
    others.written > 0 ? `cosign's ${others.surviving} of ${others.written}` : '',
    written > 0 && others.written > 0 ? `${others.lostThoughSeen} lost that one of ours had seen` : '',
    lost === undefined ? '' : `${lost} lost`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function cosignWriter(cosign: Cosign, key: CosignKey, signal: AbortSignal): OtherWriter {
  return async (reference) => (await cosign.sign(reference, key, {}, signal)).code === 0;
}
