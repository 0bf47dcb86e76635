// Export Encrypted Key File: the backup that brings a key back, and what cosign itself can sign with (U3).
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { keyForCommand } from '../keys/keyForCommand.ts';
import { exportKeyFile, placeName } from '../keys/keyFiles.ts';
import { showInfo } from '../ui/messages.ts';

export async function exportKey(host: Host, argument: unknown): Promise<void> {
  const key = await keyForCommand(host, argument, vscode.l10n.t('Export Encrypted Key File'));
  if (key === undefined) return;
  const place = await exportKeyFile(host, key);
  if (place === undefined) return;
  void showInfo(
    vscode.l10n.t(
      'Exported to {0}. It is encrypted with the password of “{1}”; keep both, and not in the repository.',
      placeName(place),
      key.label,
    ),
  );
}
