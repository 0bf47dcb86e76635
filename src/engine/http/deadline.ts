// The deadlines of one request, all from the world's clock: undici's own are 300 s and a slow drip never trips them.
import { EngineError } from '../errors.ts';
import type { Clock } from '../world.ts';

export interface Timeouts {
  /** Until status and headers are there. */
  readonly answerMilliseconds: number;
  /** Until the whole body is there. */
  readonly totalMilliseconds: number;
  /** Fewer bytes than this in any ten seconds of the body is too slow. */
  readonly minimumBytesPerSecond: number;
}

export const usualTimeouts: Timeouts = {
  answerMilliseconds: 30_000,
  totalMilliseconds: 120_000,
  minimumBytesPerSecond: 100,
};

const rateWindow = 10_000;

export interface Deadline {
  /** Aborts with `timed-out`, or with the caller's reason. */
  readonly signal: AbortSignal;
  /** Status and headers are there: from now on the rate counts. */
  answered(): void;
  received(bytes: number): void;
  stop(): void;
}

/** Starts the clock of one request to `host`. stop() must be called in the end. */
export function startDeadline(clock: Clock, timeouts: Timeouts, host: string, caller: AbortSignal): Deadline {
  const controller = new AbortController();
  const running = new Set<() => void>();
  let windowBytes = 0;

  const expire = (milliseconds: number, phase: 'answer' | 'body' | 'too-slow'): void => {
    controller.abort(new EngineError('timed-out', { host, seconds: milliseconds / 1000, phase }));
  };
  const after = (milliseconds: number, call: () => void): (() => void) => {
    const cancel = clock.timer(milliseconds, () => {
      running.delete(cancel);
      call();
    });
    running.add(cancel);
    return () => {
      running.delete(cancel);
      cancel();
    };
  };
  const watchRate = (): void => {
    windowBytes = 0;
    after(rateWindow, () => {
      if (windowBytes * 1000 < timeouts.minimumBytesPerSecond * rateWindow) expire(rateWindow, 'too-slow');
      else watchRate();
    });
  };
  const give = (): void => controller.abort(caller.reason);

  let phase: 'answer' | 'body' = 'answer';
  const stopAnswer = after(timeouts.answerMilliseconds, () => expire(timeouts.answerMilliseconds, 'answer'));
  after(timeouts.totalMilliseconds, () => expire(timeouts.totalMilliseconds, phase));
  if (caller.aborted) give();
  else caller.addEventListener('abort', give, { once: true });

  return {
    signal: controller.signal,
    answered() {
      phase = 'body';
      stopAnswer();
      watchRate();
    },
    received(bytes) {
      windowBytes += bytes;
    },
    stop() {
      for (const cancel of running) cancel();
      running.clear();
      caller.removeEventListener('abort', give);
    },
  };
}
