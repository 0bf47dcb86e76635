// Remembers what a verification read of key files, to see afterwards whether they still say the same (S18).
import type { ReadKeyFile } from '../../engine/plan.ts';

export interface WatchedReads {
  readonly read: ReadKeyFile;
  /** Reads all of them once more. */
  haveChanged(): Promise<boolean>;
}

/** Reads as `read` does. */
export function watchReads(read: ReadKeyFile): WatchedReads {
  const again: (() => Promise<boolean>)[] = [];
  const contentOf = async (...asked: Parameters<ReadKeyFile>): Promise<string> =>
    JSON.stringify(await read(...asked));
  return {
    read: async (level, path, signal) => {
      const answer = await read(level, path, signal);
      const before = JSON.stringify(answer);
      again.push(async () => (await contentOf(level, path, new AbortController().signal)) !== before);
      return answer;
    },
    haveChanged: async () => (await Promise.all(again.map((isOther) => isOther()))).includes(true),
  };
}
