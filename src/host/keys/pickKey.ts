// The one list that own keys are picked from: the label for people, the short fingerprint that nobody chooses (S7).
import * as vscode from 'vscode';
import { pickOne } from '../ui/picks.ts';
import type { PickItem } from '../ui/picks.ts';
import type { StoredKey } from './keyStore.ts';
import { keyDescription } from './keyWords.ts';

/** Picks among these keys, whatever their number. Undefined where the person gave up or there is none. */
export async function pickKey(keys: readonly StoredKey[], title: string): Promise<StoredKey | undefined> {
  const items = keyItems(keys);
  if (items.length > 0) return pickOne(items, { title });
  const placeholder = vscode.l10n.t('There is no key yet. Generate or import one.');
  return pickOne(items, { title, placeholder });
}

/** The same for signing, where the key may also be in a file that is elsewhere. */
export async function pickKeyOrFile(
  keys: readonly StoredKey[],
  title: string,
): Promise<StoredKey | 'file' | undefined> {
  return pickOne<StoredKey | 'file'>([...keyItems(keys), keyFileItem()], { title });
}

/** The line for a key whose file is elsewhere. */
export function keyFileItem(): PickItem<'file'> {
  return {
    group: '',
    label: vscode.l10n.t('Key file…'),
    detail: vscode.l10n.t(
      'An encrypted key file, of cosign or in PKCS#8, for this signature only: nothing of it is kept.',
    ),
    icon: 'file',
    value: 'file',
  };
}

function keyItems(keys: readonly StoredKey[]): readonly PickItem<StoredKey>[] {
  return keys.map((key) => ({
    label: key.label,
    description: keyDescription(key),
    icon: 'key',
    value: key,
  }));
}
