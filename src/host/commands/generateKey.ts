// Generate Key Pair: name → password twice → made, kept, and a backup offered (U3, U4, S42).
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { keepNewKey } from '../keys/keepNewKey.ts';
import { holderName, labelProblem } from '../keys/keyWords.ts';
import { askNewPassword, askText } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';

export async function generateKey(host: Host): Promise<void> {
  const title = vscode.l10n.t('Generate Key Pair');
  const keys = await host.keys.list();
  const label = await askText({
    title,
    prompt: vscode.l10n.t('A name for the key. It is for you: what counts is its fingerprint.'),
    value: keys.length === 0 ? 'release' : '',
    validate: labelProblem,
  });
  if (label === undefined) return;
  const backend = await withProgress(vscode.l10n.t('Asking the keychain'), false, () => host.keys.backend());
  const password = await askNewPassword({
    title,
    prompt: vscode.l10n.t(
      'Password of “{0}”. The key is encrypted with it and kept in {1}.',
      label.trim(),
      holderName(backend.holder),
    ),
  });
  if (password === undefined) return;
  const key = await withProgress(vscode.l10n.t('Generating a key pair'), true, (signal) =>
    host.engine().generateKey(password, signal),
  );
  await keepNewKey(host, key, label.trim(), backend);
}
