// A host for suites about keys: the real engine and key store, with state and secrets in memory and the log kept.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import * as vscode from 'vscode';
import type { EngineApi } from '../../../src/engine/api.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Host } from '../../../src/host/host.ts';
import type { Keytar } from '../../../src/host/keys/keychain.ts';
import { createKeychain } from '../../../src/host/keys/keychain.ts';
import { createKeychainList } from '../../../src/host/keys/keyLists.ts';
import type { KeyStore } from '../../../src/host/keys/keyStore.ts';
import { requireKeytar } from '../../../src/host/keys/keytarModule.ts';
import { createSecretStorage } from '../../../src/host/keys/secretStorage.ts';
import { createKeyStore } from '../../../src/host/keys/storedKeys.ts';
import { createAccounts } from '../../../src/host/signIn/accounts.ts';
import type { Authentication } from '../../../src/host/signIn/accounts.ts';
import { loginsOf } from '../../../src/host/signIn/engineLogins.ts';
import { createLoginStore } from '../../../src/host/signIn/loginStore.ts';
import { createWorld } from '../../../src/host/world.ts';
import type { MemoryState } from './memoryState.ts';
import { memorySecrets, memoryState } from './memoryState.ts';

export interface KeyHost extends Pick<Host, 'engine' | 'extension' | 'keys' | 'log' | 'logins' | 'accounts'> {
  readonly keys: KeyStore & vscode.Disposable;
  readonly state: MemoryState;
  readonly secrets: vscode.SecretStorage;
  readonly logged: string[];
  readonly keychainLoads: () => number;
  /** As a command wants it: with nothing of reports and trees. */
  readonly host: Host;
}

export interface KeyHostOptions {
  readonly service: string;
  readonly state?: MemoryState;
  readonly secrets?: vscode.SecretStorage;
  readonly machine?: string;
  readonly patience?: number;
  readonly load?: () => Keytar;
  readonly authentication?: Authentication;
}

/** VS Code is signed in to nothing. */
const noAuthentication: Authentication = {
  getSession: () => Promise.resolve(undefined) as never,
  onDidChangeSessions: () => new vscode.Disposable(() => undefined),
};

/** What hosts share with other windows: each a folder of its own here. */
const storages = mkdtempSync(path.join(tmpdir(), 'countersign-storage-'));
process.once('exit', () => rmSync(storages, { recursive: true, force: true }));

export function keyHost(options: KeyHostOptions): KeyHost {
  const state = options.state ?? memoryState();
  const secrets = options.secrets ?? memorySecrets();
  const logged: string[] = [];
  let loads = 0;
  const load = (): Keytar => {
    loads += 1;
    return (options.load ?? requireKeytar)();
  };
  const keep = (...words: readonly unknown[]): void => void logged.push(format(...words));
  const log = {
    trace: keep,
    debug: keep,
    info: keep,
    warn: keep,
    error: keep,
  } as unknown as vscode.LogOutputChannel;
  const extension = {
    globalState: state,
    workspaceState: memoryState(),
    secrets,
    globalStorageUri: vscode.Uri.file(mkdtempSync(path.join(storages, 'host-'))),
    extension: { extensionKind: vscode.ExtensionKind.Workspace },
  } as unknown as vscode.ExtensionContext;
  const machineId = (): Promise<string> => Promise.resolve(options.machine ?? 'machine');
  const parts = {
    log,
    keychain: createKeychain(load, options.service, options.patience ?? 30_000),
    secretStorage: createSecretStorage(secrets),
    keychainList: createKeychainList(state, machineId),
  };
  const keys = createKeyStore(parts);
  const logins = createLoginStore({ ...parts, machineId, state, backend: keys.backend });
  const accounts = createAccounts(state, log, options.authentication ?? noAuthentication);
  let loaded: EngineApi | undefined;
  const engine = (): EngineApi =>
    (loaded ??= createEngine(createWorld(extension, log, loginsOf(logins, accounts))));
  const base = { engine, extension, keys, log, logins, accounts };
  return { ...base, state, secrets, logged, keychainLoads: () => loads, host: base as unknown as Host };
}

/** The service name of this run in the keychain, never a person's. */
export function testService(): string {
  const service = process.env['COUNTERSIGN_KEYCHAIN_SERVICE'];
  if (service === undefined) throw new Error('COUNTERSIGN_KEYCHAIN_SERVICE is not set');
  return service;
}
