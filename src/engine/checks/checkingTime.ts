// Checking signatures by keys costs time that whoever fills a list decides: a thousand signatures against a few keys on a
// large curve take minutes. So it is bounded as a whole (S40), and others get their turn meanwhile.
import { throwIfCancelled } from '../errors.ts';
import { pause } from '../pause.ts';
import type { World } from '../world.ts';

/** Of one operation in all, in milliseconds: some ten thousand signatures on P-256. */
const longestChecking = 20_000;
/** Without a pause, in milliseconds: a person does not notice it. */
const longestTurn = 50;

export interface CheckingTime {
  /** Does the work and gives its result, or undefined where the time is over. Throws `cancelled`, and what it throws. */
  spend<Result>(work: () => Result, signal: AbortSignal): Promise<Result | undefined>;
}

/** The time of an operation that begins now; `what` names it in the error of a cancel. */
export function createCheckingTime(world: World, what: string): CheckingTime {
  const { clock } = world;
  let spent = 0;
  let turn = 0;
  return {
    async spend(work, signal) {
      throwIfCancelled(signal, what);
      if (spent >= longestChecking) return undefined;
      const begun = clock.monotonic();
      const result = work();
      const took = clock.monotonic() - begun;
      spent += took;
      turn += took;
      if (turn >= longestTurn) {
        turn = 0;
        await pause(world, 0, signal);
      }
      return result;
    },
  };
}
