// What several windows share, in memory: one storage given to two worlds makes them two windows of one machine.
import { EngineError } from '../../src/engine/errors.ts';
import type { Owner, SharedStorage } from '../../src/engine/world.ts';

export interface MemoryStorage extends SharedStorage {
  /** Every file, by `folder/name`. */
  readonly files: Map<string, Uint8Array>;
  /** Processes that have ended. */
  readonly ended: Set<number>;
  /** While it is set, nothing can be written: the disk is full. */
  isFull: boolean;
  /** The same files for another process. */
  as(pid: number): MemoryStorage;
}

export function createMemoryStorage(pid = 1, shared?: MemoryStorage): MemoryStorage {
  const files = shared?.files ?? new Map<string, Uint8Array>();
  const ended = shared?.ended ?? new Set<number>();
  const owner: Owner = { host: 'this computer', pid, started: 'today' };
  const storage: MemoryStorage = {
    files,
    ended,
    isFull: false,
    owner,
    list: (folder) =>
      Promise.resolve(
        [...files.keys()]
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1)),
      ),
    read: (folder, name, limit) => {
      const path = `${folder}/${name}`;
      const bytes = files.get(path);
      if (bytes === undefined || bytes.length <= limit) return Promise.resolve(bytes);
      const reason = { code: 'too-large', limit } as const;
      return Promise.reject(new EngineError('file-not-readable', { path, reason }));
    },
    write: (folder, name, bytes) => {
      const path = `${folder}/${name}`;
      if (storage.isFull) return Promise.reject(full(path));
      files.set(path, bytes);
      return Promise.resolve();
    },
    create: (folder, name, bytes) => {
      const path = `${folder}/${name}`;
      if (storage.isFull) return Promise.reject(full(path));
      if (files.has(path)) return Promise.resolve(false);
      files.set(path, bytes);
      return Promise.resolve(true);
    },
    take: (folder, name) => {
      const path = `${folder}/${name}`;
      const bytes = files.get(path);
      files.delete(path);
      return Promise.resolve(bytes);
    },
    isGone: (other) => Promise.resolve(ended.has(other.pid)),
    as: (another) => createMemoryStorage(another, storage),
  };
  return storage;
}

function full(path: string): EngineError {
  return new EngineError('file-not-writable', { path, reason: { code: 'disk-full' } });
}
