// What one operation may cost in all, whatever the limits of its single parts (S40): a list of a thousand
// small answers is bounded too.
import { EngineError } from '../errors.ts';
import type { Operation } from '../problems.ts';
import type { World } from '../world.ts';

export interface BudgetLimits {
  readonly requests: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

export interface Budget {
  /** Counts a request about to be sent. Throws `too-large` or `timed-out` once the budget is spent, in any way. */
  spendRequest(host: string): void;
  /** Counts decoded bytes received. Throws `too-large` once the budget is spent. */
  spendBytes(host: string, count: number): void;
  /** Milliseconds left; at most 0 when none are. */
  timeLeft(): number;
}

/** A budget that starts now. `what` names the operation in errors. */
export function createBudget(world: World, limits: BudgetLimits, what: Operation): Budget {
  const start = world.clock.monotonic();
  let requests = 0;
  let bytes = 0;
  const timeLeft = (): number => limits.milliseconds - (world.clock.monotonic() - start);
  const assertBytesLeft = (host: string): void => {
    if (bytes <= limits.bytes) return;
    throw new EngineError('too-large', { host, what, unit: 'bytes', limit: limits.bytes });
  };
  return {
    spendRequest(host) {
      if (timeLeft() <= 0) {
        throw new EngineError('timed-out', { host, seconds: limits.milliseconds / 1000, phase: 'answer' });
      }
      assertBytesLeft(host);
      requests += 1;
      if (requests > limits.requests) {
        throw new EngineError('too-large', { host, what, unit: 'requests', limit: limits.requests });
      }
    },
    spendBytes(host, count) {
      bytes += count;
      assertBytesLeft(host);
    },
    timeLeft,
  };
}
