// The plan of a repair as a pick list, and what came of it in words: first what would be done, below it each entry of the
// journal with what was found. Nothing is written before the first line is chosen (V1, S38).
import * as vscode from 'vscode';
import type { BadEntry, RepairFinding, RepairItem, RepairPlan, RepairResult } from '../../engine/plan.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import { familiar } from '../tree/entry.ts';
import { shortSignatureTag } from '../tree/signatureTag.ts';
import { credentialName } from './credentialWords.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';
import { whyWords } from './writeWords.ts';

/** `forget`: the entries that cannot be repaired are to wait no longer. */
export type RepairChoice = 'repair' | 'forget' | 'look';

/** Shows the plan; undefined where the person gave up. */
export async function askRepair(plan: RepairPlan): Promise<RepairChoice | undefined> {
  return pickOne(repairItems(plan), {
    title: vscode.l10n.t('Repair Signatures?'),
    placeholder: vscode.l10n.t('Nothing is written before you choose the first line.'),
  });
}

/** The entries that are neither there nor can be written back. */
export function hopeless({ items, bad }: RepairPlan): readonly string[] {
  const stuck = items.filter(({ finding }) => finding.kind !== 'there' && finding.kind !== 'missing');
  return [...stuck, ...bad].map(({ id }) => id);
}

/** The lines of the plan. Raw text: the pick list disarms it. */
export function repairItems(plan: RepairPlan): readonly PickItem<RepairChoice>[] {
  const missing = plan.items.filter(({ finding }) => finding.kind === 'missing').length;
  const there = plan.items.filter(({ finding }) => finding.kind === 'there').length;
  const stuck = hopeless(plan).length;
  return [
    ...(missing > 0
      ? [
          {
            label: count(missing, vscode.l10n.t('Write 1 signature back'), (n) =>
              vscode.l10n.t('Write {0} signatures back', n),
            ),
            icon: 'tools',
            value: 'repair' as const,
          },
        ]
      : []),
    ...(missing === 0 && there > 0
      ? [
          {
            label: vscode.l10n.t('All is there: wait for it no longer'),
            icon: 'pass',
            value: 'repair' as const,
          },
        ]
      : []),
    ...(stuck > 0
      ? [
          {
            label: count(stuck, vscode.l10n.t('Forget 1 entry that cannot be repaired'), (n) =>
              vscode.l10n.t('Forget {0} entries that cannot be repaired', n),
            ),
            detail: vscode.l10n.t('Only the note on this machine goes; no registry is asked.'),
            icon: 'trash',
            value: 'forget' as const,
          },
        ]
      : []),
    ...plan.items.map((item, index) => itemLine(item, plan.machine, index === 0)),
    ...plan.bad.map(badLine),
  ];
}

function itemLine(item: RepairItem, machine: string, isFirst: boolean): PickItem<RepairChoice> {
  const { repository, tag, label, fingerprint, writtenAt, credential, othersGone } = item;
  const key = label ?? vscode.l10n.t('key {0}', shortFingerprint(fingerprint));
  const details = [
    vscode.l10n.t('signed by {0} at {1}', key, new Date(writtenAt).toLocaleString()),
    credential === undefined ? '' : vscode.l10n.t('{0} on {1}', credentialName(credential), machine),
    othersGone === 0
      ? ''
      : vscode.l10n.t('{0} of others are gone too and are not written back', String(othersGone)),
  ];
  return {
    ...(isFirst ? { group: '' } : {}),
    label: `${familiar(repository)}:${shortSignatureTag(tag)}`,
    description: findingWords(item.finding),
    detail: details.filter((detail) => detail !== '').join(' · '),
    icon: item.finding.kind === 'there' ? 'pass' : item.finding.kind === 'missing' ? 'add' : 'warning',
    value: 'look',
  };
}

function badLine({ id, problem }: BadEntry): PickItem<RepairChoice> {
  return {
    label: vscode.l10n.t('No entry: {0}', id),
    description: badWords(problem),
    icon: 'error',
    value: 'look',
  };
}

/** What was found of one entry. */
export function findingWords(finding: RepairFinding): string {
  switch (finding.kind) {
    case 'there':
      return vscode.l10n.t('is there');
    case 'missing':
      return vscode.l10n.t('is not there, and would be written back');
    case 'removed-here':
      return vscode.l10n.t('was removed on this machine');
    case 'no-own-key':
      return vscode.l10n.t('its key is not among yours');
    case 'not-ours':
      return vscode.l10n.t('the entry holds no signature of its key over this image');
    case 'image-gone':
      return vscode.l10n.t('the image is not there any more');
    case 'other-credential':
      return vscode.l10n.t('it was written with another login than the one you have now');
    case 'could-not-look':
      return vscode.l10n.t('could not be looked for: {0}', whyWords(finding.reason));
  }
}

function badWords(problem: BadEntry['problem']): string {
  switch (problem) {
    case 'garbled':
      return vscode.l10n.t('cannot be understood');
    case 'too-large':
      return vscode.l10n.t('is too large');
    case 'other-version':
      return vscode.l10n.t('is of another version of Countersign');
    case 'not-readable':
      return vscode.l10n.t('cannot be read');
  }
}

/** What came of it, as sentences; `isWell` where nothing is left to do. */
export function resultWords({ items }: RepairResult): { readonly text: string; readonly isWell: boolean } {
  const sentences: string[] = [];
  let isWell = true;
  for (const { item, outcome } of items) {
    const place = `${familiar(item.repository)}:${shortSignatureTag(item.tag)}`;
    if (outcome.kind === 'written-back') {
      sentences.push(vscode.l10n.t('The signature in {0} is written back.', place));
      if (outcome.unconfirmed === undefined) continue;
      isWell = false;
      sentences.push(
        vscode.l10n.t('Reading it back did not confirm it: {0}.', whyWords(outcome.unconfirmed)),
      );
    } else if (outcome.kind === 'changed') {
      isWell = false;
      sentences.push(vscode.l10n.t('{0} is no longer as it was shown; nothing was written there.', place));
    } else if (outcome.kind === 'failed') {
      isWell = false;
      sentences.push(vscode.l10n.t('{0} was not repaired: {1}.', place, whyWords(outcome.reason)));
    }
  }
  const text = sentences.join(' ');
  return { text: text === '' ? vscode.l10n.t('The signatures are there.') : text, isWell };
}

function count(number: number, one: string, many: (number: string) => string): string {
  return number === 1 ? one : many(String(number));
}
