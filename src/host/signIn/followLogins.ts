// What a change of logins is followed by: what was learnt of the registry as somebody else is forgotten, and its part of
// the tree read anew. Nobody is asked for anything.
import * as vscode from 'vscode';
import { inBackground } from '../commands/told.ts';
import type { Host } from '../host.ts';

export function followLogins(host: Host): vscode.Disposable {
  const refresh = (registry: string): void => {
    inBackground(host, host.registries.refreshRegistry(registry));
  };
  return vscode.Disposable.from(host.logins.onDidChange(refresh), host.accounts.onDidChange(refresh));
}
