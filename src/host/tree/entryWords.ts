// What is wrong with an entry of `countersign.registries`, in words: in the box that asks for one, and in its place in
// the tree.
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import { section, settings } from '../ids.ts';
import { disarm } from '../ui/foreignText.ts';
import { referenceProblem } from '../ui/imageErrorWords.ts';
import { parseEntry } from './entry.ts';

/** A sentence on an entry that is not text, at this position of the list in `file`; without a position: no list. */
export function badEntryWords(position: number | undefined, file: string): string {
  const setting = `${section}.${settings.registries}`;
  return position === undefined
    ? vscode.l10n.t('{0} in {1} must be a list of names.', setting, file)
    : vscode.l10n.t('Entry {0} of {1} in {2} is not text.', position, setting, file);
}

/** A sentence, or undefined for an entry that can be read. */
export function entryProblem(text: string): string | undefined {
  try {
    parseEntry(text);
    return undefined;
  } catch (error) {
    if (!isEngineError(error, 'bad-reference')) throw error;
    const { reason, position } = error.details;
    if (reason === 'empty') return vscode.l10n.t('Name a registry, a namespace or a repository.');
    if (reason === 'tag')
      return vscode.l10n.t('Leave out the tag “{0}”.', disarm(text.trim().slice(position)));
    if (reason === 'digest' || reason === 'digest-algorithm') return vscode.l10n.t('Leave out the digest.');
    const problem = referenceProblem(reason);
    return vscode.l10n.t(
      '“{0}” names no registry: {1} (at character {2}).',
      disarm(text),
      problem,
      position + 1,
    );
  }
}
