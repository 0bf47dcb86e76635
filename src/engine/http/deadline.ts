// The deadlines of one request, all from the world's clock: undici's own are 300 s and a slow drip never trips them.
import { EngineError } from '../errors.ts';
import type { Clock } from '../world.ts';

export interface Timeouts {
  /** Until status and headers are there. */
  readonly answerMilliseconds: number;
  /** Until the whole body is there. */
  readonly totalMilliseconds: number;
  /** Fewer bytes than this in any window of the body is too slow. */
  readonly minimumBytesPerSecond: number;
  /** Ten seconds where nothing is said. */
  readonly windowMilliseconds?: number;
}

export const usualTimeouts: Timeouts = {
  answerMilliseconds: 30_000,
  totalMilliseconds: 120_000,
  minimumBytesPerSecond: 100,
};

/**
 * For a blob of any size that flows from one registry into another: each waits for the other, so only a window in which
 * next to nothing moves is too slow; an answer comes when the registry has stored it all.
 */
export const streamTimeouts: Timeouts = {
  answerMilliseconds: 120_000,
  totalMilliseconds: 6 * 60 * 60 * 1000,
  minimumBytesPerSecond: 100,
  windowMilliseconds: 60_000,
};

const usualWindow = 10_000;

export interface Deadline {
  /** Aborts with `timed-out`, or with the caller's reason. */
  readonly signal: AbortSignal;
  /** A body goes out piece by piece: the rate counts, and the answer is waited for when all of it is out. */
  sending(): void;
  /** The whole body is out. */
  sent(): void;
  /** Status and headers are there: from now on the rate counts. */
  answered(): void;
  /** So many bytes came or went. */
  moved(bytes: number): void;
  stop(): void;
}

/** Starts the clock of one request to `host`. stop() must be called in the end. */
export function startDeadline(clock: Clock, timeouts: Timeouts, host: string, caller: AbortSignal): Deadline {
  const controller = new AbortController();
  const running = new Set<() => void>();
  const window = timeouts.windowMilliseconds ?? usualWindow;
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
  let stopRate = (): void => undefined;
  const watchRate = (): void => {
    windowBytes = 0;
    stopRate = after(window, () => {
      if (windowBytes * 1000 < timeouts.minimumBytesPerSecond * window) expire(window, 'too-slow');
      else watchRate();
    });
  };
  const give = (): void => controller.abort(caller.reason);

  let phase: 'answer' | 'body' = 'answer';
  const awaitAnswer = (): (() => void) =>
    after(timeouts.answerMilliseconds, () => expire(timeouts.answerMilliseconds, 'answer'));
  let stopAnswer = awaitAnswer();
  after(timeouts.totalMilliseconds, () => expire(timeouts.totalMilliseconds, phase));
  if (caller.aborted) give();
  else caller.addEventListener('abort', give, { once: true });

  return {
    signal: controller.signal,
    sending() {
      stopAnswer();
      watchRate();
    },
    sent() {
      stopRate();
      stopAnswer = awaitAnswer();
    },
    answered() {
      phase = 'body';
      stopAnswer();
      stopRate();
      watchRate();
    },
    moved(bytes) {
      windowBytes += bytes;
    },
    stop() {
      for (const cancel of running) cancel();
      running.clear();
      caller.removeEventListener('abort', give);
    },
  };
}
