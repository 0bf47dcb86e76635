// How a key is named and described wherever it shows: by its label and the first digits of its fingerprint (S7, U8).
import * as vscode from 'vscode';
import type { KeyHolder, StoredKey } from './keyStore.ts';

/** The first 12 hex digits: enough to tell own keys apart at a glance; judging always goes by the whole. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.slice(0, 12);
}

/** The holder, as part of a sentence. */
export function holderName(holder: KeyHolder): string {
  return holder === 'keychain' ? vscode.l10n.t('the keychain') : vscode.l10n.t('VS Code’s secret storage');
}

/** E.g. `3f9a0c12b7de · no backup · keychain`: what a narrow side bar cuts off matters least. */
export function keyDescription(key: StoredKey): string {
  const holder = key.heldIn === 'keychain' ? vscode.l10n.t('keychain') : vscode.l10n.t('secret storage');
  const backup = key.backedUp ? vscode.l10n.t('backed up') : vscode.l10n.t('no backup');
  const password = key.passwordStored ? [vscode.l10n.t('password kept')] : [];
  return [shortFingerprint(key.fingerprint), backup, holder, ...password].join(' · ');
}

/** A sentence or two for screen readers and the hover. Raw text: the label is foreign where a file was imported. */
export function keySentences(key: StoredKey): string {
  const where = vscode.l10n.t(
    'Key {0}, fingerprint {1}, kept in {2}.',
    key.label,
    shortFingerprint(key.fingerprint),
    holderName(key.heldIn),
  );
  const backup = key.backedUp
    ? vscode.l10n.t('A backup file was exported.')
    : vscode.l10n.t('No backup: export the encrypted key file.');
  const password = key.passwordStored ? ` ${vscode.l10n.t('Its password is kept beside it.')}` : '';
  return `${where} ${backup}${password}`;
}

/** What is wrong with a label, or undefined. */
export function labelProblem(label: string): string | undefined {
  if (label.trim() === '') return vscode.l10n.t('A key needs a name.');
  return label.length > 100 ? vscode.l10n.t('At most 100 characters.') : undefined;
}

/** A file name made of the label, e.g. `release.key`. */
export function fileNameFor(label: string, extension: 'key' | 'pub'): string {
  const plain = label.replace(/[^\p{L}\p{N}._ -]/gu, '-').replace(/^[. ]+|[. ]+$/g, '');
  return `${plain === '' ? 'cosign' : plain}.${extension}`;
}
