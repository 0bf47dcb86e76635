// Keep Password: on request only, tried first, and said to be what it is (S42).
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { Host } from '../host.ts';
import { keyForCommand } from '../keys/keyForCommand.ts';
import { holderName } from '../keys/keyWords.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { showStatus } from '../ui/messages.ts';
import { askPassword } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';

export async function keepPassword(host: Host, argument: unknown): Promise<void> {
  const key = await keyForCommand(host, argument, vscode.l10n.t('Keep Password'));
  if (key === undefined) return;
  const file = await host.keys.readKeyFile(key.fingerprint);
  const password = await askPassword({
    title: vscode.l10n.t('Keep the Password of “{0}”', key.label),
    prompt: vscode.l10n.t(
      'It is kept in {0} beside the key: whoever can read there can sign, without knowing the password.',
      holderName(key.heldIn),
    ),
    attempt: async (typed, signal) => {
      try {
        await host.engine().openKey(file, typed, key.label, signal);
        return { value: typed };
      } catch (error) {
        if (isEngineError(error, 'wrong-password')) return { problem: wordsOf(error).message };
        throw error;
      }
    },
  });
  if (password === undefined) return;
  await withProgress(vscode.l10n.t('Storing the password'), false, () =>
    host.keys.savePassword(key.fingerprint, password),
  );
  showStatus(vscode.l10n.t('Password of “{0}” kept', key.label));
}
