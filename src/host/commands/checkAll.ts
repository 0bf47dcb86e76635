// Check All: verifies the tags of a repository that are in view, a few at a time, with one progress that can be
// cancelled. Each verdict lands on its row; the end tells how many of each there are. Unreachable is never "unsigned".
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { EngineError } from '../../engine/errors.ts';
import type { Verdict } from '../../engine/verdict.ts';
import { folderThatApplies } from '../folder.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { logFailure } from '../ui/failures.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import { pickOne } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import { inBackground } from './told.ts';
import { makeReport } from './verify.ts';

/** So many are verified at the same time. */
const atOnce = 4;
/** More are verified only after a question. */
const withoutAsking = 200;

/** The command: of its node, else of the repository that the selected node stands in, else asks which. */
export async function checkAll(host: Host, argument: unknown): Promise<void> {
  const list = await chooseRepository(host, argument);
  if (list?.repository === undefined) return;
  const { repository } = list;
  const rows = await host.registries.tagsOf(list);
  if (rows === undefined) {
    const words = vscode.l10n.t(
      'The tags of {0} could not be read. Its row in the tree says why.',
      familiar(repository),
    );
    void showWarning(words);
    return;
  }
  const inView = rows.filter(({ kind }) => kind === 'tag');
  if (inView.length === 0) {
    void showInfo(vscode.l10n.t('{0} has no tags in view to check.', familiar(repository)));
    return;
  }
  const tags = await chooseTags(inView);
  if (tags === undefined) return;
  // Asked once, before the first one: whose settings judge (V3).
  const folder = await folderThatApplies(host.extension.workspaceState);
  const counts = newCounts();
  let ended: Ended | undefined;
  await withProgress(vscode.l10n.t('Checking {0}', familiar(repository)), true, async (signal, report) => {
    const waiting = [...tags];
    const work = async (): Promise<void> => {
      for (let tag = waiting.shift(); tag !== undefined && !signal.aborted; tag = waiting.shift()) {
        const failure = await checkOne(host, repository, tag.tag ?? '', folder, counts, signal);
        // Whoever has asked too much is told the same of every further tag, and counted on.
        if (isEngineError(failure, 'rate-limited')) {
          waiting.length = 0;
          ended = { failure };
        }
        report(vscode.l10n.t('{0} of {1}: {2}', counts.done, tags.length, countWords(counts)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    if (signal.aborted) ended = {};
  });
  inBackground(host, tellEnd(host, repository, tags.length, counts, ended));
}

/** Before the last tag: by the person, or by a failure that every further tag would meet. */
interface Ended {
  readonly failure?: EngineError;
}

interface Counts {
  done: number;
  /** Verifications that ended in no verdict at all. */
  failed: number;
  readonly verdicts: Map<Verdict, number>;
}

function newCounts(): Counts {
  return { done: 0, failed: 0, verdicts: new Map() };
}

/** Gives why there is no verdict; undefined where there is one. */
async function checkOne(
  host: Host,
  repository: string,
  tag: string,
  folder: vscode.WorkspaceFolder | undefined,
  counts: Counts,
  signal: AbortSignal,
): Promise<unknown> {
  const reference = `${repository}:${tag}`;
  try {
    const report = await makeReport(host, reference, { folder }, (request) =>
      host.engine().verify(request, signal),
    );
    counts.verdicts.set(report.verdict, (counts.verdicts.get(report.verdict) ?? 0) + 1);
    counts.done += 1;
    return undefined;
  } catch (error) {
    if (signal.aborted || isEngineError(error, 'cancelled')) return error;
    logFailure(host, error, reference);
    host.registries.couldNotCheck(repository, tag, wordsOf(error).message);
    counts.failed += 1;
    counts.done += 1;
    return error;
  }
}

/** E.g. `3 verified, 1 rejected, 2 could not be checked`; what there is none of is left out. */
function countWords({ verdicts, failed }: Counts): string {
  const unclear = (verdicts.get('could-not-check') ?? 0) + failed;
  const parts: readonly (readonly [count: number, words: string])[] = [
    [verdicts.get('verified') ?? 0, vscode.l10n.t('verified')],
    [verdicts.get('rejected') ?? 0, vscode.l10n.t('rejected')],
    [verdicts.get('untrusted') ?? 0, vscode.l10n.t('by no one you trust')],
    [verdicts.get('unsigned') ?? 0, vscode.l10n.t('unsigned')],
    [unclear, vscode.l10n.t('could not be checked')],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ');
}

async function tellEnd(
  host: Host,
  repository: string,
  all: number,
  counts: Counts,
  ended: Ended | undefined,
): Promise<void> {
  const name = familiar(repository);
  const found = countWords(counts);
  const words =
    ended === undefined
      ? vscode.l10n.t('Checked {0} tags of {1}: {2}.', counts.done, name, found)
      : [
          vscode.l10n.t('Stopped: {0} of {1} tags of {2} were checked.', counts.done, all, name),
          ...(found === '' ? [] : [`${found}.`]),
          ...(ended.failure === undefined ? [] : [wordsOf(ended.failure).message]),
        ].join(' ');
  const { verdicts, failed } = counts;
  const isClean = failed === 0 && [...verdicts.keys()].every((verdict) => verdict === 'verified');
  const log = vscode.l10n.t('Show Log');
  const chosen = isClean ? await showInfo(words) : await showWarning(words, ...(failed > 0 ? [log] : []));
  if (chosen === log) host.log.show();
}

async function chooseTags(inView: readonly TreeNode[]): Promise<readonly TreeNode[] | undefined> {
  if (inView.length <= withoutAsking) return inView;
  const first = inView.slice(0, withoutAsking);
  return pickOne(
    [
      { label: vscode.l10n.t('Check the first {0}', withoutAsking), value: first },
      { label: vscode.l10n.t('Check all {0} in view', inView.length), value: inView },
    ],
    {
      title: vscode.l10n.t('Check All'),
      placeholder: vscode.l10n.t('Each tag takes some requests to the registry, which may count them.'),
    },
  );
}

async function chooseRepository(host: Host, argument: unknown): Promise<TreeNode | undefined> {
  const own = repositoryAbove(host.registries.own(argument) ?? host.registries.selected());
  if (own !== undefined) return own;
  const lists = host.registries.filterable().filter(isRepository);
  if (lists.length === 0) {
    void showInfo(vscode.l10n.t('Open a registry in the tree and select a repository first.'));
    return undefined;
  }
  return pickOne(
    lists.map((list) => ({ label: familiar(list.repository ?? ''), icon: 'repo', value: list })),
    { title: vscode.l10n.t('Check All'), placeholder: vscode.l10n.t('The tags of which repository?') },
  );
}

function repositoryAbove(node: TreeNode | undefined): TreeNode | undefined {
  return node === undefined || isRepository(node) ? node : repositoryAbove(node.parent);
}

function isRepository({ repository, tagsInView }: TreeNode): boolean {
  return tagsInView !== undefined && repository !== undefined;
}
