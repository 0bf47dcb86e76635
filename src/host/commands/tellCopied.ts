// Copies or loads an image as planned; what is told of it, and what can be done with it next.
import * as vscode from 'vscode';
import type { CopyPlan, CopyProgress, CopyResult, CopyWatch } from '../../engine/copyPlan.ts';
import { isEngineError } from '../../engine/errors.ts';
import type { LaterLook } from '../../engine/plan.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { imageName } from '../ui/copyPlan.ts';
import { cancelWords, progressWords, resultWords, soFarWords } from '../ui/copyWords.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { showInfo, showStatus, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { tellLaterLook } from './tellLaterLook.ts';
import { inBackground, told } from './told.ts';
import { verifyAndTell } from './verify.ts';

/** What is being done: its name in words, and the engine's verb. */
export interface Transfer {
  readonly what: 'copy' | 'load';
  /** Of the progress. */
  readonly title: string;
  run(watch: CopyWatch, signal: AbortSignal): Promise<CopyResult>;
}

/** A sentence on what is no longer as planned: the person is to see a new plan. Undefined where it has ended. */
export async function runAndTell(
  host: Host,
  plan: Pick<CopyPlan, 'digest' | 'target' | 'manifests'>,
  { what, title, run }: Transfer,
): Promise<string | undefined> {
  const laterLook = (look: LaterLook): void => tellLaterLook(host, look);
  let last: CopyProgress | undefined;
  try {
    const result = await withProgress(title, true, (signal, report) => {
      const progress = (now: CopyProgress): void => {
        last = now;
        report(progressWords(now));
      };
      return run({ progress, laterLook }, signal);
    });
    inBackground(host, host.registries.reveal(result.repository, result.digest, result.tag));
    inBackground(host, tellCopied(host, resultWords(what, plan, result), result));
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

/** Tells it, and does what the person chooses. */
async function tellCopied(host: Host, words: string, result: CopyResult): Promise<void> {
  const verifying = vscode.l10n.t('Verify');
  const copying = vscode.l10n.t('Copy Reference');
  const tell = result.unconfirmed.length === 0 ? showInfo : showWarning;
  const chosen = await tell(words, verifying, copying);
  const image = result.tag === undefined ? `${result.repository}@${result.digest}` : imageName(result);
  if (chosen === verifying) {
    await told(host, async () => {
      await verifyAndTell(host, image);
    });
  }
  if (chosen !== copying) return;
  const text = familiar(image);
  await vscode.env.clipboard.writeText(text);
  showStatus(vscode.l10n.t('Copied: {0}', text));
}

/** Drops what was said of the images at the target: whatever came of the run, lists of theirs may have been written (S18). */
function dropVerdicts(
  host: Host,
  { digest, target, manifests }: Pick<CopyPlan, 'digest' | 'target' | 'manifests'>,
): void {
  const images = manifests.filter(({ of }) => of === undefined);
  const digests = new Set([digest, ...images.map((one) => one.digest)]);
  for (const one of digests) host.reports.drop(target.repository, one);
}
