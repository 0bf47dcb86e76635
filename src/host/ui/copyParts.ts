// What the plans of copying, saving and loading have in common: where was looked, who reads and writes, and every manifest.
import * as vscode from 'vscode';
import type { CopyManifest, CopyPart, CopyPlan, PlannedManifest } from '../../engine/copyPlan.ts';
import { shortDigest } from '../tree/signatureTag.ts';
import { credentialName } from './credentialWords.ts';
import type { PickItem } from './picks.ts';

/** `elsewhere`: what becomes of signatures from a signature repository. */
export function lookedItems(
  plan: Pick<CopyPlan, 'lookedAt' | 'missing'> & { readonly manifests: readonly CopyManifest[] },
  elsewhere: string,
): readonly PickItem<'look'>[] {
  const { lookedAt, missing, manifests } = plan;
  const [own, ...others] = lookedAt;
  const places = [own, ...others].join(', ');
  const hangs = manifests.some(({ of }) => of !== undefined);
  const looked: PickItem<'look'> = {
    label: hangs
      ? vscode.l10n.t('Signatures were looked for in {0}', places)
      : vscode.l10n.t('No signature was found, and nothing else, in {0}', places),
    detail:
      others.length === 0 || !hangs
        ? vscode.l10n.t('.sig, .att and .sbom tags, referrers API and fallback tag')
        : elsewhere,
    icon: 'search',
    value: 'look',
  };
  if (missing.length === 0) return [looked];
  const gone: PickItem<'look'> = {
    label: vscode.l10n.t('{0} referrers are listed and are not in the registry', missing.length),
    detail: missing.map(shortDigest).join(', '),
    icon: 'warning',
    value: 'look',
  };
  return [looked, gone];
}

/** Who reads, and on which machine; at a signature repository too. */
export function readItems({
  source,
  machine,
}: Pick<CopyPlan, 'source' | 'machine'>): readonly PickItem<'look'>[] {
  const detail = vscode.l10n.t('On {0}.', machine);
  const common = { detail, icon: 'account', value: 'look' } as const;
  const name = credentialName(source.credential.description);
  return [
    { ...common, group: '', label: vscode.l10n.t('Credential to read: {0}', name) },
    ...source.further.map(({ repository, credential }) => ({
      ...common,
      label: vscode.l10n.t('Credential to read {0}: {1}', repository, credentialName(credential.description)),
    })),
  ];
}

/** Who writes, on which machine, and whether that is allowed. */
export function writeItem({ target, machine }: Pick<CopyPlan, 'target' | 'machine'>): PickItem<'look'> {
  const push = {
    granted: vscode.l10n.t('The registry grants push.'),
    denied: vscode.l10n.t('The registry denies push.'),
    unknown: vscode.l10n.t('Whether it may push shows only on writing.'),
  };
  return {
    label: vscode.l10n.t('Credential to write: {0}', credentialName(target.credential.description)),
    detail: vscode.l10n.t('On {0}. {1}', machine, push[target.credential.push]),
    icon: target.credential.push === 'denied' ? 'error' : 'account',
    value: 'look',
  };
}

/** Everything that goes, a line each. */
export function manifestItems(
  manifests: readonly (CopyManifest | PlannedManifest)[],
  group: string,
): readonly PickItem<'look'>[] {
  return manifests.map((manifest, index) => ({
    ...(index === 0 ? { group } : {}),
    ...manifestItem(manifest),
  }));
}

function manifestItem(manifest: CopyManifest | PlannedManifest): PickItem<'look'> {
  const { digest, foreign, label } = manifest;
  const action = 'action' in manifest ? manifest.action : undefined;
  const elsewhere =
    foreign === 0 ? [] : [vscode.l10n.t('{0} layers stand on other servers and stay there', foreign)];
  return {
    label: label === '' ? partName(manifest.part) : `${partName(manifest.part)} ${label}`,
    ...(action === undefined ? {} : { description: actionWords(action) }),
    detail: [digest, ...elsewhere].join(' · '),
    icon: action === 'there' ? 'pass' : action === 'stays' ? 'warning' : 'arrow-right',
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

function actionWords(action: PlannedManifest['action']): string {
  switch (action) {
    case 'send':
      return vscode.l10n.t('is sent');
    case 'there':
      return vscode.l10n.t('is there');
    case 'merge':
      return vscode.l10n.t('is added to those that are there');
    case 'stays':
      return vscode.l10n.t('is left out: another has its tag');
  }
}
