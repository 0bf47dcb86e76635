// The verdict of this session as it stands on a node: an icon and words, and how long ago (U12, V13).
import * as vscode from 'vscode';
import type { Verdict, VerifyReport } from '../../engine/verdict.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import { verdictIcon, verdictTitle } from '../report/verdictWords.ts';

export interface VerdictMark {
  /** E.g. `Verified by release, 2 min ago`. */
  readonly words: string;
  readonly icon: vscode.ThemeIcon;
}

/** `now` in milliseconds since 1970. */
export function markOf(report: VerifyReport, now: number): VerdictMark {
  const age = ageOf(now - report.checkedAt);
  const who = report.judges.rules.flatMap((rule) => rule.satisfiedBy.map(shortName));
  const words =
    report.verdict === 'verified' && who.length > 0
      ? vscode.l10n.t('Verified by {0}, {1}', [...new Set(who)].join(', '), age)
      : vscode.l10n.t('{0}, {1}', verdictTitle(report), age);
  return { words, icon: iconOf(report.verdict) };
}

/** Never by colour alone: each verdict has an icon of its own. */
export function iconOf(verdict: Verdict): vscode.ThemeIcon {
  return new vscode.ThemeIcon(verdictIcon(verdict), new vscode.ThemeColor(colours[verdict]));
}

const colours: Readonly<Record<Verdict, string>> = {
  verified: 'testing.iconPassed',
  'could-not-check': 'list.warningForeground',
  rejected: 'list.errorForeground',
  untrusted: 'list.warningForeground',
  unsigned: 'descriptionForeground',
};

function shortName(signer: { readonly label: string; readonly fingerprint: string }): string {
  return signer.label === '' ? vscode.l10n.t('key {0}', shortFingerprint(signer.fingerprint)) : signer.label;
}

function ageOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return vscode.l10n.t('just now');
  if (minutes < 60) return vscode.l10n.t('{0} min ago', minutes);
  return vscode.l10n.t('{0} h ago', Math.floor(minutes / 60));
}
