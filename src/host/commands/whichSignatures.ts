// Which of the signatures that are there: all, those of one signer, or a single one.
import * as vscode from 'vscode';
import type { RemoveChoice, RemovePlan } from '../../engine/removePlan.ts';
import { signerName } from '../report/verdictWords.ts';
import { pickOne } from '../ui/picks.ts';
import type { PickItem } from '../ui/picks.ts';
import { signatureLine } from '../ui/removableWords.ts';
import { shortSignatureTag, signatureAnnotation } from '../tree/signatureTag.ts';

/** How many signatures the plan found. */
export function signaturesIn({ lists }: RemovePlan): number {
  return lists.reduce((sum, { signatures }) => sum + signatures.length, 0);
}

/** Asks; undefined where the person gave up. */
export async function askWhichSignatures(plan: RemovePlan): Promise<RemoveChoice | undefined> {
  const all: PickItem<RemoveChoice> = {
    label: vscode.l10n.t('All {0} signatures', signaturesIn(plan)),
    icon: 'checklist',
    value: { kind: 'all' },
  };
  return pickOne([all, ...signerItems(plan), ...singleItems(plan.lists)], {
    title: vscode.l10n.t('Which Signatures?'),
    placeholder: vscode.l10n.t('Nothing is removed before you have seen the plan.'),
  });
}

function signerItems({ lists, request }: RemovePlan): readonly PickItem<RemoveChoice>[] {
  const signatures = lists.flatMap((list) => list.signatures);
  return request.knownKeys.flatMap((key): PickItem<RemoveChoice>[] => {
    const count = signatures.filter(({ signer }) => signer?.fingerprint === key.fingerprint).length;
    if (count === 0) return [];
    return [
      {
        label: vscode.l10n.t('Those by {0}', signerName(key)),
        description: count === 1 ? vscode.l10n.t('1 signature') : vscode.l10n.t('{0} signatures', count),
        icon: 'key',
        value: { kind: 'signer', key },
      },
    ];
  });
}

/** A line for each: nobody is to guess which one goes. */
export function singleItems(lists: RemovePlan['lists']): readonly PickItem<RemoveChoice>[] {
  return lists.flatMap(({ repository, tag, signatures }, at) =>
    signatures.map((one, index): PickItem<RemoveChoice> => {
      const { digest, annotations } = one.claimed.descriptor;
      const line = signatureLine(one, signatures);
      return {
        ...(at === 0 && index === 0 ? { group: vscode.l10n.t('One of them') } : {}),
        ...line,
        detail: `${line.detail} · ${repository}:${shortSignatureTag(tag)}`,
        icon: 'pencil',
        value: { kind: 'one', repository, tag, digest, signature: annotations?.[signatureAnnotation] },
      };
    }),
  );
}
