// The line of a plan that says which key signs, and what opens it.
import * as vscode from 'vscode';
import type { SignerKey } from '../../engine/plan.ts';
import { algorithmName, isUsual } from '../keys/algorithmWords.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import type { PickItem } from './picks.ts';

/** What the plan itself does not know of its key. */
export interface KeyNotes {
  /** `file`: the key was opened from its file, for this signature only. */
  readonly password: 'stored' | 'environment' | 'asked' | 'file';
  /** The key's, e.g. `rsa-2048`. */
  readonly algorithm?: string;
}

/** `writesNothing`: the password is not needed. Raw text: the pick list disarms it. */
export function keyItem(
  key: SignerKey,
  { password, algorithm }: KeyNotes,
  writesNothing: boolean,
): PickItem<{ readonly kind: 'key' }> {
  const words = {
    stored: vscode.l10n.t('Its stored password opens it.'),
    environment: vscode.l10n.t('COSIGN_PASSWORD opens it.'),
    asked: vscode.l10n.t('Its password is asked for next.'),
    file: vscode.l10n.t('Opened for this signature; nothing of it is kept.'),
  };
  const fingerprint = shortFingerprint(key.fingerprint);
  const unusual = algorithm === undefined || isUsual(algorithm) ? [] : [algorithmName(algorithm)];
  return {
    group: '',
    label:
      password === 'file' ? vscode.l10n.t('Key file {0}', key.label) : vscode.l10n.t('Key {0}', key.label),
    description: vscode.l10n.t('Change key…'),
    // Apart from the label, which may be so long that it is cut off (S7).
    detail: [fingerprint, ...unusual, ...(writesNothing ? [] : [words[password]])].join(' · '),
    icon: 'key',
    value: { kind: 'key' },
  };
}
