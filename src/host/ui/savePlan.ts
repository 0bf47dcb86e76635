// The plans of saving an image into a folder and of loading one from there, as pick lists: first the line that does it,
// below it where from, where to, who, and every manifest (V1). What is confirmed is what stands there (S38).
import * as vscode from 'vscode';
import type { LoadPlan, SavePlan } from '../../engine/savePlan.ts';
import { lookedItems, manifestItems, readItems, writeItem } from './copyParts.ts';
import { bytesWords, firstItem, imageName, targetItem, type PlanChoice } from './copyPlan.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';
import { changeItems } from './planChanges.ts';

/** Shows the plan; undefined where the person gave up. */
export async function askSavePlan(
  plan: SavePlan,
  changes: readonly string[] = [],
): Promise<PlanChoice | undefined> {
  return pickOne(savePlanItems(plan, changes), {
    title: vscode.l10n.t('Save This Image with Its Signatures?'),
    placeholder: vscode.l10n.t('Enter saves exactly what stands here.'),
  });
}

/** Shows the plan; undefined where the person gave up. */
export async function askLoadPlan(
  plan: LoadPlan,
  changes: readonly string[] = [],
): Promise<PlanChoice | undefined> {
  return pickOne(loadPlanItems(plan, changes), {
    title: vscode.l10n.t('Load This Image with Its Signatures?'),
    placeholder: vscode.l10n.t('Enter loads exactly what stands here.'),
  });
}

/** The lines of the plan. Raw text: the pick list disarms it. */
export function savePlanItems(plan: SavePlan, changes: readonly string[]): readonly PickItem<PlanChoice>[] {
  const { source, digest, blobs, bytes, request } = plan;
  return [
    {
      label: vscode.l10n.t('Save'),
      description: request.folder,
      detail: vscode.l10n.t('{0} blobs, {1}', blobs, bytesWords(bytes)),
      icon: 'save',
      value: 'go',
    },
    ...changeItems(changes, 'look' as const),
    {
      group: '',
      label: vscode.l10n.t('From {0}', imageName(source)),
      detail: digest,
      icon: 'package',
      value: 'look',
      ...(source.impliedTag ? { description: vscode.l10n.t('No tag was given') } : {}),
    },
    {
      label: vscode.l10n.t('Into {0}', request.folder),
      description: vscode.l10n.t('Change folder…'),
      detail: vscode.l10n.t('An OCI image layout, which cosign loads too. It is there when it is whole.'),
      icon: 'folder',
      value: 'change',
    },
    ...lookedItems(plan, vscode.l10n.t('In the folder all of them stand beside the image.')),
    ...readItems(plan),
    ...manifestItems(plan.manifests, vscode.l10n.t('What is saved')),
  ];
}

/** The lines of the plan. Raw text: the pick list disarms it. */
export function loadPlanItems(plan: LoadPlan, changes: readonly string[]): readonly PickItem<PlanChoice>[] {
  return [
    firstItem(plan, {
      go: vscode.l10n.t('Load'),
      again: vscode.l10n.t('Load Again'),
      anyway: vscode.l10n.t('Load Anyway'),
      icon: 'cloud-upload',
    }),
    ...changeItems(changes, 'look' as const),
    {
      group: '',
      label: vscode.l10n.t('From {0}', plan.request.folder),
      detail: plan.digest,
      icon: 'folder',
      value: 'look',
    },
    targetItem(plan),
    writeItem(plan),
    ...manifestItems(plan.manifests, vscode.l10n.t('What is loaded')),
  ];
}
