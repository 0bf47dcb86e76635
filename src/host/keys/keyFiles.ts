// Key files on disk: the encrypted private key, for its owner's eyes only (mode 0600), and the public key for everybody.
import * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import type { FileProblem } from '../../engine/problems.ts';
import type { Host } from '../host.ts';
import { homeFile, writePrivateFile } from '../worldFiles.ts';
import type { StoredKey } from './keyStore.ts';
import { fileNameFor } from './keyWords.ts';

/** Asks where and saves the encrypted key file there; the place, or undefined where the person gave up. */
export async function saveKeyFile(label: string, file: string): Promise<vscode.Uri | undefined> {
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Encrypted Key File'),
    saveLabel: vscode.l10n.t('Export'),
    // Not the workspace: what is there gets committed.
    defaultUri: vscode.Uri.file(homeFile(fileNameFor(label, 'key'))),
    filters: { [vscode.l10n.t('Encrypted key')]: ['key'] },
  });
  if (uri === undefined) return undefined;
  if (uri.scheme === 'file') await writePrivateFile(uri.fsPath, file);
  else await write(uri, file);
  return uri;
}

/** Exports a stored key and marks it as backed up; the place, or undefined where the person gave up. */
export async function exportKeyFile(
  host: Pick<Host, 'keys'>,
  key: StoredKey,
): Promise<vscode.Uri | undefined> {
  const file = await host.keys.readKeyFile(key.fingerprint);
  const uri = await saveKeyFile(key.label, file);
  if (uri !== undefined) await host.keys.markBackedUp(key.fingerprint);
  return uri;
}

/** Asks where and saves the public key (PEM) there; the place, or undefined where the person gave up. */
export async function savePublicKey(
  key: Pick<StoredKey, 'label' | 'publicKeyPem'>,
): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = fileNameFor(key.label, 'pub');
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Public Key'),
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: folder === undefined ? vscode.Uri.file(homeFile(name)) : vscode.Uri.joinPath(folder, name),
    filters: { [vscode.l10n.t('Public key')]: ['pub', 'pem'] },
  });
  if (uri !== undefined) await write(uri, key.publicKeyPem);
  return uri;
}

/** A place of a file as a person reads it. */
export function placeName(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}

/** What VS Code's file system says is wrong with a file. */
export function problemOf(error: unknown): FileProblem {
  const name = error instanceof vscode.FileSystemError ? error.code : '';
  switch (name) {
    case 'FileNotFound':
      return { code: 'absent' };
    case 'FileIsADirectory':
      return { code: 'is-a-folder' };
    case 'FileNotADirectory':
      return { code: 'no-folder' };
    case 'NoPermissions':
      return { code: 'denied' };
    case 'Unknown':
      return { code: 'other', name: '' };
    default:
      return { code: 'other', name };
  }
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    throw new EngineError('file-not-writable', { path: placeName(uri), reason: problemOf(error) }, error);
  }
}
