// Load Image into Registry: folder → image → target → plan → run → result. Only the plan's first line confirms (S38).
import * as vscode from 'vscode';
import type { CopyProgress } from '../../engine/copyPlan.ts';
import { isEngineError } from '../../engine/errors.ts';
import type { LaterLook } from '../../engine/plan.ts';
import type { LoadPlan, LoadRequest } from '../../engine/savePlan.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { cancelWords, progressWords, resultWords, soFarWords } from '../ui/copyWords.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { tellFailure } from '../ui/failures.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askLoadPlan } from '../ui/savePlan.ts';
import { laterLookWords } from '../ui/writeWords.ts';
import { askReference } from './askReference.ts';
import { askSavedImage } from './savedFolder.ts';
import { dropVerdicts, tellCopied } from './tellCopied.ts';
import { inBackground, told } from './told.ts';

/** The command. Whatever it is given as an argument counts for nothing (S38). */
export async function loadImage(host: Host): Promise<void> {
  await told(host, async () => {
    const chosen = await askSavedImage(host, vscode.l10n.t('Load Image into Registry'));
    if (chosen === undefined) return;
    const { folder, image } = chosen;
    const target = await askTarget(folder, image.name && familiar(image.name));
    if (target !== undefined) await planAndLoad(host, { folder, digest: image.digest, target });
  });
}

/** Begins with what the folder says that the image is called: where it came from, mostly. */
async function askTarget(folder: string, value: string | undefined): Promise<string | undefined> {
  return askReference({
    title: vscode.l10n.t('Load Image into Registry'),
    prompt: vscode.l10n.t('Where to load the image of {0}. Without a tag, latest is meant.', folder),
    ...(value === undefined ? {} : { value }),
  });
}

/** Plans, lets the person confirm, and runs; a run that finds something else than planned shows a new plan. */
async function planAndLoad(host: Host, from: LoadRequest): Promise<void> {
  let request = from;
  let changes: readonly string[] = [];
  try {
    for (;;) {
      const plan = await makePlan(host, request);
      const choice = await confirmed(plan, changes);
      if (choice === undefined) return;
      if (choice === 'target') {
        const target = await askTarget(request.folder, request.target);
        if (target === undefined) return;
        request = { ...request, target };
        changes = [];
        continue;
      }
      const changed = await runAndTell(host, plan);
      if (changed === undefined) return;
      changes = [changed];
    }
  } catch (error) {
    tellFailure(host, error, () => planAndLoad(host, request));
  }
}

/** Lines that only inform bring the plan back. */
async function confirmed(plan: LoadPlan, changes: readonly string[]): Promise<'copy' | 'target' | undefined> {
  for (;;) {
    const choice = await askLoadPlan(plan, changes);
    if (choice === 'copy' || choice === 'target') return choice;
    if (choice !== 'look') return undefined;
  }
}

async function makePlan(host: Host, request: LoadRequest): Promise<LoadPlan> {
  const title = vscode.l10n.t('Looking at what {0} has already', request.target);
  return withProgress(title, true, (signal) => host.engine().planLoad(request, signal));
}

/** A sentence on what is no longer as planned: the person is to see a new plan. Undefined where it has ended. */
async function runAndTell(host: Host, plan: LoadPlan): Promise<string | undefined> {
  const title = vscode.l10n.t('Loading {0}', plan.request.target);
  const laterLook = (look: LaterLook): void => {
    inBackground(host, showWarning(laterLookWords(look)));
  };
  let last: CopyProgress | undefined;
  try {
    const result = await withProgress(title, true, (signal, report) => {
      const progress = (now: CopyProgress): void => {
        last = now;
        report(progressWords(now));
      };
      return host.engine().runLoad(plan, { progress, laterLook }, signal);
    });
    inBackground(host, host.registries.reveal(result.repository, result.digest, result.tag));
    inBackground(host, tellCopied(host, resultWords('load', plan, result), result));
    return undefined;
  } catch (error) {
    if (isEngineError(error, 'plan-changed')) return wordsOf(error).message;
    if (isEngineError(error, 'cancelled')) {
      inBackground(host, showInfo(cancelWords(plan, last)));
      return undefined;
    }
    if (last !== undefined && last.manifests > 0) inBackground(host, showWarning(soFarWords(plan, last)));
    throw error;
  } finally {
    if (last !== undefined) dropVerdicts(host, plan);
  }
}
