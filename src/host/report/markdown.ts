// A verification as a Markdown document for the preview: verdict and findings first, then who judged, where was looked,
// and each signature (S14 to S18). Pure. Lists instead of tables; every foreign value is a literal (S22).
import * as vscode from 'vscode';
import type { PlaceAnswer, RuleResult, VerifyReport } from '../../engine/verdict.ts';
import { credentialName } from '../ui/credentialWords.ts';
import { wordsOfFailure } from '../ui/errorWords.ts';
import { literal } from '../ui/foreignText.ts';
import { originName } from '../ui/originWords.ts';
import { brokenRuleSentence } from '../ui/ruleWords.ts';
import { platformLines, withinSentence } from './platformWords.ts';
import { incompleteLines, savedPartsLines, savedTitle } from './savedWords.ts';
import type { ShownReport } from './shownReport.ts';
import { signatureBlock } from './signatureBlock.ts';
import {
  folderSentence,
  isPartlySatisfied,
  leftOutSentence,
  levelName,
  placeName,
  reasonSentence,
  signerName,
  signersOf,
} from './verdictWords.ts';

/** The document's text. Says everything the report holds; nothing in it runs, links or loads. */
export function reportMarkdown(report: ShownReport): string {
  const blocks = [
    `# ${savedTitle(report)}`,
    summary(report),
    ...(report.leftOut === undefined ? [] : [leftOutSentence(report.leftOut)]),
    list(subjectLines(report)),
    ...section(vscode.l10n.t('Findings'), findingLines(report)),
    ...section(vscode.l10n.t('Platform images'), platformsOf(report)),
    ...section(vscode.l10n.t('Judged by'), judgeLines(report)),
    ...section(vscode.l10n.t('Where signatures were looked for'), placeLines(report)),
    `## ${vscode.l10n.t('Signatures')}`,
    ...(report.signatures.length === 0
      ? [vscode.l10n.t('None was found.')]
      : report.signatures.map(signatureBlock)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** A time as it stands in reports: to the second, in UTC, so that two machines write the same. */
function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function summary(report: ShownReport): string {
  const who = signersOf(report.judges).map((name) => literal(name));
  switch (report.verdict) {
    case 'verified':
      if (report.judges.level !== 'own-keys') {
        return vscode.l10n.t('Signed by {0}, as every rule that names this image asks.', who.join(', '));
      }
      return [
        leavesOutRules(report)
          ? vscode.l10n.t('Signed by your own key {0}; no rule of yours names this image.', who.join(', '))
          : vscode.l10n.t('Signed by your own key {0}; no rule names this image.', who.join(', ')),
        vscode.l10n.t('“Trust This Signer” in the title of this report writes a rule.'),
      ].join(' ');
    case 'could-not-check':
      return vscode.l10n.t('There is no verdict: something needed for one could not be read or judged.');
    case 'rejected':
      return vscode.l10n.t('A signature of a signer you trust is there, but it fails a check.');
    case 'untrusted':
      if (isPartlySatisfied(report)) {
        const signed = vscode.l10n.t('Signed by {0}, but that is not enough.', who.join(', '));
        return [signed, ...unsatisfiedRules(report)].join(' ');
      }
      return [
        vscode.l10n.t('There are signatures, but none of a signer you trust.'),
        ...provenButNotTrusted(report),
        vscode.l10n.t(
          'If you know the public key of the signer, “Trust This Signer” takes it and tries it first.',
        ),
      ].join(' ');
    case 'unsigned':
      return vscode.l10n.t('Every place that had to be asked answered, and there is no signature.');
  }
}

function unsatisfiedRules({ reasons }: VerifyReport): readonly string[] {
  return reasons
    .filter(({ kind }) => kind === 'rule-not-satisfied')
    .map((reason) => reasonSentence(reason, literal));
}

/** An own key that signed, where rules that judge here name other keys. */
function provenButNotTrusted({ signatures }: VerifyReport): readonly string[] {
  const names = signatures.flatMap(({ signer }) => (signer === undefined ? [] : [signerName(signer)]));
  if (names.length === 0) return [];
  const who = [...new Set(names)].map((name) => literal(name)).join(', ');
  return [vscode.l10n.t('{0} signed it, whom no rule that judges here names.', who)];
}

function subjectLines(report: VerifyReport): readonly string[] {
  const { reader, checkedAt, savedIn } = report;
  const time = timeText(checkedAt);
  const lines = [
    vscode.l10n.t('Image: {0}', literal(report.repository)),
    vscode.l10n.t('Digest: {0}', literal(report.digest)),
    vscode.l10n.t('Kind: {0}, {1} bytes', literal(report.mediaType), report.size),
    ...(savedIn === undefined
      ? [
          vscode.l10n.t(
            'Read with: {0} on {1}',
            literal(credentialName(reader.credential)),
            literal(reader.machine),
          ),
        ]
      : [
          vscode.l10n.t('Read from the folder {0} on {1}', literal(savedIn), literal(reader.machine)),
          vscode.l10n.t('No registry was asked. The name is what you said that the image is to be.'),
          ...savedPartsLines(report),
        ]),
  ];
  if (report.tag === undefined) lines.push(vscode.l10n.t('Checked: {0}', time));
  else lines.push(vscode.l10n.t('Tag: {0} pointed here at {1}', literal(report.tag), time));
  if (report.impliedTag) lines.push(vscode.l10n.t('No tag was given, so this is what “latest” pointed at.'));
  if (report.wantedAnnotations.length > 0) {
    const wanted = report.wantedAnnotations.map(([name, value]) => literal(`${name}=${value}`));
    lines.push(vscode.l10n.t('Annotations asked for: {0}', wanted.join(', ')));
  }
  return lines;
}

function findingLines(report: VerifyReport): readonly string[] {
  return [
    ...incompleteLines(report, literal),
    ...report.reasons.map((reason) => reasonSentence(reason, literal)),
  ];
}

function platformsOf({ platforms, within, savedParts }: ShownReport): readonly string[] {
  if (platforms !== undefined) return platformLines(platforms, literal, savedParts?.missing);
  return within === undefined ? [] : [withinSentence(within, literal)];
}

function judgeLines(report: ShownReport): readonly string[] {
  const { folder } = report;
  return [...rulesLines(report), ...(folder === undefined ? [] : [folderSentence(folder, literal)])];
}

function rulesLines(report: ShownReport): readonly string[] {
  const { level, source, rules } = report.judges;
  if (level === 'own-keys') {
    const none = leavesOutRules(report)
      ? vscode.l10n.t('No rule of yours names this image, so your own keys count.')
      : vscode.l10n.t('No rule names this image, so your own keys count.');
    return rules.length === 0 ? [none, vscode.l10n.t('You have no keys.')] : [none];
  }
  const where = vscode.l10n.t('The rules of {0}: {1}', levelName(level), literal(source));
  return [where, ...rules.map(ruleLine)];
}

function leavesOutRules({ leftOut }: ShownReport): boolean {
  return leftOut?.includes('trustedSigners') === true;
}

function ruleLine({ images, sameName, satisfiedBy, broken }: RuleResult): string {
  if (broken !== undefined) return brokenRuleSentence(images, broken, literal);
  const rule = sameName ? vscode.l10n.t('{0}, under the same name', literal(images)) : literal(images);
  if (satisfiedBy.length === 0) return vscode.l10n.t('Rule {0}: not satisfied', rule);
  const who = satisfiedBy.map((signer) => literal(signerName(signer))).join(', ');
  return vscode.l10n.t('Rule {0}: satisfied by {1}', rule, who);
}

function placeLines({ places, signatureRepository: use }: VerifyReport): readonly string[] {
  const lines = places.map(placeLine);
  if (use === undefined) return lines;
  const layout = literal(use.layout);
  const from = literal(originName(use.origin));
  return [
    ...lines,
    vscode.l10n.t('Signature repository {0}, layout {1}, from {2}', literal(use.value), layout, from),
  ];
}

function placeLine(answer: PlaceAnswer): string {
  const name = `${capitalized(placeName(answer.place, literal))} (${roleName(answer)})`;
  switch (answer.outcome) {
    case 'found':
      return vscode.l10n.t('{0}: {1} found, in {2}', name, answer.count, literal(answer.manifest));
    case 'none': {
      if (answer.place.role === 'saved') return `${name}: ${noneWords(answer.why)}`;
      const { credential, machine } = answer.reader;
      const reader = vscode.l10n.t(
        'looked with {0} on {1}',
        literal(credentialName(credential)),
        literal(machine),
      );
      return `${name}: ${noneWords(answer.why)} — ${reader}`;
    }
    case 'could-not-read': {
      const { code, details } = answer.failure;
      return vscode.l10n.t(
        '{0}: could not be read. {1}',
        name,
        literal(wordsOfFailure(code, details).message),
      );
    }
  }
}

function noneWords(why: Extract<PlaceAnswer, { outcome: 'none' }>['why']): string {
  switch (why) {
    case 'not-there':
      return vscode.l10n.t('none');
    case 'no-referrers-api':
      return vscode.l10n.t('none, this registry has no referrers API');
    case 'no-signatures-in-it':
      return vscode.l10n.t('none, it holds no signature');
    case 'is-the-subject':
      return vscode.l10n.t('none, the registry answered with the image itself');
  }
}

function roleName({ place }: PlaceAnswer): string {
  switch (place.role) {
    case 'own':
      return vscode.l10n.t('beside the image');
    case 'signature-repository':
      return vscode.l10n.t('signature repository');
    case 'other-layout':
      return vscode.l10n.t('signature repository, other layout');
    case 'saved':
      return vscode.l10n.t('in the folder');
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${heading}`, list(lines)];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
