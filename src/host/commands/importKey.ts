// Import Key: a cosign key file, PKCS#8 or SEC 1, from a file or the clipboard; or keys that are in the keychain
// already but not in this list (V5). The old password is tried at once; what is kept is always encrypted.
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { Host } from '../host.ts';
import { keepNewKey } from '../keys/keepNewKey.ts';
import type { KeyText } from '../keys/keySources.ts';
import { pickKeyText } from '../keys/keySources.ts';
import { labelProblem } from '../keys/keyWords.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { showInfo } from '../ui/messages.ts';
import type { Attempt } from '../ui/picks.ts';
import { askNewPassword, askPassword, askText, pickOne } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';

export async function importKey(host: Host): Promise<void> {
  const source = await pickKeyText();
  if (source === undefined) return;
  if (source === 'keychain') {
    await findKeys(host);
    return;
  }
  const password = await passwordOf(host, source);
  if (password === undefined) return;
  const title = vscode.l10n.t('Import Key');
  const label = await askText({
    title,
    prompt: vscode.l10n.t('A name for the key. It is for you: what counts is its fingerprint.'),
    value: source.name.replace(/\.[^.]*$/, ''),
    validate: labelProblem,
  });
  if (label === undefined) return;
  const backend = await withProgress(vscode.l10n.t('Asking the keychain'), false, () => host.keys.backend());
  const newPassword = await choosePassword(title, password);
  if (newPassword === undefined) return;
  const key = await withProgress(vscode.l10n.t('Encrypting the key'), true, (signal) =>
    host.engine().importKey(source.text, password, newPassword, source.name, signal),
  );
  await keepNewKey(host, key, label.trim(), backend);
}

async function findKeys(host: Host): Promise<void> {
  const found = await withProgress(vscode.l10n.t('Asking the keychain'), false, () => host.keys.find());
  const labels = found.map(({ label }) => label).join(', ');
  void showInfo(
    found.length === 0
      ? vscode.l10n.t('The keychain holds no key of Countersign that is not in the list.')
      : vscode.l10n.t('Found in the keychain: {0}.', labels),
  );
}

/** The file's password: none, COSIGN_PASSWORD, or what the person types; undefined where the person gave up. */
async function passwordOf(host: Host, { text, name }: KeyText): Promise<string | undefined> {
  const tried = async (password: string, signal: AbortSignal): Promise<Attempt<string>> => {
    try {
      await host.engine().importKey(text, password, password, name, signal);
      return { value: password };
    } catch (error) {
      if (isEngineError(error, 'wrong-password')) return { problem: wordsOf(error).message };
      throw error;
    }
  };
  const known = ['', host.engine().passwordFromEnvironment()];
  for (const password of known) {
    if (password === undefined) continue;
    const attempt = await withProgress(vscode.l10n.t('Opening {0}', name), true, (signal) =>
      tried(password, signal),
    );
    if ('problem' in attempt) continue;
    if (password !== '') void showInfo(vscode.l10n.t('COSIGN_PASSWORD opened {0}.', name));
    return password;
  }
  return askPassword({
    title: vscode.l10n.t('Import Key'),
    prompt: vscode.l10n.t('The password that opens {0} now.', name),
    attempt: tried,
  });
}

/** The password that the kept key gets: the old one, or a new one; undefined where the person gave up. */
async function choosePassword(title: string, old: string): Promise<string | undefined> {
  const keep =
    old !== '' &&
    (await pickOne(
      [
        { label: vscode.l10n.t('Keep its password'), icon: 'check', value: true },
        { label: vscode.l10n.t('Choose a new password…'), icon: 'edit', value: false },
      ],
      { title, placeholder: vscode.l10n.t('The key is kept encrypted. With which password?') },
    ));
  if (keep === undefined) return undefined;
  if (keep) return old;
  return askNewPassword({ title, prompt: vscode.l10n.t('A password for the key, which is kept encrypted.') });
}
