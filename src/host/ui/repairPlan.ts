// The plan of a repair as a pick list, and what came of it in words: first what would be done, below it each entry of the
// journal with what was found. Nothing is written before the first line is chosen (V1, S38).
import * as vscode from 'vscode';
import type { BadEntry, RepairItem, RepairPlan, RepairResult } from '../../engine/plan.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import { familiar } from '../tree/entry.ts';
import { shortSignatureTag } from '../tree/signatureTag.ts';
import { credentialName } from './credentialWords.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';
import { whyWords } from './writeWords.ts';

/**
 * `repair`: write these back, and wait no longer for those that are there; `entry` and `bad`: one of them, to be asked
 * about.
 */
export type RepairChoice =
  | { readonly kind: 'repair'; readonly items: readonly RepairItem[] }
  | { readonly kind: 'forget'; readonly ids: readonly string[] }
  | { readonly kind: 'entry'; readonly item: RepairItem }
  | { readonly kind: 'bad'; readonly entry: BadEntry };

/** Shows the plan; undefined where the person gave up. */
export async function askRepair(plan: RepairPlan): Promise<RepairChoice | undefined> {
  return pickOne(repairItems(plan), {
    title: vscode.l10n.t('Repair Signatures?'),
    placeholder: vscode.l10n.t('Nothing is written before you choose to. Choose a line for it alone.'),
  });
}

/** What to do about one of them; undefined where the person gave up. */
export async function askRepairOf(
  choice: Extract<RepairChoice, { kind: 'entry' | 'bad' }>,
): Promise<RepairChoice | undefined> {
  if (choice.kind === 'bad') {
    const { id, problem } = choice.entry;
    return pickOne([badItem(choice.entry)], {
      title: vscode.l10n.t('No entry: {0}', id),
      placeholder: badWords(problem),
    });
  }
  const { item } = choice;
  return pickOne(entryItems(item), {
    title: `${familiar(item.repository)}:${shortSignatureTag(item.tag)}`,
    placeholder: findingWords(item),
  });
}

/** Raw text: the pick list disarms it. */
export function entryItems(item: RepairItem): readonly PickItem<RepairChoice>[] {
  const { kind } = item.finding;
  const forget: PickItem<RepairChoice> = {
    label:
      kind === 'missing'
        ? vscode.l10n.t('Leave it as it is, and forget it')
        : vscode.l10n.t('Wait for it no longer'),
    detail: vscode.l10n.t('Only the note on this machine goes; no registry is asked.'),
    icon: 'trash',
    value: { kind: 'forget', ids: [item.id] },
  };
  if (kind !== 'missing') return [forget];
  return [
    {
      label: vscode.l10n.t('Write this one back'),
      ...(item.wasRemoved ? { detail: vscode.l10n.t('Somebody removed it, maybe on purpose.') } : {}),
      icon: 'tools',
      value: { kind: 'repair', items: [item] },
    },
    forget,
  ];
}

/** What can be done about one that is none. */
export function badItem({ id, problem }: BadEntry): PickItem<RepairChoice> {
  return {
    label: vscode.l10n.t('Forget it'),
    detail:
      problem === 'other-version'
        ? vscode.l10n.t('That version may still know how to write its signature back.')
        : vscode.l10n.t('Only the note on this machine goes; no registry is asked.'),
    icon: 'trash',
    value: { kind: 'forget', ids: [id] },
  };
}

/**
 * As things are, nobody can write these back from here: the image is gone, the key, or what the entry says is not true.
 * A bad one is among them only where no version of Countersign could use it: what a newer one wrote, or what cannot be
 * read just now, may be a signature's only trace.
 */
function hopeless({ items, bad }: RepairPlan): readonly string[] {
  const stuck = items.filter(({ finding: { kind } }) =>
    ['removed-here', 'no-own-key', 'not-ours', 'image-gone'].includes(kind),
  );
  const broken = bad.filter(({ problem }) => problem === 'garbled' || problem === 'too-large');
  return [...stuck, ...broken].map(({ id }) => id);
}

/** The lines of the plan: what somebody removed is written back only by its own line. Raw text: the pick list disarms it. */
export function repairItems(plan: RepairPlan): readonly PickItem<RepairChoice>[] {
  const lost = plan.items.filter(({ finding, wasRemoved }) => finding.kind === 'missing' && !wasRemoved);
  const there = plan.items.filter(({ finding }) => finding.kind === 'there');
  const stuck = hopeless(plan);
  return [
    ...(lost.length > 0
      ? [
          {
            label: count(lost.length, vscode.l10n.t('Write 1 signature back'), (n) =>
              vscode.l10n.t('Write {0} signatures back', n),
            ),
            icon: 'tools',
            value: { kind: 'repair', items: [...lost, ...there] } as const,
          },
        ]
      : []),
    ...(lost.length === 0 && there.length > 0
      ? [
          {
            label:
              there.length === plan.items.length
                ? vscode.l10n.t('All is there: wait for it no longer')
                : vscode.l10n.t('Wait no longer for what is there'),
            icon: 'pass',
            value: { kind: 'repair', items: there } as const,
          },
        ]
      : []),
    ...(stuck.length > 0
      ? [
          {
            label: count(stuck.length, vscode.l10n.t('Forget 1 entry that cannot be repaired'), (n) =>
              vscode.l10n.t('Forget {0} entries that cannot be repaired', n),
            ),
            detail: vscode.l10n.t('Only the note on this machine goes; no registry is asked.'),
            icon: 'trash',
            value: { kind: 'forget', ids: stuck } as const,
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
    label: findingWords(item),
    description: `${familiar(repository)}:${shortSignatureTag(tag)}`,
    detail: details.filter((detail) => detail !== '').join(' · '),
    icon: item.finding.kind === 'there' ? 'pass' : item.finding.kind === 'missing' ? 'add' : 'warning',
    value: { kind: 'entry', item },
  };
}

function badLine(entry: BadEntry): PickItem<RepairChoice> {
  return {
    label: vscode.l10n.t('No entry: {0}', entry.id),
    description: badWords(entry.problem),
    icon: 'error',
    value: { kind: 'bad', entry },
  };
}

/** What was found of one entry, as the beginning of its line. */
function findingWords({ finding, wasRemoved }: RepairItem): string {
  switch (finding.kind) {
    case 'there':
      return vscode.l10n.t('There');
    case 'missing':
      return wasRemoved
        ? vscode.l10n.t('Was there, then somebody removed it')
        : vscode.l10n.t('Missing, would be written back');
    case 'removed-here':
      return vscode.l10n.t('Removed on this machine');
    case 'no-own-key':
      return vscode.l10n.t('Its key is not among yours; signing again helps');
    case 'not-ours':
      return vscode.l10n.t('The entry holds no signature of its key over this image');
    case 'image-gone':
      return vscode.l10n.t('The image is not there any more');
    case 'other-credential':
      return vscode.l10n.t('Written with another login than the one you have now');
    case 'could-not-look':
      return vscode.l10n.t('Could not be looked for: {0}', whyWords(finding.reason));
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
  const notTried = items.filter(({ outcome }) => outcome.kind === 'not-tried').length;
  if (notTried > 0) {
    isWell = false;
    sentences.push(vscode.l10n.t('Cancelled; not tried any more: {0}.', notTried));
  }
  const text = sentences.join(' ');
  return { text: text === '' ? vscode.l10n.t('The signatures are there.') : text, isWell };
}

function count(number: number, one: string, many: (number: string) => string): string {
  return number === 1 ? one : many(String(number));
}
