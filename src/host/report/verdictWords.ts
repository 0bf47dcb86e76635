// What a verdict is called on screen, in a word or two and as an icon, and the words for what it rests on. The same words in messages, tree nodes and reports (U12, V13). Raw text: messages and picks disarm what they show.
import * as vscode from 'vscode';
import type {
  CheckName,
  JudgedSignature,
  Judges,
  Place,
  ProvenSigner,
  RuleLevel,
  Verdict,
  VerdictReason,
  VerifyReport,
} from '../../engine/verdict.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import { wordsOfFailure } from '../ui/errorWords.ts';
import { brokenRuleSentence } from '../ui/ruleWords.ts';
import type { LeftOut } from './shownReport.ts';
import { signatureProblem } from '../ui/signatureWords.ts';

/** How a foreign value is set off in a sentence: as it is for messages, as inline code for reports. */
export type Mark = (foreign: string) => string;

/** Digests are cut short in a message: the report has them whole. */
export const cutShort: Mark = (foreign) => foreign.replace(/([0-9a-f]{12})[0-9a-f]{52}/g, '$1…');

/** The verdict in a word or two, as on nodes and in headings. */
export function verdictName(verdict: Verdict): string {
  switch (verdict) {
    case 'verified':
      return vscode.l10n.t('Verified');
    case 'could-not-check':
      return vscode.l10n.t('Could not check');
    case 'rejected':
      return vscode.l10n.t('Rejected');
    case 'untrusted':
      return vscode.l10n.t('Signed, by no one you trust');
    case 'unsigned':
      return vscode.l10n.t('Not signed');
  }
}

/** The same of a report, which knows whether a signer who is trusted signed and only another rule is not satisfied. */
export function verdictTitle(report: VerifyReport): string {
  return isPartlySatisfied(report)
    ? vscode.l10n.t('Signed, but not as every rule asks')
    : verdictName(report.verdict);
}

/** Signed by somebody whom a rule names, while another rule that judges as well is not satisfied (S3). */
export function isPartlySatisfied({ verdict, judges }: VerifyReport): boolean {
  return verdict === 'untrusted' && judges.rules.some(({ satisfiedBy }) => satisfiedBy.length > 0);
}

/** Name of the theme icon that stands beside the words. */
export function verdictIcon(verdict: Verdict): string {
  switch (verdict) {
    case 'verified':
      return 'verified-filled';
    case 'could-not-check':
      return 'question';
    case 'rejected':
      return 'error';
    case 'untrusted':
      return 'warning';
    case 'unsigned':
      return 'circle-slash';
  }
}

/** Who satisfied the rules, each named once: a label of an own key, else the short fingerprint. */
export function signersOf(judges: Judges): readonly string[] {
  return [...new Set(judges.rules.flatMap((rule) => rule.satisfiedBy.map(signerName)))];
}

/** What a signer is called: the label of an own key and the short fingerprint, which cannot be chosen (S7). */
export function signerName(signer: ProvenSigner): string {
  const short = shortFingerprint(signer.fingerprint);
  return signer.label === '' ? vscode.l10n.t('key {0}', short) : `${signer.label} (${short})`;
}

/** Where rules stand, in words. `source` names the settings file (S1, S11). */
export function levelName(level: RuleLevel): string {
  switch (level) {
    case 'user':
      return vscode.l10n.t('user settings');
    case 'workspace':
      return vscode.l10n.t('workspace settings');
    case 'folder':
      return vscode.l10n.t('folder settings');
    case 'own-keys':
      return vscode.l10n.t('your own keys');
  }
}

/** Whose settings applied in a window where folders disagree (S11). */
export function folderSentence(folder: string, mark: Mark = cutShort): string {
  return vscode.l10n.t('The settings of folder {0} applied.', mark(folder));
}

/** What a workspace sets that was not used, because nobody trusts it (N2). */
export function leftOutSentence(leftOut: readonly LeftOut[]): string {
  if (leftOut.length > 1) {
    return vscode.l10n.t(
      'This workspace is not trusted: its rules and its signature repository were not used.',
    );
  }
  return leftOut[0] === 'trustedSigners'
    ? vscode.l10n.t('This workspace is not trusted: its rules were not used.')
    : vscode.l10n.t('This workspace is not trusted: its signature repository was not used.');
}

/** A place in words: `signature tag ghcr.io/acme/app:sha256-….sig`. */
export function placeName(place: Place, mark: Mark = cutShort): string {
  switch (place.kind) {
    case 'sig-tag':
      return vscode.l10n.t('signature tag {0}', mark(`${place.repository}:${place.target}`));
    case 'referrers-api':
      return vscode.l10n.t('referrers of {0}', mark(`${place.repository}@${place.target}`));
    case 'fallback-tag':
      return vscode.l10n.t('referrers tag {0}', mark(`${place.repository}:${place.target}`));
    case 'attestation-tag':
      return vscode.l10n.t('attestation tag {0}', mark(`${place.repository}:${place.target}`));
  }
}

/** One reason as a sentence. */
export function reasonSentence(reason: VerdictReason, mark: Mark = cutShort): string {
  switch (reason.kind) {
    case 'place-not-readable': {
      const { code, details } = reason.failure;
      const words = wordsOfFailure(code, details).message;
      return vscode.l10n.t('The {0} could not be read: {1}', placeName(reason.place, mark), mark(words));
    }
    case 'own-keys-not-listed':
      return vscode.l10n.t(
        'Not all of your own keys could be listed here, and one of the others may have signed it.',
      );
    case 'broken-rule':
      return brokenRuleSentence(reason.images, reason.broken, mark);
    case 'format-not-judged':
      return formatSentence(placeName(reason.place, mark), reason.place.kind, mark(reason.mediaType));
    case 'signature-not-readable':
      return vscode.l10n.t(
        'Signature {0} in the {1} could not be read: {2}',
        reason.index + 1,
        placeName(reason.place, mark),
        mark(ended(signatureProblem(reason.problem))),
      );
    case 'check-failed':
      return vscode.l10n.t(
        'Signature {0} in the {1} was made by a trusted key, but a check fails: {2}.',
        reason.index + 1,
        placeName(reason.place, mark),
        checkName(reason.check),
      );
    case 'rule-not-satisfied':
      return reason.sameName
        ? vscode.l10n.t(
            'No valid signature made under this very name satisfies the rule for {0}.',
            mark(reason.images),
          )
        : vscode.l10n.t('No valid signature satisfies the rule for {0}.', mark(reason.images));
  }
}

// The referrers are many, a tag is one.
function formatSentence(place: string, kind: Place['kind'], mediaType: string): string {
  return kind === 'referrers-api'
    ? vscode.l10n.t(
        'The {0} hold a signature in a format that this version cannot judge yet ({1}).',
        place,
        mediaType,
      )
    : vscode.l10n.t(
        'The {0} holds a signature in a format that this version cannot judge yet ({1}).',
        place,
        mediaType,
      );
}

/** With a full stop, unless there is one: the words of a failure are sentences. */
export function ended(words: string): string {
  return /[.…]$/.test(words) ? words : `${words}.`;
}

/** A check in words. */
export function checkName(check: CheckName): string {
  switch (check) {
    case 'format':
      return vscode.l10n.t('signed document and its form');
    case 'signature':
      return vscode.l10n.t('signature of a trusted key');
    case 'payload-type':
      return vscode.l10n.t('type of the signed document');
    case 'subject-digest':
      return vscode.l10n.t('signed digest');
    case 'docker-reference':
      return vscode.l10n.t('name it was signed under');
    case 'annotations':
      return vscode.l10n.t('annotations asked for');
  }
}

/** What a signature, or what was found in place of one, is called. */
export function formatName(format: JudgedSignature['format']): string {
  switch (format) {
    case 'simple-signing':
      return vscode.l10n.t('Signature');
    case 'bundle':
      return vscode.l10n.t('Sigstore bundle');
    case 'attestation':
      return vscode.l10n.t('Attestation');
    case 'other':
      return vscode.l10n.t('Other data');
  }
}
