// Rename Key: labels are for people; signatures and rules go by the fingerprint (S7).
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { keyForCommand } from '../keys/keyForCommand.ts';
import { labelProblem, shortFingerprint } from '../keys/keyWords.ts';
import { askText } from '../ui/picks.ts';

export async function renameKey(host: Host, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Rename Key');
  const key = await keyForCommand(host, argument, title);
  if (key === undefined) return;
  const label = await askText({
    title,
    prompt: vscode.l10n.t('A new name for the key {0}.', shortFingerprint(key.fingerprint)),
    value: key.label,
    validate: labelProblem,
  });
  if (label !== undefined) await host.keys.rename(key.fingerprint, label.trim());
}
