// The logins that the person gave Countersign by hand, kept where keys are: in the keychain of this machine, and in VS
// Code's secret storage where that does not work. Which ones there are stands beside their holder, so that listing them
// asks no keychain (V5). Never in settings, never synchronised.
import * as vscode from 'vscode';
import { isEngineError, throwIfCancelled } from '../../engine/errors.ts';
import { userToShow } from '../../engine/signIn.ts';
import type { KeptLogin, LoginSecret } from '../../engine/signIn.ts';
import type { KeyHolder, KeyStore } from '../keys/keyStore.ts';
import type { SecretHolder } from '../keys/secretHolder.ts';
import { showInvisible } from '../ui/foreignText.ts';
import { loginText, readLogin, recordText, readRecord } from './loginRecord.ts';

export interface StoredLogin extends KeptLogin {
  readonly heldIn: KeyHolder;
}

export interface LoginStore {
  /** The registry whose logins are others now. */
  readonly onDidChange: vscode.Event<string>;
  /** By name. Where the secret storage fails, those of the keychain. */
  list(): Promise<readonly StoredLogin[]>;
  /** Undefined where it is gone. Throws `keychain-failed`, `cancelled`. */
  read(login: KeptLogin, signal: AbortSignal): Promise<LoginSecret | undefined>;
  /** Keeps a login in the place of the one for the same name. Throws `keychain-failed`. */
  add(login: Omit<KeptLogin, 'user'>, secret: LoginSecret): Promise<StoredLogin>;
  /** From every holder that has it. Throws `keychain-failed`. */
  remove(login: KeptLogin): Promise<void>;
}

export interface LoginStoreParts {
  readonly backend: KeyStore['backend'];
  readonly keychain: SecretHolder;
  readonly secretStorage: SecretHolder;
  readonly state: vscode.Memento;
  /** Names the machine whose keychain it is. */
  readonly machineId: () => Promise<string>;
  readonly log: Pick<vscode.LogOutputChannel, 'error'>;
}

const prefix = 'login/';
const readMilliseconds = 60_000;

/** The store over these parts; disposing it ends its events. */
export function createLoginStore(parts: LoginStoreParts): LoginStore & vscode.Disposable {
  const { state, secretStorage, keychain } = parts;
  const holders: Readonly<Record<KeyHolder, SecretHolder>> = { keychain, 'secret-storage': secretStorage };
  const changed = new vscode.EventEmitter<string>();
  /** A thousand repositories ask the keychain once. What is replaced or removed is no longer in here. */
  const known = new Map<string, { readonly secret: Promise<LoginSecret | undefined>; until: number }>();

  const entryName = async (login: Omit<KeptLogin, 'user'> | undefined): Promise<string> =>
    `countersign.login ${await parts.machineId()} ${login === undefined ? '' : nameOf(login)}`;

  const inKeychain = async (): Promise<readonly StoredLogin[]> => {
    const entries = await entryName(undefined);
    const names = state.keys().filter((name) => name.startsWith(entries));
    return names.flatMap((name) => {
      const record = readRecord(state.get(name));
      return record === undefined ? [] : [{ ...record, heldIn: 'keychain' }];
    });
  };
  const inSecretStorage = async (): Promise<readonly StoredLogin[]> => {
    try {
      const names = (await secretStorage.names()).filter((name) => name.startsWith(prefix));
      const texts = await Promise.all(names.map((name) => secretStorage.read(name)));
      return texts.flatMap((text) => {
        const kept = readLogin(text);
        return kept === undefined ? [] : [{ ...kept.login, heldIn: 'secret-storage' }];
      });
    } catch (error) {
      if (!isEngineError(error, 'keychain-failed')) throw error;
      parts.log.error(showInvisible(error.message));
      return [];
    }
  };
  /** One may be in both: that of the keychain is used. */
  const list = async (): Promise<readonly StoredLogin[]> => {
    const all = [...(await inSecretStorage()), ...(await inKeychain())];
    const unique = new Map(all.map((login) => [nameOf(login), login]));
    return [...unique.values()].sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  };
  /** Those that have it, the one that is used last. */
  const holdersOf = async (login: KeptLogin): Promise<readonly KeyHolder[]> =>
    [...(await inSecretStorage()), ...(await inKeychain())]
      .filter((one) => nameOf(one) === nameOf(login))
      .map(({ heldIn }) => heldIn);
  const readFrom = async (login: KeptLogin): Promise<LoginSecret | undefined> => {
    const holder = holders[(await holdersOf(login)).at(-1) ?? 'keychain'];
    return readLogin(await holder.read(`${prefix}${nameOf(login)}`))?.secret;
  };
  const removeFrom = async (kind: KeyHolder, login: Omit<KeptLogin, 'user'>): Promise<void> => {
    await holders[kind].remove(`${prefix}${nameOf(login)}`);
    if (kind === 'keychain') await state.update(await entryName(login), undefined);
  };

  return {
    onDidChange: changed.event,
    list,
    read: async (login, signal) => {
      throwIfCancelled(signal, 'reading a kept login');
      const name = nameOf(login);
      const found = known.get(name);
      if (found !== undefined && found.until > Date.now()) return found.secret;
      const asked = { secret: readFrom(login), until: Number.POSITIVE_INFINITY };
      known.set(name, asked);
      try {
        const secret = await asked.secret;
        asked.until = secret === undefined ? 0 : Date.now() + readMilliseconds;
        return secret;
      } catch (error) {
        asked.until = 0; // the next one who asks tries again
        throw error;
      }
    },
    add: async ({ registry, path }, secret) => {
      const login = { registry, path, user: userToShow(secret) };
      const before = (await list()).find((one) => nameOf(one) === nameOf(login));
      const { holder } = await parts.backend();
      await holders[holder].write(`${prefix}${nameOf(login)}`, loginText(login, secret));
      if (holder === 'keychain') await state.update(await entryName(login), recordText(login));
      if (before !== undefined && before.heldIn !== holder) await removeFrom(before.heldIn, login);
      known.delete(nameOf(login));
      changed.fire(registry);
      return { ...login, heldIn: holder };
    },
    remove: async (login) => {
      // From both: the older one would be who the person is from now on.
      for (const holder of await holdersOf(login)) await removeFrom(holder, login);
      known.delete(nameOf(login));
      changed.fire(login.registry);
    },
    dispose: () => {
      changed.dispose();
    },
  };
}

/** What a login is known by, and called: `host[:port]`, or `host[:port]/path`. */
export function nameOf({ registry, path }: Omit<KeptLogin, 'user'>): string {
  return path === '' ? registry : `${registry}/${path}`;
}
