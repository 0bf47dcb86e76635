// What came of a removal, in sentences: how many went, what is left, and what could not be confirmed.
import * as vscode from 'vscode';
import type { ListResult, RemoveResult, RemoveStep } from '../../engine/removePlan.ts';
import { shortPlace } from '../tree/signatureTag.ts';
import { wordsOfFailure } from './errorWords.ts';
import { whyWords } from './writeWords.ts';

/** What is being done now. */
export function removeStepWords(step: RemoveStep): string {
  switch (step) {
    case 'reading':
      return vscode.l10n.t('reading what is there');
    case 'removing':
      return vscode.l10n.t('removing; from here on it cannot be cancelled');
    case 'reading-back':
      return vscode.l10n.t('reading back');
  }
}

/** True where everything that was planned is gone, and was seen to be. */
export function isAllRemoved({ lists }: RemoveResult): boolean {
  return lists.every(({ outcome, unconfirmed }) => isDone(outcome) && unconfirmed === undefined);
}

/** The result as one message. */
export function removeResultWords(result: RemoveResult): string {
  const { lists } = result;
  const done = lists.filter(({ outcome }) => isDone(outcome));
  const removed = done.reduce((sum, list) => sum + list.removed, 0);
  const [only] = done;
  const first =
    only !== undefined && done.length === 1
      ? oneWords(only)
      : vscode.l10n.t('{0} signatures in {1} tags are removed.', removed, done.length);
  const failed = lists.filter(({ outcome }) => outcome === 'failed');
  const waiting = lists.filter(({ outcome }) => outcome === 'not-tried');
  return [
    ...(done.length === 0 ? [] : [first]),
    ...done.flatMap(unconfirmedWords),
    ...failed.slice(0, 1).map(failureWords),
    ...(failed.length > 1
      ? [vscode.l10n.t('{0} more tags failed; the log has them all.', failed.length - 1)]
      : []),
    ...(waiting.length > 0 ? [vscode.l10n.t('{0} tags were not tried any more.', waiting.length)] : []),
    ...(done.some(({ told }) => !told)
      ? [vscode.l10n.t('Other windows could not be told: one that had seen them may write them back.')]
      : []),
  ].join(' ');
}

function isDone(outcome: ListResult['outcome']): boolean {
  return outcome === 'rewritten' || outcome === 'deleted' || outcome === 'emptied';
}

function oneWords(list: ListResult): string {
  const place = shortPlace(`${list.repository}:${list.tag}`);
  const { removed, left } = list;
  if (list.outcome === 'deleted')
    return vscode.l10n.t('Removed {0}: {1} is deleted.', countOf(removed), place);
  if (left === 0) return vscode.l10n.t('Removed {0}: {1} is an empty list now.', countOf(removed), place);
  return left === 1
    ? vscode.l10n.t('Removed {0}; one is left in {1}.', countOf(removed), place)
    : vscode.l10n.t('Removed {0}; {1} are left in {2}.', countOf(removed), left, place);
}

function countOf(removed: number): string {
  return removed === 1 ? vscode.l10n.t('1 signature') : vscode.l10n.t('{0} signatures', removed);
}

function unconfirmedWords({ unconfirmed, repository, tag }: ListResult): readonly string[] {
  if (unconfirmed === undefined) return [];
  const place = shortPlace(`${repository}:${tag}`);
  return [vscode.l10n.t('Reading {0} back did not confirm it: {1}.', place, whyWords(unconfirmed))];
}

function failureWords({ failure, repository, tag }: ListResult): string {
  const words = failure === undefined ? '' : wordsOfFailure(failure.code, failure.details).message;
  return vscode.l10n.t('{0} failed: {1}', shortPlace(`${repository}:${tag}`), words);
}
