// Forget Kept Password: from now on it is asked for again.
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { keyForCommand } from '../keys/keyForCommand.ts';
import { showStatus } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';

export async function forgetPassword(host: Host, argument: unknown): Promise<void> {
  const key = await keyForCommand(host, argument, vscode.l10n.t('Forget Kept Password'));
  if (key === undefined) return;
  await withProgress(vscode.l10n.t('Deleting the password'), false, () =>
    host.keys.forgetPassword(key.fingerprint),
  );
  showStatus(vscode.l10n.t('Password of “{0}” forgotten', key.label));
}
