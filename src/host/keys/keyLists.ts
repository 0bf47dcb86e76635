// The two lists of keys, each beside its holder and with one entry for each key (V5): keys of the keychain in the
// extension's global state under the id of the machine, keys of the secret storage in that storage itself. Reading
// them asks no keychain. Nothing of it is put into Settings Sync (S7).
import * as vscode from 'vscode';
import { files, writeFileOnce, writePrivateFile } from '../worldFiles.ts';
import type { StoredKey } from './keyStore.ts';
import { readRecord, recordText } from './keyRecord.ts';
import type { SecretHolder } from './secretHolder.ts';

export interface KeyList {
  all(): Promise<readonly StoredKey[]>;
  put(key: StoredKey): Promise<void>;
  drop(fingerprint: string): Promise<void>;
}

/** Name of the entry that tells of a key in its holder. */
export function recordName(fingerprint: string): string {
  return `key/${fingerprint}`;
}

/** `machineId` names the machine whose keychain it is: the global state travels with the person, a keychain does not. */
export function createKeychainList(state: vscode.Memento, machineId: () => Promise<string>): KeyList {
  const nameOf = async (fingerprint: string): Promise<string> =>
    `countersign.key ${await machineId()} ${fingerprint}`;
  return {
    all: async () => {
      const prefix = await nameOf('');
      const names = state.keys().filter((name) => name.startsWith(prefix));
      return names.flatMap((name) => readRecord(state.get(name), 'keychain') ?? []);
    },
    put: async (key) => state.update(await nameOf(key.fingerprint), recordText(key)),
    drop: async (fingerprint) => state.update(await nameOf(fingerprint), undefined),
  };
}

export function createSecretStorageList(storage: SecretHolder): KeyList {
  return {
    all: async () => {
      const names = (await storage.names()).filter((name) => name.startsWith(recordName('')));
      const texts = await Promise.all(names.map((name) => storage.read(name)));
      return texts.flatMap((text) => readRecord(text, 'secret-storage') ?? []);
    },
    put: (key) => storage.write(recordName(key.fingerprint), recordText(key)),
    drop: (fingerprint) => storage.remove(recordName(fingerprint)),
  };
}

/**
 * The id of the machine that this code runs on: a file in the extension's storage there, made on first use. All windows
 * get the same one, also those that start at the same moment. Throws `file-not-readable`, `file-not-writable`.
 */
export async function machineIdIn(folder: vscode.Uri): Promise<string> {
  const file = vscode.Uri.joinPath(folder, 'machine-id').fsPath;
  const known = await readText(file);
  if (known !== undefined && known !== '') return known;
  const id = crypto.randomUUID();
  // One that is empty was being written when the machine stopped.
  await (known === undefined ? writeFileOnce(file, id) : writePrivateFile(file, id));
  return (await readText(file)) ?? id;
}

async function readText(file: string): Promise<string | undefined> {
  const bytes = await files.read(file, 1024);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes).trim();
}
