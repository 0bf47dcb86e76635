// The one list that own keys are picked from: the label for people, the short fingerprint that nobody chooses (S7).
import * as vscode from 'vscode';
import { pickOne } from '../ui/picks.ts';
import type { StoredKey } from './keyStore.ts';
import { keyDescription } from './keyWords.ts';

/** Picks among these keys, whatever their number. Undefined where the person gave up or there is none. */
export async function pickKey(keys: readonly StoredKey[], title: string): Promise<StoredKey | undefined> {
  const items = keys.map((key) => ({
    label: key.label,
    description: keyDescription(key),
    icon: 'key',
    value: key,
  }));
  if (items.length > 0) return pickOne(items, { title });
  const placeholder = vscode.l10n.t('There is no key yet. Generate or import one.');
  return pickOne(items, { title, placeholder });
}
