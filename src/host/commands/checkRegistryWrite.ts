// Check by Writing: the second step of Check Registry. A plan of what would be written and removed, which the person
// confirms; then the run, and the report with what could not be removed (S38, S39).
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { CheckPlan, RegistryReport } from '../../engine/registryCheck.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { askCheckPlan } from '../ui/checkPlan.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { tellFailure } from '../ui/failures.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askRepository, repositoryOf } from './registryToCheck.ts';
import { inBackground } from './told.ts';

/** The command. Its argument only names the repository, and only where it is a node of the tree or a report (S38). */
export async function checkRegistryWrite(host: Host, argument: unknown): Promise<void> {
  const repository = repositoryOf(host, argument) ?? (await askRepository(''));
  if (repository !== undefined) await checkByWriting(host, repository);
}

/** Plans, lets the person confirm, and runs; a run that finds something else than planned shows a new plan. */
export async function checkByWriting(host: Host, repository: string): Promise<void> {
  try {
    let changes: readonly string[] = [];
    for (;;) {
      const plan = await makePlan(host, repository);
      let choice = await askCheckPlan(plan, changes);
      while (choice === 'look') choice = await askCheckPlan(plan, changes);
      if (choice !== 'write') return;
      const changed = await run(host, plan);
      if (changed === undefined) return;
      changes = [changed];
    }
  } catch (error) {
    tellFailure(host, error, () => checkByWriting(host, repository));
  }
}

async function makePlan(host: Host, repository: string): Promise<CheckPlan> {
  const title = vscode.l10n.t('Planning what would be written to {0}', familiar(repository));
  const known = host.reports.registries.find(repository);
  return withProgress(title, true, (signal) =>
    host.engine().planRegistryCheck({ repository }, known, signal),
  );
}

/** Undefined where it is done or given up; else a sentence on what has changed. */
async function run(host: Host, plan: CheckPlan): Promise<string | undefined> {
  try {
    const title = vscode.l10n.t('Checking by writing to {0}', familiar(plan.repository));
    const report = await withProgress(title, true, (signal, tell) =>
      host.engine().runRegistryCheck(
        plan,
        (step) => {
          if (step === 'removing') tell(vscode.l10n.t('removing what was written'), false);
          else tell(step === 'writing' ? vscode.l10n.t('writing') : vscode.l10n.t('reading'));
        },
        signal,
      ),
    );
    await host.reports.registries.show(report);
    inBackground(host, tellEnd(report));
    return undefined;
  } catch (error) {
    if (isEngineError(error, 'plan-changed')) return wordsOf(error).message;
    if (!isEngineError(error, 'cancelled')) throw error;
    inBackground(host, showInfo(vscode.l10n.t('Cancelled; nothing was written.')));
    return undefined;
  }
}

/** What is left in a registry is not only in a document that nobody may look at. */
async function tellEnd({ written, repository }: RegistryReport): Promise<void> {
  if (written === undefined) return;
  const left = written.left.filter(({ kind }) => kind !== 'blob');
  if (left.length > 0) {
    await showWarning(
      vscode.l10n.t(
        '{0} things that the check wrote to {1} could not be removed. The report names them.',
        left.length,
        familiar(repository),
      ),
    );
  } else if (written.cancelled) {
    await showInfo(vscode.l10n.t('Cancelled; what was written until then is removed.'));
  }
}
