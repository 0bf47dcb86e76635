// Where the text of a key to import comes from.
import * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import { pickOne } from '../ui/picks.ts';
import { placeName, problemOf } from './keyFiles.ts';

export interface KeyText {
  readonly text: string;
  /** The file's name, or what stands for it; for people. */
  readonly name: string;
}

const limit = 64 * 1024;

/** Asks where from. `keychain`: the person wants to look for keys there. Undefined where the person gave up. */
export async function pickKeyText(): Promise<KeyText | 'keychain' | undefined> {
  const source = await pickOne(
    [
      {
        label: vscode.l10n.t('From a file…'),
        detail: vscode.l10n.t(
          'A cosign key file, or an ECDSA, RSA or Ed25519 private key in PEM (PKCS#8, also encrypted; SEC 1; PKCS#1)',
        ),
        icon: 'file',
        value: 'file' as const,
      },
      {
        label: vscode.l10n.t('From the clipboard'),
        detail: vscode.l10n.t('The PEM text that you copied'),
        icon: 'clippy',
        value: 'clipboard' as const,
      },
      {
        label: vscode.l10n.t('From this machine’s keychain'),
        detail: vscode.l10n.t('Keys of Countersign that are there but not in this list'),
        icon: 'lock',
        value: 'keychain' as const,
      },
    ],
    { title: vscode.l10n.t('Import Key') },
  );
  if (source === undefined || source === 'keychain') return source;
  if (source === 'clipboard') return textOfClipboard();
  return readKeyText({ title: vscode.l10n.t('Import Key'), openLabel: vscode.l10n.t('Import') });
}

/** Asks for a file and reads it; undefined where the person gave up. Throws `file-not-readable`. */
export async function readKeyText(asked: {
  readonly title: string;
  readonly openLabel: string;
}): Promise<KeyText | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ ...asked, canSelectMany: false })) ?? [];
  if (uri === undefined) return undefined;
  const name = uri.path.split('/').pop() ?? '';
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > limit) throw tooLarge(uri);
    return { name, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    throw new EngineError('file-not-readable', { path: placeName(uri), reason: problemOf(error) }, error);
  }
}

async function textOfClipboard(): Promise<KeyText> {
  const text = await vscode.env.clipboard.readText();
  return { name: vscode.l10n.t('clipboard'), text: text.slice(0, limit) };
}

function tooLarge(uri: vscode.Uri): EngineError {
  return new EngineError('file-not-readable', { path: placeName(uri), reason: { code: 'too-large', limit } });
}
