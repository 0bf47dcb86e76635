// The plan of a copy as a pick list: "Copy" first, below it where to, who, and every manifest that goes (V1). What is
// confirmed is what stands there (S38).
import * as vscode from 'vscode';
import type { CopyPlan } from '../../engine/copyPlan.ts';
import { shortDigest } from '../tree/signatureTag.ts';
import { lookedItems, manifestItems, readItems, writeItem } from './copyParts.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';
import { changeItems } from './planChanges.ts';

/** What the person chose; `look` is a line that only informs. */
export type PlanChoice = 'go' | 'change' | 'look';

/** Shows the plan; undefined where the person gave up. */
export async function askCopyPlan(
  plan: CopyPlan,
  changes: readonly string[] = [],
): Promise<PlanChoice | undefined> {
  return pickOne(copyPlanItems(plan, changes), {
    title: vscode.l10n.t('Copy This Image with Its Signatures?'),
    placeholder: vscode.l10n.t('Enter copies exactly what stands here.'),
  });
}

/** The lines of the plan. Raw text: the pick list disarms it. */
export function copyPlanItems(plan: CopyPlan, changes: readonly string[]): readonly PickItem<PlanChoice>[] {
  return [
    firstItem(plan, {
      go: vscode.l10n.t('Copy'),
      again: vscode.l10n.t('Copy Again'),
      anyway: vscode.l10n.t('Copy Anyway'),
      icon: 'copy',
    }),
    ...changeItems(changes, 'look' as const),
    {
      group: '',
      label: vscode.l10n.t('From {0}', imageName(plan.source)),
      detail: plan.digest,
      icon: 'package',
      value: 'look',
      ...(plan.source.impliedTag ? { description: vscode.l10n.t('No tag was given') } : {}),
    },
    targetItem(plan),
    ...lookedItems(plan, vscode.l10n.t('In the copy all of them stand beside the image.')),
    ...readItems(plan),
    writeItem(plan),
    ...manifestItems(plan.manifests, vscode.l10n.t('What is copied')),
  ];
}

/** A number of bytes as people read it. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return vscode.l10n.t('{0} bytes', bytes);
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1] ?? ''}`;
}

/** `repository:tag`, or the repository where there is no tag. */
export function imageName({ repository, tag }: { repository: string; tag: string | undefined }): string {
  return tag === undefined ? repository : `${repository}:${tag}`;
}

export interface GoWords {
  readonly go: string;
  readonly again: string;
  readonly anyway: string;
  readonly icon: string;
}

/** What a plan needs to say what goes to its target. */
export type TargetPlan = Pick<CopyPlan, 'target' | 'digest' | 'manifests' | 'blobs' | 'bytes' | 'machine'>;

/** The line that confirms. */
export function firstItem(plan: TargetPlan, words: GoWords): PickItem<'go'> {
  const { target, digest } = plan;
  const isThere = plan.manifests.every(({ action }) => action === 'there' || action === 'stays');
  if (isThere && (target.tag === undefined || target.pointsAt === digest)) {
    return {
      label: words.again,
      description: imageName(target),
      detail: vscode.l10n.t('All of it is there already. Whether every blob is there would be proved.'),
      icon: 'pass',
      value: 'go',
    };
  }
  if (target.credential.push === 'denied') {
    return {
      label: words.anyway,
      description: imageName(target),
      detail: vscode.l10n.t('The registry says that this credential may not push there.'),
      icon: 'error',
      value: 'go',
    };
  }
  return {
    label: words.go,
    description: imageName(target),
    detail: vscode.l10n.t('{0} blobs, {1} at most', plan.blobs, bytesWords(plan.bytes)),
    icon: words.icon,
    value: 'go',
  };
}

/** Where it goes, and what becomes of the tag there. */
export function targetItem({ target, digest }: TargetPlan): PickItem<'change'> {
  const change = { description: vscode.l10n.t('Change target…'), value: 'change' as const };
  const label = vscode.l10n.t('To {0}', imageName(target));
  if (target.tag === undefined) {
    return {
      label,
      detail: vscode.l10n.t('By its digest alone; no tag is set.'),
      icon: 'cloud-upload',
      ...change,
    };
  }
  if (target.pointsAt === undefined) {
    return {
      label,
      detail: vscode.l10n.t('The tag is new there, and set last.'),
      icon: 'cloud-upload',
      ...change,
    };
  }
  if (target.pointsAt === digest) {
    return {
      label,
      detail: vscode.l10n.t('The tag points at this image already.'),
      icon: 'cloud-upload',
      ...change,
    };
  }
  return {
    label,
    detail: vscode.l10n.t(
      'The tag moves: from {0} to {1}',
      shortDigest(target.pointsAt),
      shortDigest(digest),
    ),
    icon: 'warning',
    ...change,
  };
}
