// A key whose file is elsewhere: picked and opened each time, and nothing of it is kept. It is open only for the
// signature that it was picked for.
import * as vscode from 'vscode';
import type { OpenKeyHandle } from '../../engine/api.ts';
import type { SignerKey } from '../../engine/plan.ts';
import type { Host } from '../host.ts';
import { askPassword } from '../ui/picks.ts';
import type { KeyText } from './keySources.ts';
import { readKeyText } from './keySources.ts';
import { tryToOpen } from './openKey.ts';

// By the object that names it in a request: with the request, the open key is gone.
const opened = new WeakMap<SignerKey, OpenKeyHandle>();

/** The open key where this one was picked as a file. */
export function openFileKey(key: SignerKey): OpenKeyHandle | undefined {
  return opened.get(key);
}

/**
 * Asks for an encrypted key file, of cosign or in PKCS#8, and its password, which COSIGN_PASSWORD may be. Its name is the file's. Undefined
 * where the person gave up; throws `bad-key-file`, `unsupported-key`, `file-not-readable`.
 */
export async function pickFileKey(host: Pick<Host, 'engine'>): Promise<SignerKey | undefined> {
  const source = await readKeyText({
    title: vscode.l10n.t('Sign with a Key File'),
    openLabel: vscode.l10n.t('Use This Once'),
  });
  if (source === undefined) return undefined;
  const handle = await openText(host, source);
  if (handle === undefined) return undefined;
  const { fingerprint, publicKeyPem } = handle;
  const key: SignerKey = { fingerprint, label: source.name, publicKeyPem };
  opened.set(key, handle);
  return key;
}

/**
 * The open key of this text; undefined where the person gave up. Throws `bad-key-file` for what no password opens, before
 * it asks for one.
 */
export async function openText(
  host: Pick<Host, 'engine'>,
  { text, name }: KeyText,
): Promise<OpenKeyHandle | undefined> {
  host.engine().requireEncryptedKey(text, name);
  const closed = { file: text, name, fingerprint: undefined };
  const known = host.engine().passwordFromEnvironment();
  if (known !== undefined) {
    const result = await tryToOpen(host, closed, known, new AbortController().signal);
    if ('value' in result) return result.value;
  }
  return askPassword({
    title: vscode.l10n.t('Password of {0}', name),
    prompt: vscode.l10n.t(
      'Opens the key file {0}, now. Neither is kept. Enter alone where it has none.',
      name,
    ),
    ...(known === undefined ? {} : { note: vscode.l10n.t('COSIGN_PASSWORD does not open it.') }),
    attempt: (password, signal) => tryToOpen(host, closed, password, signal),
  });
}
