// Settings for suites inside VS Code: files written as a person or a repository would, and read once VS Code has them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { until } from '../until.ts';

/** The folder of the window, or one of them. */
export function folderNamed(name?: string): vscode.WorkspaceFolder {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = name === undefined ? folders[0] : folders.find((folder) => folder.name === name);
  if (found === undefined) throw new Error(`no folder ${name ?? ''}`);
  return found;
}

let counter = 0;

/** Writes a settings file and waits until VS Code has read it, told by a setting of VS Code's own that goes with it. */
export async function writeSettings(
  file: string,
  values: Readonly<Record<string, unknown>>,
  folder?: vscode.WorkspaceFolder,
): Promise<void> {
  counter += 1;
  const mark = 100 + counter;
  // A folder's value would hide the machine's.
  const name = file === machineSettingsFile() ? 'letterSpacing' : 'lineHeight';
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...values, [`editor.${name}`]: mark }));
  const scope = folder ?? folderNamed();
  await until(() => vscode.workspace.getConfiguration('editor', scope).get(name) === mark);
}

/** The settings file that a folder brings along. */
export function settingsFileOf(folder: vscode.WorkspaceFolder): string {
  return path.join(folder.uri.fsPath, '.vscode/settings.json');
}

/** The settings of the remote machine, which a dev container's description fills (test servers keep them here). */
export function machineSettingsFile(): string {
  return path.join(os.homedir(), '../ud/Machine/settings.json');
}

export function removeSettings(file: string): void {
  rmSync(file, { force: true });
}
