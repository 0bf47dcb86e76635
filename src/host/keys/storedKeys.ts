// The key store: private keys, still encrypted, in the keychain, and in VS Code's secret storage where that does not
// work; the person is told which. Keys are known by fingerprint, labels are for people (S7).
import * as vscode from 'vscode';
import { EngineError, isEngineError } from '../../engine/errors.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { showInvisible } from '../ui/foreignText.ts';
import { isUsual } from './algorithmWords.ts';
import type { Keychain } from './keychain.ts';
import { createKeychain } from './keychain.ts';
import type { KeyList } from './keyLists.ts';
import { createKeychainList, createSecretStorageList, machineIdIn, recordName } from './keyLists.ts';
import { readRecord, recordText } from './keyRecord.ts';
import type { KeyHolder, KeyListing, KeyStore, StoredKey } from './keyStore.ts';
import { requireKeytar } from './keytarModule.ts';
import type { SecretHolder } from './secretHolder.ts';
import { createSecretStorage } from './secretStorage.ts';

const patience = 30_000;

export interface KeyStoreParts {
  readonly keychain: Keychain;
  readonly secretStorage: SecretHolder;
  readonly keychainList: KeyList;
  readonly log: Pick<vscode.LogOutputChannel, 'error'>;
}

/** The parts of the real store. `service` is the name that its keys have in the keychain. */
export function keyStoreParts(
  extension: vscode.ExtensionContext,
  service: string,
  log: KeyStoreParts['log'],
): KeyStoreParts & { readonly machineId: () => Promise<string> } {
  let machineId: Promise<string> | undefined;
  const machine = (): Promise<string> => {
    machineId ??= machineIdIn(extension.globalStorageUri).catch((error: unknown) => {
      // The next one who asks tries again.
      machineId = undefined;
      throw error;
    });
    return machineId;
  };
  return {
    log,
    keychain: createKeychain(requireKeytar, service, patience),
    secretStorage: createSecretStorage(extension.secrets),
    keychainList: createKeychainList(extension.globalState, machine),
    machineId: machine,
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

  const entries = async (): Promise<KeyListing> => {
    const inKeychain = await lists.keychain.all();
    try {
      return { keys: [...inKeychain, ...(await lists['secret-storage'].all())], unread: undefined };
    } catch (error) {
      if (!isEngineError(error, 'keychain-failed')) throw error;
      parts.log.error(showInvisible(error.message));
      return { keys: inKeychain, unread: error };
    }
  };
  /** One key may be in both, e.g. where another profile put it into the keychain: it is used from there. */
  const listing = async (): Promise<KeyListing> => {
    const { keys, unread } = await entries();
    const unique = new Map([...keys].reverse().map((key) => [key.fingerprint, key]));
    return { keys: [...unique.values()].sort(byLabel), unread };
  };
  const keyOf = async (fingerprint: string): Promise<StoredKey> => {
    const { keys, unread } = await entries();
    const key = keys.find((one) => one.fingerprint === fingerprint);
    if (key === undefined) throw unread ?? new EngineError('key-not-stored', { fingerprint, label: '' });
    return key;
  };
  /** What each list says of this key, all of them read: a holder whose list does not name it need not be asked. */
  const entriesOf = async (fingerprint: string): Promise<readonly StoredKey[]> => {
    const { keys, unread } = await entries();
    if (unread !== undefined) throw unread;
    const found = keys.filter((one) => one.fingerprint === fingerprint);
    if (found.length === 0) throw new EngineError('key-not-stored', { fingerprint, label: '' });
    return found;
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
    listing,
    list: async () => (await listing()).keys,
    backend,
    add: async ({ fingerprint, publicKeyPem, file, algorithm }, label) => {
      const before = (await entries()).keys.filter((one) => one.fingerprint === fingerprint);
      const { holder } = await backend();
      const key: StoredKey = {
        ...{ fingerprint, label, publicKeyPem, createdAt: Date.now(), heldIn: holder },
        ...{ backedUp: false, passwordStored: false },
        ...(algorithm === undefined || isUsual(algorithm) ? {} : { algorithm }),
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
    changePassword: async (fingerprint, file, password) => {
      for (const key of await entriesOf(fingerprint)) {
        const holder = holders[key.heldIn];
        await holder.write(fileName(fingerprint), file);
        // Where this fails the old one stays: it opens nothing, and the right one is asked for.
        if (key.passwordStored) await holder.write(passwordName(fingerprint), password);
        if (!key.backedUp) continue;
        await holder.write(recordName(fingerprint), recordText({ ...key, backupIsOld: true }));
        await change(key, { backupIsOld: true });
      }
    },
    rename: async (fingerprint, label) => {
      const key = await keyOf(fingerprint);
      await holders[key.heldIn].write(recordName(fingerprint), recordText({ ...key, label }));
      await change(key, { label });
    },
    markBackedUp: async (fingerprint) => {
      for (const { backupIsOld, ...key } of await entriesOf(fingerprint)) {
        await holders[key.heldIn].write(recordName(fingerprint), recordText({ ...key, backedUp: true }));
        await change(key, { backedUp: true });
      }
    },
    remove: async (fingerprint) => {
      for (const { heldIn } of await entriesOf(fingerprint)) await removeFrom(heldIn, fingerprint);
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
