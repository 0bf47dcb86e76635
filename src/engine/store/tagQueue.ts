// One queue per tag: two writers of this window never overlap on one tag (design, decision 6), nor do those of two
// windows of this machine, which share a lock (V7).
import { throwIfCancelled } from '../errors.ts';
import type { World } from '../world.ts';
import { lockTag } from './tagLock.ts';

export interface TagQueue {
  /**
   * Runs the task when every earlier task of the same tag has ended, whatever came of it, and with the tag's lock as far
   * as it can be had (see lockTag). A task that is cancelled while it waits never starts: `cancelled`.
   */
  run<T>(tag: string, task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createTagQueue(world: World): TagQueue {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(tag, task, signal) {
      const before = last.get(tag) ?? Promise.resolve();
      const mine = unlessCancelled(before, tag, signal).then(() => withLock(world, tag, task, signal));
      // Who gave up waiting must not let the next one past the task that still runs.
      const ended = Promise.allSettled([before, mine]).finally(
        () => last.get(tag) === ended && last.delete(tag),
      );
      last.set(tag, ended);
      return mine;
    },
  };
}

async function withLock<T>(
  world: World,
  tag: string,
  task: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const lock = await lockTag(world, tag, signal);
  try {
    return await task();
  } finally {
    await lock.release();
  }
}

/** Waits for the tasks before, but no longer than the person does. */
async function unlessCancelled(before: Promise<unknown>, tag: string, signal: AbortSignal): Promise<void> {
  const what = `writing ${tag}`;
  throwIfCancelled(signal, what);
  let stop = (): void => undefined;
  const cancelled = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([before, cancelled]);
  signal.removeEventListener('abort', stop);
  throwIfCancelled(signal, what);
}
