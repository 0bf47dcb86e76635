// Reads the public key files that rules name (S2). A rule of the user names an absolute path of this machine. A rule
// that came with a folder reads only inside that folder, no symbolic link on the way, through VS Code's file system:
// in a remote window the folder is not on this machine (V4). No fault repeats the path: somebody may have pasted a key.
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isEngineError, throwIfCancelled } from '../../engine/errors.ts';
import type { ReadKeyFile } from '../../engine/plan.ts';
import type { FileProblem, KeyPathProblem } from '../../engine/problems.ts';
import { isNetworkPath, workspaceFolderVariable } from '../../engine/rulePaths.ts';
import { files } from '../worldFiles.ts';
import { problemOf } from './keyFiles.ts';

const limit = 64 * 1024;
const unknown: FileProblem = { code: 'other', name: '' };

type Answer = Awaited<ReturnType<ReadKeyFile>>;

/** The reader for rules judged from this folder. Throws `cancelled` only; everything else is a fault. */
export function ruleKeyFileReader(folder: vscode.WorkspaceFolder | undefined): ReadKeyFile {
  return async (level, path, signal) => {
    throwIfCancelled(signal, 'reading a key file');
    if (isNetworkPath(path)) return badPath('network');
    if (level === 'user') return readUserFile(path);
    if (level === 'workspace' && namesNoFolder(path)) return badPath('names-no-folder');
    const base = baseOf(level, path, folder);
    if (base === undefined) return badPath('no-folder');
    return readInside(base, path.replace(workspaceFolderVariable, '').split(/[/\\]/), signal);
  };
}

async function readUserFile(path: string): Promise<Answer> {
  if (!isAbsolute(path)) return badPath('not-absolute-here');
  try {
    const bytes = await files.read(path, limit);
    if (bytes === undefined) return unreadable({ code: 'absent' });
    return { text: textOf(bytes), realPath: (await files.realPath(path)) ?? path };
  } catch (error) {
    return unreadable(isEngineError(error, 'file-not-readable') ? error.details.reason : unknown);
  }
}

/** Which of several folders is meant must not depend on the editor that happens to be in front (S2). */
function namesNoFolder(path: string): boolean {
  const expansion = workspaceFolderVariable.exec(path);
  return expansion !== null && expansion[1] === undefined && vscode.workspace.workspaceFile !== undefined;
}

/** The folder that a relative path starts from: the rule's own, or the one that `${workspaceFolder:name}` names. */
function baseOf(
  level: 'workspace' | 'folder',
  path: string,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.Uri | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const expansion = workspaceFolderVariable.exec(path);
  const name = expansion?.[1];
  if (name !== undefined) return folders.find((one) => one.name === name)?.uri;
  if (expansion !== null || level === 'folder') return (folder ?? folders[0])?.uri;
  const workspaceFile = vscode.workspace.workspaceFile;
  if (workspaceFile === undefined) return folders[0]?.uri;
  return workspaceFile.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(workspaceFile, '..');
}

async function readInside(base: vscode.Uri, parts: readonly string[], signal: AbortSignal): Promise<Answer> {
  const names = resolved(parts);
  if (names === undefined) return badPath('outside-folder');
  if (names.length === 0) return unreadable({ code: 'absent' });
  try {
    let file = base;
    for (const [at, name] of names.entries()) {
      throwIfCancelled(signal, 'reading a key file');
      file = vscode.Uri.joinPath(file, name);
      const { type, size } = await vscode.workspace.fs.stat(file);
      if ((type & vscode.FileType.SymbolicLink) !== 0) return badPath('symbolic-link');
      const wanted = at === names.length - 1 ? vscode.FileType.File : vscode.FileType.Directory;
      if (type !== wanted) return unreadable({ code: 'not-a-file' });
      if (at === names.length - 1 && size > limit) return unreadable({ code: 'too-large', limit });
    }
    const bytes = await vscode.workspace.fs.readFile(file);
    if (bytes.length > limit) return unreadable({ code: 'too-large', limit });
    return { text: textOf(bytes), realPath: file.scheme === 'file' ? file.fsPath : file.toString(true) };
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return unreadable(problemOf(error));
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

function badPath(reason: KeyPathProblem): Answer {
  return { fault: { code: 'bad-key-path', reason } };
}

function unreadable(reason: FileProblem): Answer {
  return { fault: { code: 'key-file-not-readable', reason } };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
