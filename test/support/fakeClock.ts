// A clock that a test turns by hand: a deadline of minutes costs nothing, and nothing depends on how fast this runs.
import type { Clock } from '../../src/engine/world.ts';

export interface FakeClock extends Clock {
  /** What was slept, in milliseconds, in order. Sleeping takes no real time and moves the clock on. */
  readonly slept: number[];
  /** Timers that wait, for tests that must know that one was set or taken back. */
  readonly timers: () => number;
  /** Moves on and calls every timer that is due, in the order of their times. */
  advance(milliseconds: number): void;
  /** The wall clock alone jumps, as when a laptop wakes. */
  jump(milliseconds: number): void;
}

/** Starts at 2026-01-01; `monotonic` starts at 0. */
export function createFakeClock(): FakeClock {
  let elapsed = 0;
  let wall = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  const waiting = new Set<{ readonly at: number; readonly call: () => void }>();

  function advance(milliseconds: number): void {
    const end = elapsed + milliseconds;
    for (;;) {
      const due = [...waiting].filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      waiting.delete(due);
      wall += due.at - elapsed;
      elapsed = due.at;
      due.call();
    }
    wall += end - elapsed;
    elapsed = end;
  }

  return {
    slept,
    timers: () => waiting.size,
    advance,
    jump: (milliseconds) => void (wall += milliseconds),
    now: () => wall,
    monotonic: () => elapsed,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      slept.push(milliseconds);
      advance(milliseconds);
      await Promise.resolve();
    },
    timer(milliseconds, call) {
      const timer = { at: elapsed + milliseconds, call };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
  };
}
