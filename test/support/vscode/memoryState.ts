// An extension's state and secrets in memory: VS Code gives the real ones to an extension only, not to a suite.
import * as vscode from 'vscode';

export type MemoryState = vscode.Memento & {
  setKeysForSync(keys: readonly string[]): void;
  readonly synced: string[];
};

/** As `globalState`; `synced` is what was ever given to Settings Sync. */
export function memoryState(): MemoryState {
  const values = new Map<string, string>();
  const synced: string[] = [];
  return {
    synced,
    setKeysForSync: (keys) => void synced.push(...keys),
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T): T | undefined => {
      const text = values.get(key);
      return text === undefined ? otherwise : (JSON.parse(text) as T);
    },
    update: (key, value: unknown) => {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

/** As `secrets`. */
export function memorySecrets(): vscode.SecretStorage {
  const values = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  return {
    onDidChange: changed.event,
    keys: () => Promise.resolve([...values.keys()]),
    get: (key) => Promise.resolve(values.get(key)),
    store: (key, value) => {
      values.set(key, value);
      changed.fire({ key });
      return Promise.resolve();
    },
    delete: (key) => {
      values.delete(key);
      changed.fire({ key });
      return Promise.resolve();
    },
  };
}
