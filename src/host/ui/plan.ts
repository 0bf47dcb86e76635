// The plan of a signature as a pick list: "Sign" first, below it every line of the plan; choosing a line changes it and
// the plan is made anew (V1, U6). What is confirmed is what stands there (S38).
import * as vscode from 'vscode';
import type { SignPlan, SignPlace } from '../../engine/plan.ts';
import { shortSignatureTag } from '../tree/signatureTag.ts';
import { credentialName } from './credentialWords.ts';
import { originName } from './originWords.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';
import { changeItems } from './planChanges.ts';
import { keyItem } from './planKey.ts';
import type { KeyNotes } from './planKey.ts';
import { isSignedWhole, platformItems, withFurther } from './planPlatforms.ts';

/** What the person chose; `look` is a line that only informs. */
export type PlanChoice =
  | { readonly kind: 'sign' }
  | { readonly kind: 'close' }
  | { readonly kind: 'look' }
  | { readonly kind: 'reference' }
  | { readonly kind: 'platforms' }
  | { readonly kind: 'place' }
  | { readonly kind: 'media-types' }
  | { readonly kind: 'key' }
  | { readonly kind: 'add-annotation' }
  | { readonly kind: 'annotation'; readonly index: number };

/** What the plan itself does not know. */
export interface PlanNotes extends KeyNotes {
  /** Sentences on what is different from the plan that was shown before. */
  readonly changes: readonly string[];
  /** Whose settings apply, where those of the window's folders disagree. */
  readonly folder?: string | undefined;
  /** The workspace sets a signature repository, and is not trusted: it was not used. */
  readonly repositoryLeftOut?: boolean;
}

/** Shows the plan; undefined where the person gave up. */
export async function askPlan(plan: SignPlan, notes: PlanNotes): Promise<PlanChoice | undefined> {
  return pickOne(planItems(plan, notes), {
    title: isSignedWhole(plan) ? vscode.l10n.t('Already Signed') : vscode.l10n.t('Sign This Image?'),
    placeholder: isSignedWhole(plan)
      ? vscode.l10n.t('Nothing would be written. Choose a line to change it.')
      : vscode.l10n.t('Enter signs exactly what stands here. Choose a line to change it.'),
  });
}

/** The lines of the plan. Raw text: the pick list disarms it. */
export function planItems(plan: SignPlan, notes: PlanNotes): readonly PickItem<PlanChoice>[] {
  return [
    firstItem(plan),
    ...changeItems<PlanChoice>(notes.changes, { kind: 'look' }),
    ...subjectItems(plan),
    placeItem(plan),
    ...leftOutItems(notes),
    ...folderItems(notes),
    keyItem(plan.request.key, notes, isSignedWhole(plan)),
    ...annotationItems(plan),
    credentialItem(plan),
    {
      label: vscode.l10n.t('No public log: cosign 2 and 3 verify it with --insecure-ignore-tlog'),
      detail: vscode.l10n.t('cosign 3 looks at no .sig once the image has a bundle.'),
      icon: 'book',
      value: { kind: 'look' },
    },
    mediaTypesItem(plan),
  ];
}

function firstItem(plan: SignPlan): PickItem<PlanChoice> {
  const image = withFurther(imageName(plan), plan);
  if (isSignedWhole(plan)) {
    return {
      label: vscode.l10n.t('Already signed'),
      detail: vscode.l10n.t('A signature of this key with these annotations is there and verifies.'),
      icon: 'pass',
      value: { kind: 'close' },
    };
  }
  if (plan.credential.push === 'denied') {
    return {
      label: vscode.l10n.t('Sign Anyway'),
      description: image,
      detail: vscode.l10n.t('The registry says that this credential may not push there.'),
      icon: 'error',
      value: { kind: 'sign' },
    };
  }
  return { label: vscode.l10n.t('Sign'), description: image, icon: 'pencil', value: { kind: 'sign' } };
}

// A pick list is narrow, and a heading would narrow it more: the digest has a line of its own, or it would be cut.
function subjectItems(plan: SignPlan): readonly PickItem<PlanChoice>[] {
  const { platforms } = plan;
  const image: PickItem<PlanChoice> = {
    group: '',
    label: vscode.l10n.t('Image {0}', imageName(plan)),
    description: plan.impliedTag
      ? vscode.l10n.t('No tag was given. Change image…')
      : vscode.l10n.t('Change image…'),
    detail: plan.digest,
    icon: platforms.length === 0 ? 'package' : 'layers',
    value: { kind: 'reference' },
  };
  return [image, ...platformItems(plan)];
}

function imageName({ repository, tag }: SignPlan): string {
  return tag === undefined ? repository : `${repository}:${tag}`;
}

function placeItem({ place, repository }: SignPlan): PickItem<PlanChoice> {
  const where =
    place.repository === repository
      ? vscode.l10n.t('beside the image')
      : vscode.l10n.t('signature repository, layout {0}', place.layout);
  // The tag is the digest once more.
  const tag = shortSignatureTag(place.tag);
  return {
    group: '',
    label: vscode.l10n.t('Place {0}', place.repository),
    description: vscode.l10n.t('Change place…'),
    // What is cut off where the list is narrow is what was configured.
    detail: `${tag} · ${stateWords(place)} · ${where} (${originName(place.origin)})`,
    icon: 'cloud-upload',
    value: { kind: 'place' },
  };
}

function leftOutItems({ repositoryLeftOut = false }: PlanNotes): readonly PickItem<PlanChoice>[] {
  if (!repositoryLeftOut) return [];
  return [
    {
      label: vscode.l10n.t('The signature repository of this workspace is not used'),
      detail: vscode.l10n.t('Nobody trusts this workspace yet. Who verifies by its settings looks there.'),
      icon: 'warning',
      value: { kind: 'look' },
    },
  ];
}

function folderItems({ folder }: PlanNotes): readonly PickItem<PlanChoice>[] {
  if (folder === undefined) return [];
  return [
    {
      label: vscode.l10n.t('The settings of folder {0} apply', folder),
      detail: vscode.l10n.t('“Choose Folder for Settings” chooses another, where no editor says which.'),
      icon: 'root-folder',
      value: { kind: 'look' },
    },
  ];
}

function stateWords({ state, signatures }: SignPlace): string {
  switch (state) {
    case 'empty':
      return vscode.l10n.t('none there yet');
    case 'has-signatures':
      return signatures === 1
        ? vscode.l10n.t('the signature there is kept')
        : vscode.l10n.t('the {0} signatures there are kept', signatures);
    case 'will-be-created':
      return vscode.l10n.t('not there, or not visible to you');
  }
}

function mediaTypesItem({ mediaTypes, mediaTypesOrigin, mediaTypesRefused }: SignPlan): PickItem<PlanChoice> {
  const label =
    mediaTypes === 'oci' ? vscode.l10n.t('OCI media types') : vscode.l10n.t('Docker (legacy) media types');
  if (mediaTypesOrigin === 'existing') {
    const detail = vscode.l10n.t('As in the signature image that is there.');
    return { label, detail, icon: 'file-binary', value: { kind: 'look' } };
  }
  return {
    label,
    description: mediaTypes === 'oci' ? vscode.l10n.t('Use Docker’s') : vscode.l10n.t('Use OCI’s'),
    detail:
      mediaTypesRefused === true
        ? vscode.l10n.t('This registry refused them before: choose the others here.')
        : vscode.l10n.t('From {0}.', originName(mediaTypesOrigin)),
    icon: mediaTypesRefused === true ? 'warning' : 'file-binary',
    value: { kind: 'media-types' },
  };
}

function annotationItems({ request }: SignPlan): readonly PickItem<PlanChoice>[] {
  return [
    ...request.annotations.map(([name, value], index) => ({
      label: `${name}=${value}`,
      description: vscode.l10n.t('Remove annotation'),
      icon: 'note',
      value: { kind: 'annotation' as const, index },
    })),
    { label: vscode.l10n.t('Add annotation…'), icon: 'add', value: { kind: 'add-annotation' } },
  ];
}

function credentialItem({ credential, machine }: SignPlan): PickItem<PlanChoice> {
  const push = {
    granted: vscode.l10n.t('The registry grants push.'),
    denied: vscode.l10n.t('The registry denies push.'),
    unknown: vscode.l10n.t('Whether it may push shows only on writing.'),
  };
  return {
    group: '',
    label: vscode.l10n.t('Credential: {0}', credentialName(credential.description)),
    detail: vscode.l10n.t('On {0}. {1}', machine, push[credential.push]),
    icon: credential.push === 'denied' ? 'error' : 'account',
    value: { kind: 'look' },
  };
}
