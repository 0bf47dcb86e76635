// Delete Key: says whether a backup exists and wants the label typed (U3).
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { keyForCommand } from '../keys/keyForCommand.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import { disarm } from '../ui/foreignText.ts';
import { showInfo } from '../ui/messages.ts';
import { askText } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';

export async function deleteKey(host: Host, argument: unknown): Promise<void> {
  const key = await keyForCommand(host, argument, vscode.l10n.t('Delete Key'));
  if (key === undefined) return;
  const backup = key.backedUp
    ? vscode.l10n.t(
        'An encrypted key file was exported: with it and its password the key can be imported again.',
      )
    : vscode.l10n.t('No key file was exported from here: once deleted, nothing signs with this key again.');
  const fingerprint = shortFingerprint(key.fingerprint);
  // What shows is what has to be typed, also where the label holds something that does not show.
  const wanted = disarm(key.label);
  const typed = await askText({
    title: vscode.l10n.t('Delete the Key “{0}” ({1})?', key.label, fingerprint),
    prompt: `${backup} ${vscode.l10n.t('Type its name to delete it.')}`,
    placeholder: wanted,
    validate: (text) =>
      text === wanted ? undefined : vscode.l10n.t('Type “{0}” to delete it. {1}', wanted, backup),
  });
  if (typed !== wanted) return;
  await withProgress(vscode.l10n.t('Deleting the key'), false, () => host.keys.remove(key.fingerprint));
  void showInfo(vscode.l10n.t('The key “{0}” ({1}) is deleted.', key.label, fingerprint));
}
