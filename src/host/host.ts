// What every command and view gets: one object instead of global variables. Made once in activate().
import type * as vscode from 'vscode';
import type { EngineApi } from '../engine/api.ts';
import type { KeyStore } from './keys/keyStore.ts';
import type { Reports } from './report/reports.ts';
import type { Accounts } from './signIn/accounts.ts';
import type { LoginStore } from './signIn/loginStore.ts';
import type { RegistriesView } from './tree/registriesView.ts';

export interface Host {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Loads the engine's bundle on first use. */
  readonly engine: () => EngineApi;
  readonly keys: KeyStore;
  readonly reports: Reports;
  readonly registries: RegistriesView;
  /** The logins that the person gave Countersign by hand. */
  readonly logins: LoginStore;
  /** The accounts that VS Code is signed in to. */
  readonly accounts: Accounts;
}

/** A command: gets the tree node it was started from, or anything at all when another extension calls it (S38). */
export type Command = (host: Host, argument: unknown) => Promise<void> | void;
