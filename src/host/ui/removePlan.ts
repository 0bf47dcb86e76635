// The plan of a removal as a pick list: "Remove" first, below it every tag with its digest and what happens to it, what
// stays, and who asks (V1, U6). What is confirmed is what stands there (S38).
import * as vscode from 'vscode';
import type { LeftBehind, RemoveList, RemovePlan } from '../../engine/removePlan.ts';
import { formatName, placeName } from '../report/verdictWords.ts';
import { shortPlace, shortSignatureTag } from '../tree/signatureTag.ts';
import { wordsOfFailure } from './errorWords.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';
import { changeItems } from './planChanges.ts';
import { credentialItems } from './removeCredentials.ts';
import { signatureLine } from './removableWords.ts';
import { obstacleWords } from './removeErrorWords.ts';

/** What the person chose; `look` is a line that only informs. */
export type RemovePlanChoice = 'remove' | 'close' | 'look' | 'choice' | 'when-empty';

/** Shows the plan; undefined where the person gave up. `changes`: sentences on what is different from the last one. */
export async function askRemovePlan(
  plan: RemovePlan,
  changes: readonly string[],
): Promise<RemovePlanChoice | undefined> {
  const isNothing = plan.lists.every(({ action }) => action === 'none');
  return pickOne(removePlanItems(plan, changes), {
    title: isNothing ? vscode.l10n.t('Nothing to Remove') : vscode.l10n.t('Remove These Signatures?'),
    placeholder: isNothing
      ? vscode.l10n.t('Nothing would be written or deleted.')
      : vscode.l10n.t(
          'Enter removes exactly what stands here, for everybody. Only who signed can sign again.',
        ),
  });
}

/** The lines of the plan. Raw text: the pick list disarms it. */
export function removePlanItems(
  plan: RemovePlan,
  changes: readonly string[],
): readonly PickItem<RemovePlanChoice>[] {
  return [
    firstItem(plan),
    ...changeItems(changes, 'look' as const),
    ...choiceItems(plan),
    ...plan.lists.flatMap((list, index) => listItems(list, plan, index === 0)),
    ...plan.left.map((left, index) => ({ ...(index === 0 ? { group: '' } : {}), ...leftItem(left) })),
    ...credentialItems(plan),
  ];
}

function firstItem(plan: RemovePlan): PickItem<RemovePlanChoice> {
  const touched = plan.lists.filter(({ action }) => action !== 'none');
  const description = subjectName(plan);
  if (touched.length === 0) {
    return {
      ...{ label: vscode.l10n.t('Close'), description, icon: 'pass', value: 'close' },
      detail: isNoneThere(plan)
        ? vscode.l10n.t('No signature in .sig tags was found.')
        : vscode.l10n.t('There is no signature here that was chosen and can be removed.'),
    };
  }
  if (touched.some(({ credential }) => credential.push === 'denied')) {
    return {
      ...{ label: vscode.l10n.t('Remove Anyway'), description, icon: 'error', value: 'remove' },
      detail: vscode.l10n.t('The registry says that this credential may not do that.'),
    };
  }
  return { label: vscode.l10n.t('Remove'), description, icon: 'trash', value: 'remove' };
}

/** Nothing was found, and nothing is there that could not be read. */
function isNoneThere({ lists, left }: RemovePlan): boolean {
  const isEmpty = lists.every(
    ({ signatures, obstacle }) => signatures.length === 0 && obstacle === undefined,
  );
  return isEmpty && left.every(({ kind }) => kind !== 'not-readable');
}

function subjectName({ image, request, lists }: RemovePlan): string {
  if (image !== undefined) {
    return image.tag === undefined
      ? `${image.repository}@${image.digest}`
      : `${image.repository}:${image.tag}`;
  }
  const { from } = request;
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return `${only.repository}:${shortSignatureTag(only.tag)}`;
  return from.kind === 'tags' ? vscode.l10n.t('{0} tags in {1}', lists.length, from.repository) : '';
}

function choiceItems({ request, lists, image }: RemovePlan): readonly PickItem<RemovePlanChoice>[] {
  const digest = image === undefined ? [] : [imageItem(image.digest)];
  const all = lists.flatMap(({ signatures }) => signatures);
  if (request.from.kind === 'tags' && request.from.tags.length > 1) return digest;
  if (all.length < 2) return digest;
  const label = {
    all: vscode.l10n.t('All signatures'),
    signer: request.choice.kind === 'signer' ? vscode.l10n.t('Those by {0}', request.choice.key.label) : '',
    one: vscode.l10n.t('One signature'),
  }[request.choice.kind];
  const description = vscode.l10n.t('Change what is removed…');
  return [...digest, { label, description, icon: 'list-selection', value: 'choice' }];
}

function imageItem(digest: string): PickItem<RemovePlanChoice> {
  const label = vscode.l10n.t('The image itself stays');
  return { group: '', label, detail: digest, icon: 'package', value: 'look' };
}

function listItems(
  list: RemoveList,
  plan: RemovePlan,
  isFirst: boolean,
): readonly PickItem<RemovePlanChoice>[] {
  const chosen = list.signatures.filter((signature) => signature.chosen).length;
  const isMany = plan.lists.length > 8;
  return [
    { ...(isFirst ? { group: '' } : {}), ...listItem(list, chosen) },
    ...(list.action === 'none' || isMany ? [] : chosenItems(list)),
  ];
}

function chosenItems({ signatures }: RemoveList): readonly PickItem<RemovePlanChoice>[] {
  return signatures
    .filter((signature) => signature.chosen)
    .map((signature) => ({ ...signatureLine(signature, signatures), icon: 'remove', value: 'look' }));
}

function listItem(list: RemoveList, chosen: number): PickItem<RemovePlanChoice> {
  const { signatures, action, manifest, otherTags, undeletable, repository } = list;
  const tag = shortSignatureTag(list.tag);
  // A narrow window cuts the end: where it is written to comes first.
  const base = { detail: `${repository} · ${manifest}`, value: 'look' as const };
  switch (action) {
    case 'none':
      return list.obstacle === undefined
        ? { ...base, label: vscode.l10n.t('Not changed: {0}', tag), icon: 'circle-slash' }
        : {
            ...base,
            label: vscode.l10n.t('Left as it is: {0}', tag),
            description: obstacleWords(list.obstacle),
            icon: 'warning',
          };
    case 'rewrite':
      return {
        ...base,
        label: vscode.l10n.t('Written again without {0} of {1}: {2}', chosen, signatures.length, tag),
        icon: 'edit',
      };
    case 'delete':
      return {
        ...{ ...base, value: 'when-empty' },
        label: vscode.l10n.t('Deleted, nothing would be left: {0}', tag),
        description: vscode.l10n.t('Leave an empty list instead…'),
        icon: 'trash',
      };
    case 'delete-tag':
      return {
        ...{ ...base, value: 'when-empty' },
        label:
          otherTags === 'cannot-tell'
            ? vscode.l10n.t('Only the tag is deleted, others may share its digest: {0}', tag)
            : vscode.l10n.t(
                'Only the tag is deleted, {0} has the same digest: {1}',
                otherTags.join(', '),
                tag,
              ),
        description: vscode.l10n.t('Leave an empty list instead…'),
        icon: 'trash',
      };
    case 'empty-list':
      return {
        ...base,
        value: undeletable ? 'look' : 'when-empty',
        label: vscode.l10n.t('Emptied, the tag stays: {0}', tag),
        description: undeletable
          ? vscode.l10n.t('This registry deletes nothing. cosign reads it as not signed.')
          : vscode.l10n.t('cosign reads it as not signed. Delete it instead…'),
        icon: 'edit',
      };
  }
}

function leftItem(left: LeftBehind): PickItem<RemovePlanChoice> {
  switch (left.kind) {
    case 'found':
      return {
        label: vscode.l10n.t('Stays: {0} × {1}', left.count, formatName(left.format)),
        description: placeName(left.place),
        detail: vscode.l10n.t('This version removes only signatures in .sig tags.'),
        icon: 'info',
        value: 'look',
      };
    case 'tag':
      return {
        label: vscode.l10n.t('Stays: {0}', shortPlace(`${left.repository}:${left.tag}`)),
        icon: 'info',
        value: 'look',
      };
    case 'not-readable':
      return {
        label: vscode.l10n.t('Could not be read, and stays: {0}', shortPlace(left.place)),
        detail: wordsOfFailure(left.failure.code, left.failure.details).message,
        icon: 'warning',
        value: 'look',
      };
  }
}
