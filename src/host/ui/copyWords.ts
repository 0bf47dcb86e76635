// How copying or loading an image goes on, how far it came, and what came of it, in words.
import * as vscode from 'vscode';
import type { CopyPlan, CopyProgress, CopyResult } from '../../engine/copyPlan.ts';
import { bytesWords, imageName } from './copyPlan.ts';
import { whyWords } from './writeWords.ts';

/** Behind the title of the progress. */
export function progressWords({ step, bytes, ofBytes, manifests, ofManifests }: CopyProgress): string {
  switch (step) {
    case 'blobs':
      return vscode.l10n.t('{0} of at most {1}', bytesWords(bytes), bytesWords(ofBytes));
    case 'manifests':
    case 'signatures':
      return vscode.l10n.t('{0} of {1} manifests', manifests, ofManifests);
    case 'tag':
      return vscode.l10n.t('setting the tag');
  }
}

/** What a cancel left behind (U13). A registry may finish what was on its way to it. */
export function cancelWords(plan: Pick<CopyPlan, 'target'>, last: CopyProgress | undefined): string {
  const cancelled = vscode.l10n.t('Cancelled.');
  if (last === undefined || last.step === 'blobs') {
    return `${cancelled} ${vscode.l10n.t('No manifest was written.')}`;
  }
  const onItsWay =
    last.manifests < last.ofManifests ? [vscode.l10n.t('What was being written may be there.')] : [];
  return [cancelled, countWords(plan, last), ...onItsWay, tagWords(plan, last)].join(' ');
}

/** How far it came, where it did not come to its end. */
export function soFarWords(plan: Pick<CopyPlan, 'target'>, last: CopyProgress): string {
  return `${countWords(plan, last)} ${tagWords(plan, last)}`;
}

function countWords({ target }: Pick<CopyPlan, 'target'>, { manifests, ofManifests }: CopyProgress): string {
  return vscode.l10n.t('{0} of {1} manifests are in {2}.', manifests, ofManifests, target.repository);
}

function tagWords({ target }: Pick<CopyPlan, 'target'>, { step }: CopyProgress): string {
  const again = vscode.l10n.t('Doing it again goes on from there.');
  if (target.tag === undefined) return again;
  const tag =
    step === 'tag'
      ? vscode.l10n.t('Whether the tag {0} is set is not certain.', target.tag)
      : vscode.l10n.t('The tag {0} is not set.', target.tag);
  return `${tag} ${again}`;
}

/** What was done, in numbers. */
export function resultWords(
  what: 'copy' | 'load',
  plan: Pick<CopyPlan, 'manifests'>,
  result: CopyResult,
): string {
  const image = imageName(result);
  const hanging = plan.manifests.filter(({ of, action }) => of !== undefined && action !== 'stays').length;
  const kept = plan.manifests.filter(({ action }) => action === 'stays').length;
  const more = [
    [
      result.merged,
      vscode.l10n.t('Lists of signatures merged with those that were there: {0}.', result.merged),
    ],
    [kept, vscode.l10n.t('SBOMs left out because another has their tag: {0}.', kept)],
  ] as const;
  return [
    result.outcome === 'already-there'
      ? vscode.l10n.t('{0} and all that hangs on it was there already.', image)
      : `${doneWords(what, image, hanging)} ${blobWords(result)}`,
    ...more.filter(([number]) => number > 0).map(([, words]) => words),
    ...result.unconfirmed.map(({ place, reason }) =>
      vscode.l10n.t('Reading {0} back did not confirm it: {1}.', place, whyWords(reason)),
    ),
  ].join(' ');
}

function doneWords(what: 'copy' | 'load', image: string, hanging: number): string {
  if (what === 'load') {
    return hanging === 0
      ? vscode.l10n.t('Loaded into {0}; nothing hangs on it.', image)
      : vscode.l10n.t('Loaded into {0} with what hangs on it: {1}.', image, hanging);
  }
  return hanging === 0
    ? vscode.l10n.t('Copied to {0}; nothing hangs on it.', image)
    : vscode.l10n.t('Copied to {0} with what hangs on it: {1}.', image, hanging);
}

function blobWords({ blobs, bytes }: CopyResult): string {
  const parts = [
    [blobs.sent, vscode.l10n.t('sent {0} ({1})', blobs.sent, bytesWords(bytes))],
    [blobs.mounted, vscode.l10n.t('taken over inside the registry {0}', blobs.mounted)],
    [blobs.there, vscode.l10n.t('there already {0}', blobs.there)],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([, words]) => words);
  return vscode.l10n.t('Blobs: {0}.', said.join(', '));
}
