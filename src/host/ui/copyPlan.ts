// The plan of a copy as a pick list: "Copy" first, below it where to, who, and every manifest that goes (V1). What is
// confirmed is what stands there (S38).
import * as vscode from 'vscode';
import type { CopyPart, CopyPlan, PlannedManifest } from '../../engine/copyPlan.ts';
import { credentialName } from './credentialWords.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';

export type CopyChoice = 'copy' | 'close' | 'target' | 'look';

/** Shows the plan; undefined where the person gave up. */
export async function askCopyPlan(
  plan: CopyPlan,
  changes: readonly string[] = [],
): Promise<CopyChoice | undefined> {
  return pickOne(copyPlanItems(plan, changes), {
    title: vscode.l10n.t('Copy This Image with Its Signatures?'),
    placeholder: vscode.l10n.t('Enter copies exactly what stands here.'),
  });
}

/** The lines of the plan. Raw text: the pick list disarms it. */
export function copyPlanItems(plan: CopyPlan, changes: readonly string[]): readonly PickItem<CopyChoice>[] {
  return [
    firstItem(plan),
    ...changes.map((change, index) => ({
      ...(index === 0 ? { group: '' } : {}),
      label: change,
      icon: 'warning',
      value: 'look' as const,
    })),
    {
      group: '',
      label: vscode.l10n.t('From {0}', imageName(plan.source)),
      detail: plan.digest,
      icon: 'package',
      value: 'look',
      ...(plan.source.impliedTag ? { description: vscode.l10n.t('No tag was given') } : {}),
    },
    targetItem(plan),
    ...lookedItems(plan),
    ...credentialItems(plan),
    ...plan.manifests.map((manifest, index) => ({
      ...(index === 0 ? { group: vscode.l10n.t('What is copied') } : {}),
      ...manifestItem(manifest),
    })),
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

function firstItem(plan: CopyPlan): PickItem<CopyChoice> {
  const { target, digest } = plan;
  const isThere = plan.manifests.every(({ action }) => action === 'there' || action === 'stays');
  if (isThere && (target.tag === undefined || target.pointsAt === digest)) {
    return {
      label: vscode.l10n.t('Copy Again'),
      description: imageName(target),
      detail: vscode.l10n.t('All of it is there already. Whether every blob is there would be proved.'),
      icon: 'pass',
      value: 'copy',
    };
  }
  if (target.credential.push === 'denied') {
    return {
      label: vscode.l10n.t('Copy Anyway'),
      description: imageName(target),
      detail: vscode.l10n.t('The registry says that this credential may not push there.'),
      icon: 'error',
      value: 'copy',
    };
  }
  return {
    label: vscode.l10n.t('Copy'),
    description: imageName(target),
    detail: vscode.l10n.t('{0} blobs, {1} at most', plan.blobs, bytesWords(plan.bytes)),
    icon: 'copy',
    value: 'copy',
  };
}

function targetItem({ target, digest }: CopyPlan): PickItem<CopyChoice> {
  const change = { description: vscode.l10n.t('Change target…'), value: 'target' as const };
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

function lookedItems({ lookedAt, missing }: CopyPlan): readonly PickItem<CopyChoice>[] {
  const [own, ...others] = lookedAt;
  const looked: PickItem<CopyChoice> = {
    label: vscode.l10n.t('Signatures were looked for in {0}', [own, ...others].join(', ')),
    detail:
      others.length === 0
        ? vscode.l10n.t('.sig, .att and .sbom tags, referrers API and fallback tag')
        : vscode.l10n.t('In the copy all of them stand beside the image.'),
    icon: 'search',
    value: 'look',
  };
  if (missing.length === 0) return [looked];
  const gone: PickItem<CopyChoice> = {
    label: vscode.l10n.t('{0} referrers are listed and are not in the registry', missing.length),
    detail: missing.map(shortDigest).join(', '),
    icon: 'warning',
    value: 'look',
  };
  return [looked, gone];
}

function credentialItems({ source, target, machine }: CopyPlan): readonly PickItem<CopyChoice>[] {
  const push = {
    granted: vscode.l10n.t('The registry grants push.'),
    denied: vscode.l10n.t('The registry denies push.'),
    unknown: vscode.l10n.t('Whether it may push shows only on writing.'),
  };
  return [
    {
      group: '',
      label: vscode.l10n.t('Credential to read: {0}', credentialName(source.credential.description)),
      detail: vscode.l10n.t('On {0}.', machine),
      icon: 'account',
      value: 'look',
    },
    {
      label: vscode.l10n.t('Credential to write: {0}', credentialName(target.credential.description)),
      detail: vscode.l10n.t('On {0}. {1}', machine, push[target.credential.push]),
      icon: target.credential.push === 'denied' ? 'error' : 'account',
      value: 'look',
    },
  ];
}

function manifestItem(manifest: PlannedManifest): PickItem<CopyChoice> {
  const { digest, foreign, label } = manifest;
  const elsewhere =
    foreign === 0 ? [] : [vscode.l10n.t('{0} layers stand on other servers and stay there', foreign)];
  return {
    label: label === '' ? partName(manifest.part) : `${partName(manifest.part)} ${label}`,
    description: actionWords(manifest),
    detail: [digest, ...elsewhere].join(' · '),
    icon: manifest.action === 'there' ? 'pass' : manifest.action === 'stays' ? 'warning' : 'arrow-right',
    value: 'look',
  };
}

function partName(part: CopyPart): string {
  switch (part) {
    case 'image':
      return vscode.l10n.t('Image');
    case 'index':
      return vscode.l10n.t('Index');
    case 'platform':
      return vscode.l10n.t('Image of the index');
    case 'signatures':
      return vscode.l10n.t('Signatures');
    case 'attestations':
      return vscode.l10n.t('Attestations');
    case 'sbom':
      return vscode.l10n.t('SBOM');
    case 'referrer':
      return vscode.l10n.t('Referrer');
  }
}

function actionWords({ action }: PlannedManifest): string {
  switch (action) {
    case 'send':
      return vscode.l10n.t('is sent');
    case 'there':
      return vscode.l10n.t('is there');
    case 'merge':
      return vscode.l10n.t('is added to those that are there');
    case 'stays':
      return vscode.l10n.t('is left out: another is there, and is kept');
  }
}

function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
