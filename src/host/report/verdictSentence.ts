// A report as one sentence, for messages: the image, the verdict, and by whom, by which rule, or why not (U12, S1).
import * as vscode from 'vscode';
import type { Judges, VerifyReport } from '../../engine/verdict.ts';
import { coveredSentence, withinSentence } from './platformWords.ts';
import { incompleteLines } from './savedWords.ts';
import type { ShownReport } from './shownReport.ts';
import {
  ended,
  folderSentence,
  isPartlySatisfied,
  leftOutSentence,
  levelName,
  reasonSentence,
  signerName,
  signersOf,
} from './verdictWords.ts';

/** What a message says of a report: the image, the verdict, and by whom, by which rule, or the first reason. */
export function verdictSentence(report: ShownReport): string {
  const sentence = plainSentence(report);
  const { folder, judges, leftOut = [] } = report;
  const isNamed = judges.level === 'folder' && sentence.includes(judges.source);
  const more = [
    ...(folder === undefined || isNamed ? [] : [folderSentence(folder)]),
    ...[coveredSentence(report)].filter((one) => one !== undefined),
    ...(report.within === undefined || report.verdict === 'verified' ? [] : [withinSentence(report.within)]),
    ...incompleteLines(report),
    ...(mayHaveMissedRules(report) ? [leftOutSentence(leftOut)] : []),
  ];
  return more.length === 0 ? sentence : [ended(sentence), ...more].join(' ');
}

/** No rule of the person's own names the image, and the workspace's, or its signature repository, were left out. */
export function mayHaveMissedRules({ judges, leftOut = [] }: ShownReport): boolean {
  return judges.level === 'own-keys' && leftOut.length > 0;
}

function plainSentence(report: ShownReport): string {
  const image = imageName(report);
  switch (report.verdict) {
    case 'verified':
      return verifiedSentence(image, report);
    case 'could-not-check':
      return vscode.l10n.t('{0} could not be checked: {1}', image, whyOf(report));
    case 'rejected':
      return vscode.l10n.t('{0} is rejected: {1}', image, whyOf(report));
    case 'untrusted':
      return untrustedSentence(image, report);
    case 'unsigned':
      return vscode.l10n.t('{0} is not signed.', image);
  }
}

function imageName({ repository, tag, savedIn }: ShownReport): string {
  if (savedIn !== undefined) return vscode.l10n.t('{0} in the folder {1}', repository, savedIn);
  return tag === undefined ? repository : `${repository}:${tag}`;
}

function verifiedSentence(image: string, { judges, leftOut }: ShownReport): string {
  const who = signersOf(judges).join(', ');
  if (judges.level === 'own-keys') {
    return leftOut?.includes('trustedSigners')
      ? vscode.l10n.t('{0} is verified by your own key {1}; no rule of yours names this image.', image, who)
      : vscode.l10n.t('{0} is verified by your own key {1}; no rule names this image.', image, who);
  }
  const rules = judges.rules.map((rule) => rule.images).join(', ');
  const level = rulesName(judges);
  return vscode.l10n.t('{0} is verified by {1}; rule {2} of {3}.', image, who, rules, level);
}

/** The level and its file, which says which folder's it is (S1, S11). The user has one only. */
function rulesName({ level, source }: Judges): string {
  return level === 'user' || source === ''
    ? levelName(level)
    : vscode.l10n.t('{0} ({1})', levelName(level), source);
}

/** An own key that signed is named also where rules that name others judge: it is proven (S13). */
function untrustedSentence(image: string, report: VerifyReport): string {
  const { signatures, judges, reasons } = report;
  if (isPartlySatisfied(report)) {
    const missing = reasons.find(({ kind }) => kind === 'rule-not-satisfied');
    const why = missing === undefined ? '' : reasonSentence(missing);
    const signers = signersOf(judges).join(', ');
    return vscode.l10n.t('{0} is signed by {1}, but that is not enough. {2}', image, signers, why).trim();
  }
  const names = new Set(
    signatures.flatMap(({ signer }) => (signer === undefined ? [] : [signerName(signer)])),
  );
  if (names.size === 0) return vscode.l10n.t('{0} is signed, by no one you trust.', image);
  const who = [...names].join(', ');
  const level = rulesName(judges);
  return vscode.l10n.t('{0} is signed by {1}; the rules of {2} for it name others.', image, who, level);
}

/** The first finding; where nothing could be checked, the first that kept it from being checked. */
function whyOf({ verdict, reasons }: VerifyReport): string {
  const blocking = reasons.find(({ kind }) => kind !== 'check-failed' && kind !== 'rule-not-satisfied');
  const reason = (verdict === 'could-not-check' ? blocking : undefined) ?? reasons[0];
  return reason === undefined ? vscode.l10n.t('no place could be asked.') : reasonSentence(reason);
}
