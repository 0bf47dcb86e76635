// Entry of the host's bundle (dist/host.cjs): builds the one host of this window, its views and its watchers. No network,
// no keychain and no file is touched here; the engine's bundle is loaded by what needs it first.
import * as vscode from 'vscode';
import { table } from './commands/table.ts';
import { inBackground, told } from './commands/told.ts';
import { watchRules } from './diagnostics.ts';
import type { Host } from './host.ts';
import type { CommandName } from './ids.ts';
import { createKeyStore, keyStoreParts } from './keys/storedKeys.ts';
import { createEngineLoader } from './loadEngine.ts';
import type { Documents } from './report/documents.ts';
import { createAccounts } from './signIn/accounts.ts';
import { loginsOf } from './signIn/engineLogins.ts';
import { followLogins } from './signIn/followLogins.ts';
import { createLoginStore } from './signIn/loginStore.ts';
import { createReports } from './report/reports.ts';
import { dropStaleVerdicts } from './report/staleVerdicts.ts';
import { createKeysView } from './tree/keysView.ts';
import { createRegistriesView } from './tree/registriesView.ts';
import { createWorld, keychainService } from './world.ts';

/** Runs a command to its end; what it fails with is told and never thrown. */
export type RunCommand = (name: CommandName, argument: unknown) => Promise<void>;

/** Called once. Everything made here is disposed with the extension. */
export function startHost(extension: vscode.ExtensionContext, documents: Documents): RunCommand {
  const log = vscode.window.createOutputChannel('Countersign', { log: true });
  const parts = keyStoreParts(extension, keychainService(extension.extensionMode), log);
  const keys = createKeyStore(parts);
  const logins = createLoginStore({ ...parts, state: extension.globalState, backend: keys.backend });
  const accounts = createAccounts(extension.globalState, log);
  const { engine, dispose } = createEngineLoader(() =>
    createWorld(extension, log, loginsOf(logins, accounts)),
  );
  const reports = createReports(documents);
  const base = { extension, log, engine, keys, reports, logins, accounts };
  const registries = createRegistriesView(base);
  const host: Host = { ...base, registries };
  extension.subscriptions.push(
    log,
    { dispose },
    keys,
    logins,
    accounts,
    reports,
    registries,
    createKeysView(host),
    watchRules(host),
    dropStaleVerdicts(host),
    followLogins(host),
  );
  const recount = (): void => {
    inBackground(host, registries.recount());
  };
  extension.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(recount));
  recount();
  return (name, argument) => told(host, () => table[name](host, argument));
}
