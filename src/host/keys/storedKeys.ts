// The key store: private keys, still encrypted, in the keychain, and in VS Code's secret storage where that does not
// work; the person is told which. Keys are known by fingerprint, labels are for people (S7).
import * as vscode from 'vscode';
import { EngineError, isEngineError } from '../../engine/errors.ts';
import { wordsOf } from '../ui/errorWords.ts';
import type { Keychain } from './keychain.ts';
import { createKeychain } from './keychain.ts';
import type { KeyList } from './keyLists.ts';
import { createKeychainList, createSecretStorageList, machineIdIn, recordName } from './keyLists.ts';
import { readRecord, recordText } from './keyRecord.ts';
import type { KeyHolder, KeyStore, StoredKey } from './keyStore.ts';
import { requireKeytar } from './keytarModule.ts';
import type { SecretHolder } from './secretHolder.ts';
import { createSecretStorage } from './secretStorage.ts';

const patience = 30_000;

export interface KeyStoreParts {
  readonly keychain: Keychain;
  readonly secretStorage: SecretHolder;
  readonly keychainList: KeyList;
}

/** The parts of the real store. `service` is the name that its keys have in the keychain. */
export function keyStoreParts(extension: vscode.ExtensionContext, service: string): KeyStoreParts {
  let machineId: Promise<string> | undefined;
  return {
    keychain: createKeychain(requireKeytar, service, patience),
    secretStorage: createSecretStorage(extension.secrets),
    keychainList: createKeychainList(extension.globalState, () => {
      machineId ??= machineIdIn(extension.globalStorageUri).catch((error: unknown) => {
        // The next one who asks tries again.
        machineId = undefined;
        throw error;
      });
      return machineId;
    }),
  };
}

/** The store over these parts; disposing it ends its events. */
export function createKeyStore(parts: KeyStoreParts): KeyStore & vscode.Disposable {
  const { keychain, secretStorage } = parts;
  const lists: Readonly<Record<KeyHolder, KeyList>> = {
    keychain: parts.keychainList,
    'secret-storage': createSecretStorageList(secretStorage),
  };
  const holders: Readonly<Record<KeyHolder, SecretHolder>> = { keychain, 'secret-storage': secretStorage };
  const changed = new vscode.EventEmitter<void>();

  const listed = async (): Promise<readonly StoredKey[]> => [
    ...(await lists.keychain.all()),
    ...(await lists['secret-storage'].all()),
  ];
  /** One key may be in both, e.g. where another profile put it into the keychain: it is used from there. */
  const list = async (): Promise<readonly StoredKey[]> => {
    const unique = new Map([...(await listed())].reverse().map((key) => [key.fingerprint, key]));
    return [...unique.values()].sort(byLabel);
  };
  /** What the lists say of this key, that of the keychain first. A holder whose list does not name it is not asked. */
  const entriesOf = async (fingerprint: string): Promise<readonly StoredKey[]> =>
    (await listed()).filter((one) => one.fingerprint === fingerprint);
  const keyOf = async (fingerprint: string): Promise<StoredKey> => {
    const [key] = await entriesOf(fingerprint);
    if (key === undefined) throw new EngineError('key-not-stored', { fingerprint, label: '' });
    return key;
  };
  const change = async (key: StoredKey, what: Partial<StoredKey>): Promise<void> => {
    await lists[key.heldIn].put({ ...key, ...what });
    changed.fire();
  };
  const backend: KeyStore['backend'] = async () => {
    try {
      await keychain.tryOut();
      return { holder: 'keychain', whyNotKeychain: undefined };
    } catch (error) {
      if (!isEngineError(error, 'keychain-failed')) throw error;
      return { holder: 'secret-storage', whyNotKeychain: wordsOf(error).message };
    }
  };
  const removeFrom = async (kind: KeyHolder, fingerprint: string): Promise<void> => {
    await holders[kind].remove(passwordName(fingerprint));
    await holders[kind].remove(fileName(fingerprint));
    await holders[kind].remove(recordName(fingerprint));
    await lists[kind].drop(fingerprint);
  };

  return {
    onDidChange: changed.event,
    list,
    backend,
    add: async ({ fingerprint, publicKeyPem, file }, label) => {
      const before = await entriesOf(fingerprint);
      const { holder } = await backend();
      const key: StoredKey = {
        ...{ fingerprint, label, publicKeyPem, createdAt: Date.now(), heldIn: holder },
        ...{ backedUp: false, passwordStored: false },
      };
      await holders[holder].write(fileName(fingerprint), file);
      await holders[holder].remove(passwordName(fingerprint));
      await holders[holder].write(recordName(fingerprint), recordText(key));
      await lists[holder].put(key);
      for (const { heldIn } of before) if (heldIn !== holder) await removeFrom(heldIn, fingerprint);
      changed.fire();
      return key;
    },
    find: async () => {
      const known = new Set((await lists.keychain.all()).map((key) => key.fingerprint));
      const names = await keychain.names();
      const found: StoredKey[] = [];
      for (const name of names.filter((one) => one.startsWith(recordName('')))) {
        if (known.has(name.slice(recordName('').length))) continue;
        const record = readRecord(await keychain.read(name), 'keychain');
        if (record === undefined || recordName(record.fingerprint) !== name) continue;
        const key = { ...record, passwordStored: names.includes(passwordName(record.fingerprint)) };
        await lists.keychain.put(key);
        found.push(key);
      }
      if (found.length > 0) changed.fire();
      return found;
    },
    readKeyFile: async (fingerprint) => {
      const { heldIn, label } = await keyOf(fingerprint);
      const file = await holders[heldIn].read(fileName(fingerprint));
      if (file === undefined) throw new EngineError('key-not-stored', { fingerprint, label });
      return file;
    },
    readPassword: async (fingerprint) => {
      const { heldIn, passwordStored } = await keyOf(fingerprint);
      return passwordStored ? holders[heldIn].read(passwordName(fingerprint)) : undefined;
    },
    savePassword: async (fingerprint, password) => {
      const key = await keyOf(fingerprint);
      await holders[key.heldIn].write(passwordName(fingerprint), password);
      await change(key, { passwordStored: true });
    },
    forgetPassword: async (fingerprint) => {
      for (const key of await entriesOf(fingerprint)) {
        await holders[key.heldIn].remove(passwordName(fingerprint));
        await change(key, { passwordStored: false });
      }
    },
    rename: async (fingerprint, label) => {
      const key = await keyOf(fingerprint);
      await holders[key.heldIn].write(recordName(fingerprint), recordText({ ...key, label }));
      await change(key, { label });
    },
    markBackedUp: async (fingerprint) => change(await keyOf(fingerprint), { backedUp: true }),
    remove: async (fingerprint) => {
      const entries = await entriesOf(fingerprint);
      if (entries.length === 0) throw new EngineError('key-not-stored', { fingerprint, label: '' });
      for (const { heldIn } of entries) await removeFrom(heldIn, fingerprint);
      changed.fire();
    },
    dispose: () => {
      changed.dispose();
    },
  };
}

function fileName(fingerprint: string): string {
  return `file/${fingerprint}`;
}

function passwordName(fingerprint: string): string {
  return `password/${fingerprint}`;
}

function byLabel(one: StoredKey, other: StoredKey): number {
  return one.label.localeCompare(other.label) || one.createdAt - other.createdAt;
}
