// Where settings can be written in this window.
import * as vscode from 'vscode';
import type { Level } from './config.ts';

/** The levels that can be written now: no workspace level without a folder or in Restricted Mode. */
export function writableLevels(): readonly Level[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0 || !vscode.workspace.isTrusted) return ['user'];
  return vscode.workspace.workspaceFile === undefined
    ? ['user', 'workspace']
    : ['user', 'workspace', 'folder'];
}
