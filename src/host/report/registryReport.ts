// The report of Check Registry as a Markdown document: what is in the way first, then a line for each finding, then what a
// write left behind. Pure. Every foreign value is a literal (S22).
import * as vscode from 'vscode';
import type { FindingName } from '../../engine/findings.ts';
import type { Advice, Finding, LeftOver, RegistryReport } from '../../engine/registryCheck.ts';
import { familiar } from '../tree/entry.ts';
import { literal } from '../ui/foreignText.ts';
import { adviceWords, noMatter } from './registryAdviceWords.ts';
import { answerWord, evidenceWords, findingTitle } from './registryWords.ts';

/** The document's text. Nothing in it runs, links or loads; what can be done about it is in the editor's title. */
export function registryMarkdown(report: RegistryReport): string {
  const blocks = [
    `# ${vscode.l10n.t('What This Registry Can Do')}`,
    summary(report),
    list(aboutLines(report)),
    ...section(vscode.l10n.t('What to do'), report.advice.map(adviceLine)),
    ...leftBlocks(report),
    ...groups().flatMap(([heading, names]) => section(heading, findingLines(report, names))),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** How many of each answer, as a sentence. */
export function countWords({ findings }: RegistryReport): string {
  const count = (answer: Finding['answer']): number =>
    findings.filter((finding) => finding.answer === answer).length;
  return vscode.l10n.t(
    '{0} × yes, {1} × no, {2} × could not tell.',
    count('yes'),
    count('no'),
    count('cannot-tell'),
  );
}

function summary(report: RegistryReport): string {
  const { findings, written } = report;
  const reached = findings.find(({ name }) => name === 'reached');
  if (reached?.answer === 'no') {
    return vscode.l10n.t('It could not be reached, so nothing else can be told.');
  }
  if (written === undefined) {
    return [
      countWords(report),
      vscode.l10n.t(
        'Only read, nothing was written. “Check by Writing…” in the title of this report tells the rest, under a tag of its own.',
      ),
    ].join(' ');
  }
  const how = written.cancelled
    ? vscode.l10n.t('It was cancelled on the way; what was written until then was removed.')
    : vscode.l10n.t('It was written to under the tag {0} only.', literal(written.tag));
  return `${countWords(report)} ${how}`;
}

function aboutLines({ repository, requests, checkedAt, written }: RegistryReport): readonly string[] {
  const time = `${new Date(checkedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const lines = [
    vscode.l10n.t('Repository: {0}', literal(familiar(repository))),
    requests === 1
      ? vscode.l10n.t('Checked: {0}, with 1 request', time)
      : vscode.l10n.t('Checked: {0}, with {1} requests', time, requests),
  ];
  if (written !== undefined && written.left.length === 0)
    lines.push(vscode.l10n.t('Everything that was written is removed.'));
  return lines;
}

function adviceLine(advice: Advice): string {
  return `${findingTitle(advice.finding)}: ${answerWord('no')}. ${adviceWords(advice)}`;
}

function leftBlocks({ written }: RegistryReport): readonly string[] {
  if (written === undefined || written.left.length === 0) return [];
  const blobsOnly = written.left.every(({ kind }) => kind === 'blob');
  const words = blobsOnly
    ? vscode.l10n.t(
        'These blobs of a few hundred bytes could not be removed. Nothing names them any more, so that the registry collects them in time.',
      )
    : vscode.l10n.t(
        'This could not be removed, or nobody could see that it is gone. All of it was made by this check and holds nothing but its number.',
      );
  return [
    `## ${vscode.l10n.t('Left in the registry')}`,
    words,
    list(written.left.map((one) => leftLine(one))),
  ];
}

function leftLine({ kind, tag, digest }: LeftOver): string {
  switch (kind) {
    case 'tag':
      return vscode.l10n.t('Tag {0}, which points at {1}', literal(tag ?? ''), literal(digest));
    case 'manifest':
      return vscode.l10n.t('Manifest {0}', literal(digest));
    case 'blob':
      return vscode.l10n.t('Blob {0}', literal(digest));
  }
}

function findingLines(
  { findings, advice }: RegistryReport,
  names: readonly FindingName[],
): readonly string[] {
  // Nothing was asked of one that is not reached: a page of "could not tell" would hide why.
  const isReached = findings.every((one) => one.name !== 'reached' || one.answer !== 'no');
  return names.flatMap((name) => {
    const finding = findings.find((one) => one.name === name);
    if (finding === undefined || (!isReached && finding.answer === 'cannot-tell')) return [];
    const isAdvised = advice.some((one) => one.finding === name);
    const words = evidenceWords(finding.evidence, literal);
    const why = words === '' ? '' : ` (${words})`;
    const matter = finding.answer === 'no' && !isAdvised ? noMatter(name) : undefined;
    return [
      `${findingTitle(name)}: **${answerWord(finding.answer)}**${why}${matter === undefined ? '' : `. ${matter}`}`,
    ];
  });
}

function groups(): readonly (readonly [heading: string, names: readonly FindingName[]])[] {
  return [
    [vscode.l10n.t('Who answers'), ['reached', 'product', 'clock', 'rate-limit']],
    [vscode.l10n.t('Who asks'), ['sign-in', 'pull', 'push', 'delete', 'anonymous-read']],
    [vscode.l10n.t('Lists'), ['catalog', 'catalog-paging', 'tag-list', 'tag-paging']],
    [
      vscode.l10n.t('Reading'),
      ['missing-tag', 'missing-repository', 'manifest-digest', 'etag', 'not-modified', 'any-accept'],
    ],
    [
      vscode.l10n.t('Storing'),
      ['oci-types', 'docker-types', 'signature-layer', 'custom-config', 'index', 'content-checked'],
    ],
    [
      vscode.l10n.t('What hangs on an image'),
      ['referrers', 'referrers-filter', 'subject-told', 'referrers-of-deleted', 'fallback-tag'],
    ],
    [
      vscode.l10n.t('Writing'),
      ['single-post', 'chunked', 'mount', 'mount-anywhere', 'overwrite', 'immutable', 'conditional-write'],
    ],
    [vscode.l10n.t('Deleting'), ['delete-tag', 'delete-digest', 'delete-takes-tags']],
  ];
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${heading}`, list(lines)];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
