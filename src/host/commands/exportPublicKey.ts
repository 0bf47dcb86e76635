// Export Public Key: what others verify with, as a file or on the clipboard.
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { keyForCommand } from '../keys/keyForCommand.ts';
import { placeName, savePublicKey } from '../keys/keyFiles.ts';
import { showInfo, showStatus } from '../ui/messages.ts';
import { pickOne } from '../ui/picks.ts';

export async function exportPublicKey(host: Host, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Export Public Key');
  const key = await keyForCommand(host, argument, title);
  if (key === undefined) return;
  const how = await pickOne(
    [
      { label: vscode.l10n.t('Save as a file…'), icon: 'save', value: 'file' as const },
      { label: vscode.l10n.t('Copy as PEM text'), icon: 'clippy', value: 'clipboard' as const },
    ],
    { title, placeholder: vscode.l10n.t('The public key of “{0}”', key.label) },
  );
  if (how === 'clipboard') {
    await vscode.env.clipboard.writeText(key.publicKeyPem);
    showStatus(vscode.l10n.t('Public key copied'));
  }
  if (how !== 'file') return;
  const place = await savePublicKey(key);
  if (place !== undefined) void showInfo(vscode.l10n.t('Exported to {0}.', placeName(place)));
}
