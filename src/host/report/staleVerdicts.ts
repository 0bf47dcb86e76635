// A verdict is good for the rules, keys and settings that it was made with: when those change, all are dropped (S18).
import * as vscode from 'vscode';
import { onDidChangeSettings } from '../config.ts';
import type { Host } from '../host.ts';
import { watchKeyFiles } from './watchedKeyFiles.ts';

/** Drops every verdict when what judges changes, until disposed. */
export function dropStaleVerdicts({ reports, keys }: Pick<Host, 'reports' | 'keys'>): vscode.Disposable {
  const dropAll = (): void => {
    reports.dropAll();
  };
  return vscode.Disposable.from(
    onDidChangeSettings((affects) => {
      if (affects('trustedSigners', 'signatureRepository', 'signatureRepositoryLayout')) dropAll();
    }),
    keys.onDidChange(dropAll),
    vscode.workspace.onDidGrantWorkspaceTrust(dropAll),
    vscode.workspace.onDidChangeWorkspaceFolders(dropAll),
    watchKeyFiles(reports),
    // A key file that a verdict missed, because it was not there or no key.
    vscode.workspace.onDidSaveTextDocument(({ fileName }) => {
      if (/\.(?:pub|pem)$/i.test(fileName)) dropAll();
    }),
  );
}
