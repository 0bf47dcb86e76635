// Words for removals that were refused or did not come to what was wanted. Part of ui/errorWords.ts.
import * as vscode from 'vscode';
import type { ProductAdvice } from '../../engine/findings.ts';
import type { RemoveObstacle } from '../../engine/problems.ts';
import { shortPlace } from '../tree/signatureTag.ts';
import type { ErrorAction, WordTable } from './errorAction.ts';
import { disarm } from './foreignText.ts';
import { productAdvice } from './productAdvice.ts';
import { whyWords } from './writeWords.ts';

const retry: ErrorAction = { kind: 'retry' };
const showLog: ErrorAction = { kind: 'show-log' };

export const removeWords: WordTable<
  'cannot-delete' | 'not-removable' | 'not-removed' | 'removal-not-confirmed'
> = {
  'cannot-delete': ({ registry, repository, status, code, message, by, advice }) => ({
    message: [
      by === 'tag'
        ? vscode.l10n.t(
            'The registry {0} does not delete a tag alone in {1} (status {2}), so nothing was removed. Its digest was left: that takes every tag of it along, and another one has it, or nobody can tell, as with more than 300 tags. An empty list can take the place of the signatures.',
            disarm(registry),
            disarm(repository),
            status,
          )
        : vscode.l10n.t(
            'The registry {0} does not delete in {1} (status {2}), so nothing was removed.',
            disarm(registry),
            disarm(repository),
            status,
          ),
      // distribution 2.8 takes a tag for a bad digest: there is nothing to be switched on.
      ...(by === 'tag' && status === 400 ? [] : [howToDelete(advice, code)]),
      ...(message === '' ? [] : [vscode.l10n.t('The registry’s words: {0}', disarm(message))]),
    ].join(' '),
    actions: [showLog],
  }),
  'not-removable': ({ place, reason }) => ({
    message: vscode.l10n.t(
      'What stands at {0} is left as it is: {1}.',
      disarm(shortPlace(place)),
      obstacleWords(reason),
    ),
    actions: [showLog],
  }),
  'not-removed': ({ place, reason }) => ({
    message: vscode.l10n.t(
      'The signatures at {0} are not removed: {1}.',
      disarm(shortPlace(place)),
      whyWords(reason),
    ),
    actions: [retry, showLog],
  }),
  'removal-not-confirmed': ({ place, reason }) => ({
    message: vscode.l10n.t(
      'Whether the signatures at {0} are removed is not known: {1}. Look again before you rely on it.',
      disarm(shortPlace(place)),
      whyWords(reason),
    ),
    actions: [retry, showLog],
  }),
};

/** Why a list of signatures is left alone, as part of a sentence. */
export function obstacleWords(reason: RemoveObstacle): string {
  switch (reason) {
    case 'is-the-subject':
      return vscode.l10n.t('it is the image itself');
    case 'not-signatures-only':
      return vscode.l10n.t('it holds something else than signatures');
  }
}

/** Where the person finds what would delete it, at the products that are known to refuse (registries §1, §3). */
function howToDelete(advice: ProductAdvice | undefined, code: string): string {
  if (advice !== undefined) return productAdvice(advice);
  if (code === 'REGISTRY_DISALLOWED_OPERATION') {
    return vscode.l10n.t(
      'At Azure the repository or the tag is locked: its writeEnabled or deleteEnabled is off.',
    );
  }
  if (code === 'UNSUPPORTED') {
    return vscode.l10n.t(
      'At distribution’s registry REGISTRY_STORAGE_DELETE_ENABLED=true switches deleting on; at Harbor look for a proxy cache or a tag rule.',
    );
  }
  return vscode.l10n.t('Ask whoever runs it, or let an empty list take the place of the signatures.');
}
