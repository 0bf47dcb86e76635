// Remove Signatures: image or `.sig` tag → which signatures → plan → run → result. Nothing but the plan's own first line
// confirms (S38).
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { RemoveChoice, RemovePlan, RemoveRequest, RemoveResult } from '../../engine/removePlan.ts';
import { signatureSettings } from '../config.ts';
import { folderThatApplies } from '../folder.ts';
import type { Host } from '../host.ts';
import { signerKey } from '../keys/signerKey.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { logFailure, tellFailure } from '../ui/failures.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askRemovePlan } from '../ui/removePlan.ts';
import { isAllRemoved, removeResultWords, removeStepWords } from '../ui/removeWords.ts';
import { askReference, beginningOf, referenceOfArgument } from './askReference.ts';
import { askWhichSignatures, signaturesIn } from './whichSignatures.ts';
import { inBackground } from './told.ts';

type Asked = Pick<RemoveRequest, 'from' | 'choice'>;

/** The command. Its argument only names image, tag or signature, and only where it is a node of the tree or a report. */
export async function removeSignatures(host: Host, argument: unknown): Promise<void> {
  const asked = askedByNode(host.registries.own(argument)) ?? (await askImage(host, argument));
  if (asked === undefined) return;
  await removeAsked(host, asked);
}

/** From here on for orphans too, which were chosen in a list. */
export async function removeAsked(host: Host, asked: Asked, askWhich = true): Promise<void> {
  const folder = await folderThatApplies(host.extension.workspaceState);
  const keys = await host.keys.list();
  const request: RemoveRequest = {
    ...asked,
    settings: signatureSettings(folder),
    whenEmpty: 'delete',
    knownKeys: keys.map(signerKey),
  };
  await planAndRemove(host, request, askWhich);
}

/** A `.sig` tag and what is in it are removed where they are, also when their image is gone. */
function askedByNode(node: TreeNode | undefined): Asked | undefined {
  if (node?.repository === undefined) return undefined;
  if (node.kind === 'signature' && node.listed !== undefined) {
    const { repository, listed } = node;
    const from = { kind: 'tags', repository, tags: [listed.tag] } as const;
    return { from, choice: { kind: 'one', repository, ...listed } };
  }
  if (node.kind !== 'signatureTag' || node.tag === undefined) return undefined;
  return { from: { kind: 'tags', repository: node.repository, tags: [node.tag] }, choice: { kind: 'all' } };
}

async function askImage(host: Host, argument: unknown): Promise<Asked | undefined> {
  const value = beginningOf(host, argument);
  const reference =
    referenceOfArgument(host, argument) ??
    (await askReference({
      title: vscode.l10n.t('Remove Signatures'),
      prompt: vscode.l10n.t('The image stays. What is removed you choose next.'),
      ...(value === undefined ? {} : { value }),
    }));
  return reference === undefined
    ? undefined
    : { from: { kind: 'image', reference }, choice: { kind: 'all' } };
}

/** Plans, lets the person choose and confirm, and runs; a run that finds something else than planned shows a new plan. */
async function planAndRemove(host: Host, from: RemoveRequest, askWhich: boolean): Promise<void> {
  let request = from;
  try {
    let plan = await makePlan(host, request);
    if (askWhich && request.choice.kind === 'all' && signaturesIn(plan) > 1) {
      const choice = await askWhichSignatures(plan);
      if (choice === undefined) return;
      if (choice.kind !== 'all') plan = await makePlan(host, (request = { ...request, choice }));
    }
    let changes: readonly string[] = [];
    for (;;) {
      const confirmed = await confirmedPlan(host, plan, changes);
      if (confirmed === undefined) return;
      request = confirmed.request;
      const again = await runAndTell(host, confirmed);
      if (again === undefined) return;
      changes = again;
      plan = await makePlan(host, request);
    }
  } catch (error) {
    tellFailure(host, error, () => planAndRemove(host, request, askWhich));
  }
}

async function makePlan(host: Host, request: RemoveRequest): Promise<RemovePlan> {
  const title = vscode.l10n.t('Looking for what would be removed');
  return withProgress(title, true, (signal) => host.engine().planRemove(request, signal));
}

/** The plan as the person confirmed it; undefined where they gave up or nothing would be removed. */
async function confirmedPlan(
  host: Host,
  first: RemovePlan,
  changes: readonly string[],
): Promise<RemovePlan | undefined> {
  let plan = first;
  for (;;) {
    const chosen = await askRemovePlan(plan, changes);
    if (chosen === undefined || chosen === 'close') return undefined;
    if (chosen === 'remove') return plan;
    const { request } = plan;
    if (chosen === 'when-empty') {
      const whenEmpty = request.whenEmpty === 'delete' ? 'empty-list' : 'delete';
      plan = await makePlan(host, { ...request, whenEmpty });
    }
    if (chosen === 'choice') {
      const choice: RemoveChoice | undefined = await askWhichSignatures(plan);
      if (choice !== undefined) plan = await makePlan(host, { ...request, choice });
    }
  }
}

/** Undefined where it is done or given up; else what has changed, and the person is to see a new plan. */
async function runAndTell(host: Host, plan: RemovePlan): Promise<readonly string[] | undefined> {
  try {
    const title = vscode.l10n.t('Removing signatures');
    const result = await withProgress(title, true, (signal, report) =>
      host.engine().runRemove(
        plan,
        (step, done, all) => {
          const words = removeStepWords(step);
          const isLast = done + 1 >= all;
          report(all === 1 ? words : `${done + 1} / ${all}: ${words}`, step !== 'removing' || !isLast);
        },
        signal,
      ),
    );
    forgetVerdicts(host, plan, result);
    for (const { repository, tag, failure } of result.lists)
      if (failure !== undefined) logFailure(host, failure, `removing from ${repository}:${tag}`);
    inBackground(host, (isAllRemoved(result) ? showInfo : showWarning)(removeResultWords(result)));
    return undefined;
  } catch (error) {
    if (isEngineError(error, 'plan-changed') || isEngineError(error, 'cannot-delete')) {
      return [wordsOf(error).message];
    }
    // Both come behind writes: what stands there may be another list now.
    if (isEngineError(error, 'removal-not-confirmed') || isEngineError(error, 'not-removed')) {
      forgetVerdicts(host, plan, undefined);
    }
    if (!isEngineError(error, 'cancelled')) throw error;
    inBackground(host, showInfo(vscode.l10n.t('Cancelled; nothing was removed.')));
    return undefined;
  }
}

/** No verdict of before counts any more for what was touched (S18), and the tree reads its signatures anew. */
function forgetVerdicts(host: Host, plan: RemovePlan, result: RemoveResult | undefined): void {
  const images = new Map<string, readonly [repository: string, digest: string]>();
  const add = (repository: string, digest: string): void => {
    images.set(`${repository}@${digest}`, [repository, digest]);
  };
  if (plan.image !== undefined) add(plan.image.repository, plan.image.digest);
  for (const { repository, subject } of result?.lists ?? plan.lists) add(repository, subject);
  for (const [repository, digest] of images.values()) {
    host.reports.dropEverywhere(digest);
    inBackground(host, host.registries.reveal(repository, digest));
  }
}
