// Load Image into Registry: folder → image → target → plan → run → result. Only the plan's first line confirms (S38).
import * as vscode from 'vscode';
import type { LoadPlan, LoadRequest } from '../../engine/savePlan.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { withProgress } from '../ui/progress.ts';
import { askLoadPlan } from '../ui/savePlan.ts';
import { askReference } from './askReference.ts';
import { planAndRun } from './planned.ts';
import { askSavedImage } from './savedFolder.ts';
import { runAndTell } from './tellCopied.ts';
import { told } from './told.ts';

/** The command. Whatever it is given as an argument counts for nothing (S38). */
export async function loadImage(host: Host): Promise<void> {
  await told(host, async () => {
    const chosen = await askSavedImage(host, vscode.l10n.t('Load Image into Registry'));
    if (chosen === undefined) return;
    const { folder, image, leftOut } = chosen;
    const target = await askTarget(folder, image.name && familiar(image.name), leftOut);
    if (target !== undefined) await planAndLoad(host, { folder, digest: image.digest, target });
  });
}

/** Begins with what the folder says that the image is called: where it came from, mostly. */
async function askTarget(
  folder: string,
  value: string | undefined,
  leftOut = '',
): Promise<string | undefined> {
  const where = vscode.l10n.t('Where to load the image of {0}. Without a tag, latest is meant.', folder);
  return askReference({
    title: vscode.l10n.t('Load Image into Registry'),
    prompt: `${where} ${leftOut}`.trim(),
    ...(value === undefined ? {} : { value }),
  });
}

async function planAndLoad(host: Host, from: LoadRequest): Promise<void> {
  await planAndRun<LoadRequest, LoadPlan>(host, from, {
    async plan(request) {
      const title = vscode.l10n.t('Looking at what {0} has already', request.target);
      return withProgress(title, true, (signal) => host.engine().planLoad(request, signal));
    },
    ask: askLoadPlan,
    async change(request) {
      const target = await askTarget(request.folder, request.target);
      return target === undefined ? undefined : { ...request, target };
    },
    async run(plan) {
      const title = vscode.l10n.t('Loading {0}', plan.request.target);
      return runAndTell(host, plan, {
        ...{ what: 'load', title },
        run: (watch, signal) => host.engine().runLoad(plan, watch, signal),
      });
    },
  });
}
