// One queue per tag: two writers of this window never overlap on one tag (design, decision 6).
import { throwIfCancelled } from '../errors.ts';

export interface TagQueue {
  /**
   * Runs the task when every earlier task of the same tag has ended, whatever came of it.
   * A task that is cancelled while it waits never starts: `cancelled`.
   */
  run<T>(tag: string, task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createTagQueue(): TagQueue {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(tag, task, signal) {
      const before = last.get(tag) ?? Promise.resolve();
      const mine = before.then(() => {
        throwIfCancelled(signal, `writing ${tag}`);
        return task();
      });
      const ended = mine.catch(() => undefined).finally(() => last.get(tag) === ended && last.delete(tag));
      last.set(tag, ended);
      return mine;
    },
  };
}
