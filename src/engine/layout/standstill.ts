// Reading what may stand still in the middle: a disk that sleeps for good, a network folder whose server is gone. Such a
// read ends by no signal, so that who waits for it has to leave.
import { EngineError } from '../errors.ts';
import type { Clock } from '../world.ts';

/** Milliseconds without a piece of a quarter of a megabyte: slower than any medium that still moves. */
const standstill = 30_000;

/**
 * Reads all pieces and tells of each how long it is. False where none came for a while. Throws what the pieces throw, and
 * `cancelled` at once, also in the middle of one.
 */
export async function unlessItStandsStill(
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
  moved: (bytes: number) => void,
  clock: Pick<Clock, 'timer'>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    for (;;) {
      const next = await inTime(pieces.next(), clock, signal);
      if (next === undefined) return false;
      if (next.done === true) return true;
      moved(next.value.length);
    }
  } finally {
    // Not waited for: it comes to its turn only once the read that stands still has ended. What it ends with changes nothing.
    pieces.return().catch(() => undefined);
  }
}

/** Undefined where it takes too long. */
async function inTime<Result>(
  work: Promise<Result>,
  clock: Pick<Clock, 'timer'>,
  signal: AbortSignal,
): Promise<Result | undefined> {
  let leave = (): void => undefined;
  const left = new Promise<undefined>((resolve, reject) => {
    const cancel = (): void => reject(new EngineError('cancelled', { what: 'reading a saved image' }));
    if (signal.aborted) cancel();
    const stop = clock.timer(standstill, () => resolve(undefined));
    signal.addEventListener('abort', cancel);
    leave = () => {
      stop();
      signal.removeEventListener('abort', cancel);
    };
  });
  try {
    return await Promise.race([left, work]);
  } finally {
    leave();
  }
}
