// Save Image with Signatures: reference → folder → plan → run → result. Only the plan's first line confirms (S38).
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { SavePlan, SaveRequest, SaveResult } from '../../engine/savePlan.ts';
import { signatureSettings } from '../config.ts';
import { folderThatApplies } from '../folder.ts';
import type { Host } from '../host.ts';
import { bytesWords, imageName } from '../ui/copyPlan.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { showInfo } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askSavePlan } from '../ui/savePlan.ts';
import { askReference, beginningOf, referenceOfArgument } from './askReference.ts';
import { planAndRun } from './planned.ts';
import { askNewFolder } from './savedFolder.ts';
import { inBackground, told } from './told.ts';
import { verifyAndTell } from './verify.ts';

/** The command. Its argument only names the image, and only where it is a node of the tree or a report. */
export async function saveImage(host: Host, argument: unknown): Promise<void> {
  const reference = referenceOfArgument(host, argument) ?? (await askImage(host, argument));
  if (reference === undefined) return;
  const folder = await askNewFolder(reference);
  if (folder === undefined) return;
  const settings = signatureSettings(await folderThatApplies(host.extension.workspaceState));
  await planAndSave(host, { reference, folder, settings });
}

async function askImage(host: Host, argument: unknown): Promise<string | undefined> {
  const beginning = beginningOf(host, argument);
  return askReference({
    title: vscode.l10n.t('Save Image with Signatures'),
    prompt: vscode.l10n.t('The image to save. Without a tag, latest is meant.'),
    ...(beginning === undefined ? {} : { value: beginning }),
  });
}

async function planAndSave(host: Host, from: SaveRequest): Promise<void> {
  await planAndRun<SaveRequest, SavePlan>(host, from, {
    async plan(request) {
      const title = vscode.l10n.t('Looking at what hangs on {0}', request.reference);
      return withProgress(title, true, (signal) => host.engine().planSave(request, signal));
    },
    ask: askSavePlan,
    async change(request) {
      const folder = await askNewFolder(request.reference, request.folder);
      return folder === undefined ? undefined : { ...request, folder };
    },
    run: (plan) => runAndTell(host, plan),
  });
}

/** A sentence on what is no longer as planned: the person is to see a new plan. Undefined where it has ended. */
async function runAndTell(host: Host, plan: SavePlan): Promise<string | undefined> {
  const title = vscode.l10n.t('Saving {0}', plan.request.reference);
  try {
    const result = await withProgress(title, true, (signal, report) =>
      host.engine().runSave(
        plan,
        ({ bytes, ofBytes }) => {
          report(vscode.l10n.t('{0} of {1}', bytesWords(bytes), bytesWords(ofBytes)));
        },
        signal,
      ),
    );
    inBackground(host, tellSaved(host, plan, result));
    return undefined;
  } catch (error) {
    if (isEngineError(error, 'plan-changed')) return wordsOf(error).message;
    // The folder is made under another name and gets its own in the end (U13).
    if (!isEngineError(error, 'cancelled')) throw error;
    inBackground(host, showInfo(vscode.l10n.t('Cancelled. Nothing was saved.')));
    return undefined;
  }
}

async function tellSaved(host: Host, plan: SavePlan, result: SaveResult): Promise<void> {
  const { source, digest } = plan;
  const { folder, manifests, blobs, bytes } = result;
  const verifying = vscode.l10n.t('Verify There');
  const showing = vscode.l10n.t('Show Folder');
  const words = vscode.l10n.t(
    'Saved {0} into {1}. Manifests: {2}; blobs: {3} ({4}).',
    imageName(source),
    folder,
    manifests,
    blobs,
    bytesWords(bytes),
  );
  const chosen = await showInfo(words, verifying, showing);
  if (chosen === showing) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
  }
  if (chosen !== verifying) return;
  await told(host, async () => {
    await verifyAndTell(host, `${source.repository}@${digest}`, { savedIn: folder });
  });
}
