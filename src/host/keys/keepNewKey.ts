// Keeps a key that was just generated or imported, and says where. Before a key lives only in VS Code's secret storage,
// which may forget it, a backup file is offered (S42); after the keychain took it, too (U3).
import * as vscode from 'vscode';
import type { NewKey } from '../../engine/api.ts';
import type { Host } from '../host.ts';
import { tellFailure } from '../ui/failures.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import { pickOne } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import { exportKeyFile, placeName, saveKeyFile } from './keyFiles.ts';
import type { KeyStore, StoredKey } from './keyStore.ts';
import { shortFingerprint } from './keyWords.ts';

type Backend = Awaited<ReturnType<KeyStore['backend']>>;

/** Resolves once the key is kept, or where the person gave up before that. */
export async function keepNewKey(host: Host, key: NewKey, label: string, backend: Backend): Promise<void> {
  const there = (await host.keys.list()).find(({ fingerprint }) => fingerprint === key.fingerprint);
  if (there !== undefined && !(await mayReplace(there))) {
    void showInfo(vscode.l10n.t('The key “{0}” stays as it was.', there.label));
    return;
  }
  const backup = backend.holder === 'secret-storage' ? await offerBackup(key, label, backend) : undefined;
  if (backup === 'gave-up') {
    void showWarning(vscode.l10n.t('The key “{0}” was not kept.', label));
    return;
  }
  const kept = await withProgress(vscode.l10n.t('Storing the key'), false, () => host.keys.add(key, label));
  if (backup !== undefined) await host.keys.markBackedUp(kept.fingerprint);
  tell(host, kept, backup).catch((error: unknown) => tellFailure(host, error));
}

/** The same key again, perhaps with another name and password: what is kept of it would go. */
async function mayReplace(there: StoredKey): Promise<boolean> {
  const replace = await pickOne(
    [
      { label: vscode.l10n.t('Leave It as It Is'), icon: 'circle-slash', value: false },
      {
        label: vscode.l10n.t('Replace Its Name and Password'),
        detail: there.passwordStored
          ? vscode.l10n.t('The password that is kept with it goes too.')
          : vscode.l10n.t('The old password opens it no more.'),
        icon: 'replace',
        value: true,
      },
    ],
    { title: vscode.l10n.t('This Key Is Kept Already as “{0}”', there.label) },
  );
  return replace === true;
}

/** The place of the backup file; undefined where the person wants none. */
async function offerBackup(
  key: NewKey,
  label: string,
  backend: Backend,
): Promise<vscode.Uri | undefined | 'gave-up'> {
  for (;;) {
    const save = await pickOne(
      [
        {
          label: vscode.l10n.t('Save an encrypted backup file, then keep the key…'),
          icon: 'save',
          value: true,
        },
        { label: vscode.l10n.t('Keep the key without a backup'), icon: 'warning', value: false },
      ],
      {
        title: vscode.l10n.t('No Keychain: the Key Goes to VS Code’s Secret Storage'),
        placeholder: vscode.l10n.t(
          '{0} On some systems the secret storage forgets when VS Code ends.',
          backend.whyNotKeychain ?? '',
        ),
      },
    );
    if (save === undefined) return 'gave-up';
    if (!save) return undefined;
    const place = await saveKeyFile(label, key.file);
    if (place !== undefined) return place;
  }
}

async function tell(host: Host, key: StoredKey, backup: vscode.Uri | undefined): Promise<void> {
  const [name, fingerprint] = [key.label, shortFingerprint(key.fingerprint)];
  const where =
    key.heldIn === 'keychain'
      ? vscode.l10n.t('The key “{0}” ({1}) is kept in the keychain.', name, fingerprint)
      : vscode.l10n.t('The key “{0}” ({1}) is kept in VS Code’s secret storage.', name, fingerprint);
  if (backup !== undefined) {
    void showInfo(`${where} ${vscode.l10n.t('Its backup is {0}.', placeName(backup))}`);
    return;
  }
  const exportNow = vscode.l10n.t('Export Encrypted Key File…');
  const lost = vscode.l10n.t('If it is lost there, only an exported key file brings it back.');
  if ((await showInfo(`${where} ${lost}`, exportNow)) !== exportNow) return;
  const place = await exportKeyFile(host, key);
  if (place !== undefined) void showInfo(vscode.l10n.t('Exported to {0}.', placeName(place)));
}
