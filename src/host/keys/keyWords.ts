// How a key is named and described wherever it shows: by its label and the first digits of its fingerprint (S7, U8).
import * as vscode from 'vscode';
import { algorithmName } from './algorithmWords.ts';
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
  const password = key.passwordStored ? [vscode.l10n.t('password kept')] : [];
  const algorithm = key.algorithm === undefined ? [] : [algorithmName(key.algorithm)];
  return [shortFingerprint(key.fingerprint), ...algorithm, backupWords(key), holder, ...password].join(' · ');
}

function backupWords({ backedUp, backupIsOld }: StoredKey): string {
  if (!backedUp) return vscode.l10n.t('no backup');
  return backupIsOld === true ? vscode.l10n.t('backup has the old password') : vscode.l10n.t('backed up');
}

/** A sentence or two for screen readers and the hover. Raw text: the label is foreign where a file was imported. */
export function keySentences(key: StoredKey): string {
  const where = vscode.l10n.t(
    'Key {0}, fingerprint {1}, kept in {2}.',
    key.label,
    shortFingerprint(key.fingerprint),
    holderName(key.heldIn),
  );
  return [
    where,
    ...(key.algorithm === undefined ? [] : [vscode.l10n.t('Algorithm: {0}.', algorithmName(key.algorithm))]),
    backupSentence(key),
    ...(key.passwordStored ? [vscode.l10n.t('Its password is kept beside it.')] : []),
  ].join(' ');
}

function backupSentence({ backedUp, backupIsOld }: StoredKey): string {
  if (!backedUp) return vscode.l10n.t('No backup: export the encrypted key file.');
  return backupIsOld === true
    ? vscode.l10n.t('A backup file was exported; it opens with the old password. Export it again.')
    : vscode.l10n.t('A backup file was exported.');
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
