// Change Password: the key file is encrypted anew. The old password is tried at once, the new one asked twice; whoever
// gives up on the way changes nothing. A backup keeps the password that it has, and that is said.
import * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import type { Host } from '../host.ts';
import { keyForCommand } from '../keys/keyForCommand.ts';
import { exportKeyFile, placeName } from '../keys/keyFiles.ts';
import type { StoredKey } from '../keys/keyStore.ts';
import { tryToOpen } from '../keys/openKey.ts';
import { tellFailure } from '../ui/failures.ts';
import { showInfo } from '../ui/messages.ts';
import { askNewPassword, askPassword } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';

export async function changePassword(host: Host, argument: unknown): Promise<void> {
  const key = await keyForCommand(host, argument, vscode.l10n.t('Change Password'));
  if (key === undefined) return;
  const { fingerprint, label } = key;
  const file = await host.keys.readKeyFile(fingerprint);
  const title = vscode.l10n.t('Change the Password of “{0}”', label);
  const old = await askPassword({
    title,
    prompt: vscode.l10n.t('The password that opens it now. Enter alone where it has none.'),
    attempt: async (typed, signal) => {
      const result = await tryToOpen(host, { file, name: label, fingerprint }, typed, signal);
      return 'problem' in result ? result : { value: typed };
    },
  });
  if (old === undefined) return;
  const prompt = vscode.l10n.t('The new password of the key.');
  const password = await askNewPassword({ title, prompt });
  if (password === undefined) return;
  const made = await withProgress(vscode.l10n.t('Encrypting the key'), true, (signal) =>
    host.engine().importKey(file, old, password, label, signal),
  );
  if (made.fingerprint !== fingerprint) {
    const found = made.fingerprint;
    throw new EngineError('plan-changed', { what: 'key', planned: fingerprint, found });
  }
  await withProgress(vscode.l10n.t('Storing the key'), false, () =>
    host.keys.changePassword(fingerprint, made.file, password),
  );
  tell(host, key).catch((error: unknown) => tellFailure(host, error));
}

async function tell(host: Host, key: StoredKey): Promise<void> {
  const sentences = [
    vscode.l10n.t('The password of “{0}” is changed.', key.label),
    ...(key.passwordStored ? [vscode.l10n.t('The one that is kept beside it is replaced.')] : []),
    ...(key.backedUp ? [vscode.l10n.t('Its backup file still opens with the old one.')] : []),
  ];
  const exportNow = vscode.l10n.t('Export Encrypted Key File…');
  if ((await showInfo(sentences.join(' '), exportNow)) !== exportNow) return;
  const place = await exportKeyFile(host, key);
  if (place !== undefined) void showInfo(vscode.l10n.t('Exported to {0}.', placeName(place)));
}
