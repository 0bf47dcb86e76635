// Reads the public key files that rules name (S2). A rule of the user names an absolute path of this machine. A rule
// that came with a folder reads only inside that folder, no symbolic link on the way, through VS Code's file system:
// in a remote window the folder is not on this machine (V4). No problem repeats the path: somebody may have pasted a key.
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isEngineError, throwIfCancelled } from '../../engine/errors.ts';
import type { ReadKeyFile } from '../../engine/plan.ts';
import { files } from '../worldFiles.ts';

const limit = 64 * 1024;
const variable = /^\$\{workspaceFolder(?::([^${}/\\]+))?\}(?=[/\\])/;

type Answer = Awaited<ReturnType<ReadKeyFile>>;

/** The reader for rules judged from this folder. Throws `cancelled` only; everything else is a problem. */
export function ruleKeyFileReader(folder: vscode.WorkspaceFolder | undefined): ReadKeyFile {
  return async (level, path, signal) => {
    throwIfCancelled(signal, 'reading a key file');
    if (/^[/\\]{2}/.test(path)) return { problem: vscode.l10n.t('A key file cannot be on a network path.') };
    if (level === 'user') return readUserFile(path);
    if (level === 'workspace' && namesNoFolder(path)) {
      const example = '${workspaceFolder:NAME}/…';
      return {
        problem: vscode.l10n.t('In a rule of a workspace file, a key path names its folder: {0}.', example),
      };
    }
    const base = baseOf(level, path, folder);
    if (base === undefined) return { problem: vscode.l10n.t('No folder holds this rule.') };
    return readInside(base, path.replace(variable, '').split(/[/\\]/), signal);
  };
}

async function readUserFile(path: string): Promise<Answer> {
  if (!isAbsolute(path)) {
    return { problem: vscode.l10n.t('A key path in user settings must be absolute on the machine in use.') };
  }
  try {
    const bytes = await files.read(path, limit);
    if (bytes === undefined) return { problem: absent() };
    return { text: textOf(bytes), realPath: (await files.realPath(path)) ?? path };
  } catch (error) {
    const reason = isEngineError(error, 'file-not-readable') ? error.details.reason : undefined;
    return { problem: unreadable(reason) };
  }
}

/** Which of several folders is meant must not depend on the editor that happens to be in front (S2). */
function namesNoFolder(path: string): boolean {
  const expansion = variable.exec(path);
  return expansion !== null && expansion[1] === undefined && vscode.workspace.workspaceFile !== undefined;
}

/** The folder that a relative path starts from: the rule's own, or the one that `${workspaceFolder:name}` names. */
function baseOf(
  level: 'workspace' | 'folder',
  path: string,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.Uri | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const expansion = variable.exec(path);
  const name = expansion?.[1];
  if (name !== undefined) return folders.find((one) => one.name === name)?.uri;
  if (expansion !== null || level === 'folder') return (folder ?? folders[0])?.uri;
  const workspaceFile = vscode.workspace.workspaceFile;
  if (workspaceFile === undefined) return folders[0]?.uri;
  return workspaceFile.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(workspaceFile, '..');
}

async function readInside(base: vscode.Uri, parts: readonly string[], signal: AbortSignal): Promise<Answer> {
  const names = resolved(parts);
  if (names === undefined) {
    return { problem: vscode.l10n.t('A key path must stay inside the folder that holds the rule.') };
  }
  if (names.length === 0) return { problem: absent() };
  try {
    let file = base;
    for (const [at, name] of names.entries()) {
      throwIfCancelled(signal, 'reading a key file');
      file = vscode.Uri.joinPath(file, name);
      const { type, size } = await vscode.workspace.fs.stat(file);
      if ((type & vscode.FileType.SymbolicLink) !== 0) {
        return { problem: vscode.l10n.t('A key path of a folder’s rule cannot go through a symbolic link.') };
      }
      const wanted = at === names.length - 1 ? vscode.FileType.File : vscode.FileType.Directory;
      if (type !== wanted) return { problem: unreadable('not a file') };
      if (at === names.length - 1 && size > limit)
        return { problem: unreadable(`larger than ${limit} bytes`) };
    }
    const bytes = await vscode.workspace.fs.readFile(file);
    if (bytes.length > limit) return { problem: unreadable(`larger than ${limit} bytes`) };
    return { text: textOf(bytes), realPath: file.scheme === 'file' ? file.fsPath : file.toString(true) };
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound')
      return { problem: absent() };
    return { problem: unreadable(undefined) };
  }
}

/** The names on the way, without `.` and `..`; undefined where they leave the folder. */
function resolved(parts: readonly string[]): readonly string[] | undefined {
  const names: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') names.push(part);
    else if (names.pop() === undefined) return undefined;
  }
  // A colon names a drive or a second stream of a file on Windows.
  return names.some((name) => name.includes(':')) ? undefined : names;
}

function absent(): string {
  return vscode.l10n.t('The key file does not exist.');
}

function unreadable(reason: string | undefined): string {
  if (reason === undefined) return vscode.l10n.t('The key file cannot be read.');
  return vscode.l10n.t('The key file cannot be read: {0}.', reason);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
