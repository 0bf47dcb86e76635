// What reading one folder may cost in all, whatever the limits of its single parts (S40): its bytes and files, the time
// from opening it, and how many of its files are in memory at once.
import { EngineError, throwIfCancelled } from '../errors.ts';
import type { Clock } from '../world.ts';

/** Far more than an image of any size needs; what is streamed into a registry is not counted. */
const most = { reads: 100_000, bytes: 512 * 1024 * 1024, milliseconds: 120_000 };
const readsAtOnce = 4;

export interface LayoutBudget {
  /** Counts a file about to be read, with so many bytes. Throws `bad-layout` once the budget is spent, in any way. */
  spend(bytes: number): void;
  /** Works when it is its turn, a few at a time. Work never waits for a turn itself. Throws `cancelled`. */
  inTurn<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

/** A budget for reading this folder that starts now. */
export function createLayoutBudget(clock: Pick<Clock, 'monotonic'>, folder: string): LayoutBudget {
  const start = clock.monotonic();
  const waiting: (() => void)[] = [];
  let [reads, bytes, working] = [0, 0, 0];
  return {
    spend(more) {
      reads += 1;
      bytes += more;
      const isSpent = reads > most.reads || bytes > most.bytes;
      if (!isSpent && clock.monotonic() - start <= most.milliseconds) return;
      throw new EngineError('bad-layout', { folder, digest: '', reason: 'too-costly' });
    },
    async inTurn(work, signal) {
      if (working < readsAtOnce) working += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        throwIfCancelled(signal, 'reading a saved image');
        return await work();
      } finally {
        // Who is next takes over the turn.
        const next = waiting.shift();
        if (next === undefined) working -= 1;
        else next();
      }
    },
  };
}
