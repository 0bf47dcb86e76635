// What a report says of a saved image's folder: whether it holds all that the digest names (S39).
import * as vscode from 'vscode';
import type { VerifyReport } from '../../engine/verdict.ts';
import { bytesWords } from '../ui/copyPlan.ts';
import { cutShort, type Mark, verdictTitle } from './verdictWords.ts';

type Saved = Pick<VerifyReport, 'savedParts' | 'savedLeftOut'>;

/** Of all that was read; empty for an image in a registry. */
export function savedPartsLines({ savedParts, savedLeftOut = 0 }: Saved): readonly string[] {
  if (savedParts === undefined) return [];
  const { read, bytes, elsewhere } = savedParts;
  const parts = read === 1 ? vscode.l10n.t('1 part') : vscode.l10n.t('{0} parts', read);
  const isAll = !isIncomplete({ savedParts }) && elsewhere === 0;
  return [
    isAll
      ? vscode.l10n.t(
          'The folder holds every part that the digest names, each as its own digest says: {0}, {1}.',
          parts,
          bytesWords(bytes),
        )
      : vscode.l10n.t('In the folder, as their own digests say: {0}, {1}.', parts, bytesWords(bytes)),
    ...(savedLeftOut === 0
      ? []
      : [
          vscode.l10n.t(
            'Entries of the folder’s index.json that cannot be read, left out: {0}.',
            savedLeftOut,
          ),
        ]),
  ];
}

/** Whether the folder is not known to hold the whole image. What other servers have need not be there. */
export function isIncomplete({ savedParts }: Saved): boolean {
  if (savedParts === undefined) return false;
  const { missing, unopened, unread } = savedParts;
  return missing.length + unopened + unread > 0;
}

/** The verdict in a word or two: of a signature that verifies, what is missing is no lesser news. */
export function savedTitle(report: VerifyReport): string {
  return report.verdict === 'verified' && isIncomplete(report)
    ? vscode.l10n.t('Verified, but the folder is not known to be complete')
    : verdictTitle(report);
}

/** What was not checked, and why. */
export function incompleteLines({ savedParts }: Saved, mark: Mark = cutShort): readonly string[] {
  if (savedParts === undefined) return [];
  const { missing, unopened, unread, elsewhere } = savedParts;
  return [
    ...missingLines(missing.map((digest) => mark(digest))),
    ...(unopened === 0
      ? []
      : [
          vscode.l10n.t(
            'Manifests that cannot be taken apart, so that what they name was not checked: {0}.',
            unopened,
          ),
        ]),
    ...(unread === 0
      ? []
      : [vscode.l10n.t('Parts that were not read, because it would have taken too long: {0}.', unread)]),
    ...elsewhereLines(elsewhere),
  ];
}

function missingLines(missing: readonly string[]): readonly string[] {
  const [first, ...others] = missing;
  if (first === undefined) return [];
  if (others.length === 0) return [vscode.l10n.t('The folder is not complete: {0} is missing.', first)];
  return [
    vscode.l10n.t(
      'The folder is not complete: {0} parts are missing, the first is {1}.',
      missing.length,
      first,
    ),
  ];
}

function elsewhereLines(elsewhere: number): readonly string[] {
  if (elsewhere === 0) return [];
  if (elsewhere === 1) return [vscode.l10n.t('1 part stands on another server and was not checked.')];
  return [vscode.l10n.t('{0} parts stand on other servers and were not checked.', elsewhere)];
}
