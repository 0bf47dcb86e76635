// One piece of work that many wait for: it runs once, one waiter's cancel does not end it for the others, and it ends
// when nobody waits any more.
import { EngineError, isEngineError } from '../errors.ts';

export interface Shared<T> {
  /** Joins the work of this key, or starts it. Throws `cancelled` when the caller gives up, and what the work throws. */
  run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Running<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiters: number;
}

/** A place for such work, by key; `what` names it for `cancelled`. */
export function createShared<T>(what: string): Shared<T> {
  const running = new Map<string, Running<T>>();

  const cancelled = (signal: AbortSignal): EngineError =>
    isEngineError(signal.reason) ? signal.reason : new EngineError('cancelled', { what });

  function start(key: string, work: (signal: AbortSignal) => Promise<T>): Running<T> {
    const controller = new AbortController();
    const entry: Running<T> = { controller, waiters: 0, result: work(controller.signal) };
    running.set(key, entry);
    const end = (): void => {
      if (running.get(key) === entry) running.delete(key);
    };
    entry.result.then(end, end);
    return entry;
  }

  return {
    async run(key, signal, work) {
      if (signal.aborted) throw cancelled(signal);
      const entry = running.get(key) ?? start(key, work);
      entry.waiters += 1;
      return new Promise<T>((resolve, reject) => {
        const leave = (): void => {
          entry.waiters -= 1;
          if (entry.waiters === 0) {
            if (running.get(key) === entry) running.delete(key);
            entry.controller.abort(signal.reason);
          }
          reject(cancelled(signal));
        };
        signal.addEventListener('abort', leave, { once: true });
        entry.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
      });
    },
  };
}
