// Find Orphaned Signatures: repository → search with progress → a list to choose from → the plan of a removal. What
// nobody can tell of is shown and cannot be chosen (S33).
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { OrphanDoubt, OrphanFinding } from '../../engine/removePlan.ts';
import { parseRepository } from '../../engine/oci/reference.ts';
import * as config from '../config.ts';
import type { Host } from '../host.ts';
import { entryProblem } from '../tree/entryWords.ts';
import { parseEntry } from '../tree/entry.ts';
import { shortDigest, shortSignatureTag } from '../tree/signatureTag.ts';
import { wordsOf, wordsOfFailure } from '../ui/errorWords.ts';
import { logFailure, tellFailure } from '../ui/failures.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import { askText, pickMany } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import { removeAsked } from './removeSignatures.ts';
import { inBackground } from './told.ts';

/** So many of those that cannot be told are shown below the others; the log has them all. */
const mostDoubtsShown = 20;

export async function findOrphans(host: Host, argument: unknown): Promise<void> {
  const repository = host.registries.own(argument)?.repository ?? (await askRepository());
  if (repository === undefined) return;
  const { findings, end } = await search(host, repository);
  const orphans = findings.filter(({ state }) => state === 'orphan');
  const doubts = findings.filter(({ state }) => state === 'cannot-tell');
  for (const { tag, why } of doubts) {
    if (why !== undefined) logFailure(host, why, `cannot tell of ${repository}:${tag}`, 'info');
  }
  if (typeof end === 'object') tellFailure(host, end.failure, () => findOrphans(host, argument));
  if (orphans.length === 0) {
    if (findings.length > 0 || typeof end === 'string') {
      inBackground(host, showInfo(noneWords(repository, doubts, end)));
    }
    return;
  }
  if (end !== 'all') inBackground(host, showWarning(endWords(repository, end)));
  const tags = await askWhich(repository, orphans, doubts, end);
  if (tags === undefined || tags.length === 0) return;
  await removeAsked(host, { from: { kind: 'tags', repository, tags }, choice: { kind: 'all' } }, false);
}

async function askRepository(): Promise<string | undefined> {
  return askText({
    title: vscode.l10n.t('Find Orphaned Signatures'),
    prompt: vscode.l10n.t('The repository that holds the signatures, without a tag.'),
    placeholder: 'ghcr.io/acme/app',
    validate: (text) => {
      try {
        parseRepository(text);
        return undefined;
      } catch (error) {
        return wordsOf(error).message;
      }
    },
  });
}

/** How a search ended: what it found until then counts in any case. */
type SearchEnd = 'all' | 'more' | 'cancelled' | { readonly failure: unknown };

interface Found {
  readonly findings: readonly OrphanFinding[];
  readonly end: SearchEnd;
}

async function search(host: Host, repository: string): Promise<Found> {
  // Only registries that the person named are asked whether an image is there; a payload may name any host.
  const registries = config
    .registries()
    .flatMap(({ name }) => (entryProblem(name) === undefined ? [parseEntry(name).registry] : []));
  const title = vscode.l10n.t('Looking for orphaned signatures in {0}', repository);
  return withProgress(title, true, async (signal, report) => {
    const findings: OrphanFinding[] = [];
    let complete = true;
    try {
      for await (const page of host.engine().findOrphans({ repository, registries }, signal)) {
        findings.push(...page.findings);
        complete &&= page.complete;
        report(vscode.l10n.t('{0} of {1} tags', page.done, page.listed));
      }
    } catch (failure) {
      return { findings, end: isEngineError(failure, 'cancelled') ? 'cancelled' : { failure } };
    }
    return { findings, end: complete ? 'all' : 'more' };
  });
}

/** What was not looked at. */
function endWords(repository: string, end: SearchEnd): string {
  if (end === 'more') return vscode.l10n.t('There are more tags in {0} than are looked at.', repository);
  if (end === 'cancelled') return vscode.l10n.t('Cancelled; not all of {0} was looked at.', repository);
  return vscode.l10n.t('Not all of {0} could be looked at.', repository);
}

async function askWhich(
  repository: string,
  orphans: readonly OrphanFinding[],
  doubts: readonly OrphanFinding[],
  end: SearchEnd,
): Promise<readonly string[] | undefined> {
  const items = orphans.map(({ tag, subject, looked, signatures }) => ({
    label: shortSignatureTag(tag),
    description:
      signatures === 1 ? vscode.l10n.t('1 signature') : vscode.l10n.t('{0} signatures', signatures),
    // A narrow window cuts the end: what makes it an orphan comes first.
    detail: vscode.l10n.t('In none of {0}: {1}', looked.join(', '), shortDigest(subject)),
    value: tag,
  }));
  const others = doubts
    .slice(0, mostDoubtsShown)
    .map(({ tag, why }) =>
      vscode.l10n.t(
        'Cannot tell of {0}: {1}',
        shortSignatureTag(tag),
        why === undefined ? '' : doubtWords(why),
      ),
    );
  if (doubts.length > others.length) {
    others.push(
      vscode.l10n.t('{0} more cannot be told; the log has them all', doubts.length - others.length),
    );
  }
  return pickMany(items, others, {
    title:
      end === 'all'
        ? vscode.l10n.t('Orphaned Signatures in {0}', repository)
        : vscode.l10n.t('Orphaned Signatures in {0} (Incomplete)', repository),
    placeholder: vscode.l10n.t('Choose what to remove. You see the plan before anything is removed.'),
  });
}

function noneWords(repository: string, doubts: readonly OrphanFinding[], end: SearchEnd): string {
  const none =
    end === 'all'
      ? vscode.l10n.t('No orphaned signature was found in {0}.', repository)
      : `${endWords(repository, end)} ${vscode.l10n.t('No orphaned signature was found so far.')}`;
  const [first] = doubts;
  if (first?.why === undefined) return none;
  const why = doubtWords(first.why);
  return `${none} ${vscode.l10n.t('Of {0} tags nobody can tell, e.g. {1}: {2}.', doubts.length, shortSignatureTag(first.tag), why)}`;
}

/** Why nobody can tell, as part of a sentence. */
function doubtWords(why: OrphanDoubt): string {
  switch (why.code) {
    case 'may-not-read':
      return vscode.l10n.t('{0} is not there, or not visible to you', why.repository);
    case 'other-registry':
      return vscode.l10n.t('it names {0}, in a registry that is not in your list', why.repository);
    case 'could-not-look':
      return vscode.l10n.t('nobody could look into {0} ({1})', why.repository, reasonOf(why.failure));
    case 'names-no-image':
      return vscode.l10n.t('it names no repository where the image would be');
    case 'names-other-image':
      return vscode.l10n.t('a signature in it is for another image');
    case 'payload-not-readable':
      return vscode.l10n.t('what was signed cannot be read');
    case 'list-not-readable':
      return vscode.l10n.t('the list cannot be read ({0})', reasonOf(why.failure));
  }
}

function reasonOf({ code, details }: Extract<OrphanDoubt, { failure: unknown }>['failure']): string {
  return wordsOfFailure(code, details).message;
}
