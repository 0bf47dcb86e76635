// Changes of a plan's lines: image, place, media types, key, annotations (U6). Each makes a new request, so that the plan
// is made anew by the engine; a line that only informs changes nothing.
import * as vscode from 'vscode';
import { parseRepository } from '../../engine/oci/reference.ts';
import type { Annotations, SignPlan, SignRequest, SignatureSettings } from '../../engine/plan.ts';
import type { Layout, Origin } from '../../engine/verdict.ts';
import { setSignatureSetting, signatureSettings } from '../config.ts';
import type { Host } from '../host.ts';
import type { ErrorAction } from '../ui/errorAction.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { tellFailure } from '../ui/failures.ts';
import { askText, pickOne } from '../ui/picks.ts';
import type { PlanChoice } from '../ui/plan.ts';
import { askReference } from './askReference.ts';
import { pickSigner } from './ownKeys.ts';
import { writableLevels } from '../writableLevels.ts';

const asked: Origin = { kind: 'asked', name: '' };

/** The changed request, or undefined where nothing was changed. `configured` are the settings before any change. */
export async function changeRequest(
  host: Host,
  plan: SignPlan,
  choice: PlanChoice,
  configured: SignatureSettings,
): Promise<SignRequest | undefined> {
  const { request } = plan;
  switch (choice.kind) {
    case 'sign':
    case 'close':
    case 'look':
      return undefined;
    case 'reference': {
      const { reference: value } = request;
      const prompt = vscode.l10n.t('Without a tag, latest is meant.');
      const reference = await askReference({ title: vscode.l10n.t('Change Image'), prompt, value });
      return reference === undefined ? undefined : { ...request, reference };
    }
    case 'platforms':
      return { ...request, recursive: request.recursive !== true };
    case 'place': {
      const place = await askPlace(plan, configured);
      return place === undefined ? undefined : { ...request, settings: { ...request.settings, ...place } };
    }
    case 'media-types': {
      const legacyMediaTypes = { value: plan.mediaTypes === 'oci', origin: asked };
      return { ...request, settings: { ...request.settings, legacyMediaTypes } };
    }
    case 'key': {
      const key = await pickSigner(host, vscode.l10n.t('Change Key')).catch((error: unknown) => {
        // The plan goes on with the key that it has.
        tellFailure(host, error);
      });
      return key === undefined ? undefined : { ...request, key };
    }
    case 'add-annotation': {
      const annotation = await askAnnotation(request.annotations);
      if (annotation === undefined) return undefined;
      return { ...request, annotations: [...request.annotations, annotation] };
    }
    case 'annotation':
      return { ...request, annotations: request.annotations.filter((_, index) => index !== choice.index) };
  }
}

/**
 * The settings once the media types are those that the registry may take, for this workspace from now on, or for this once
 * where no workspace can keep it; undefined for a button of a failure that does not change them.
 */
export async function settingsBehind(
  action: ErrorAction['kind'],
  folder: vscode.WorkspaceFolder | undefined,
): Promise<SignatureSettings | undefined> {
  if (action !== 'use-legacy-media-types' && action !== 'use-oci-media-types') return undefined;
  const isLegacy = action === 'use-legacy-media-types';
  const settings = signatureSettings(folder);
  // What one registry takes is nothing to keep for all of this person's windows.
  if (!writableLevels().includes('workspace'))
    return { ...settings, legacyMediaTypes: { value: isLegacy, origin: asked } };
  // Where the folder says otherwise, the workspace's word would not count.
  const level = settings.legacyMediaTypes?.origin.kind === 'folder' ? 'folder' : 'workspace';
  await setSignatureSetting('legacyMediaTypes', isLegacy, level, folder);
  const name = level === 'folder' ? (folder?.name ?? '') : '';
  const legacyMediaTypes = { value: isLegacy, origin: { kind: level, name } } as const;
  return { ...signatureSettings(folder), legacyMediaTypes };
}

type PlaceSettings = Pick<SignatureSettings, 'signatureRepository' | 'layout'>;

async function askPlace(plan: SignPlan, configured: SignatureSettings): Promise<PlaceSettings | undefined> {
  // The image's own repository as a shared one: so it also stands against COSIGN_REPOSITORY.
  const own = placeSettings(plan.repository, 'shared');
  const chosen = await pickOne<PlaceSettings | 'other'>(
    [
      { label: vscode.l10n.t('Beside the image'), description: plan.repository, icon: 'package', value: own },
      {
        label: vscode.l10n.t('As configured'),
        description:
          configured.signatureRepository?.value ?? vscode.l10n.t('COSIGN_REPOSITORY, if it is set'),
        icon: 'gear',
        value: { signatureRepository: configured.signatureRepository, layout: configured.layout },
      },
      { label: vscode.l10n.t('Another repository…'), icon: 'repo', value: 'other' },
    ],
    { title: vscode.l10n.t('Change Place') },
  );
  return chosen === 'other' ? askOtherPlace(plan) : chosen;
}

async function askOtherPlace(plan: SignPlan): Promise<PlaceSettings | undefined> {
  const repository = await askText({
    title: vscode.l10n.t('Signature Repository'),
    prompt: vscode.l10n.t('Without tag or digest.'),
    placeholder: 'ghcr.io/acme/sigs',
    validate: (text) => {
      try {
        parseRepository(text);
        return undefined;
      } catch (error) {
        return wordsOf(error).message;
      }
    },
  });
  if (repository === undefined) return undefined;
  const layout = await pickOne<Layout>(
    [
      {
        label: vscode.l10n.t('One repository per image'),
        detail: vscode.l10n.t('Registry and first part of the image’s name are replaced, the rest is kept.'),
        value: 'perImage',
      },
      {
        label: vscode.l10n.t('All in this repository'),
        detail: vscode.l10n.t('As COSIGN_REPOSITORY does in cosign.'),
        value: 'shared',
      },
    ],
    { title: vscode.l10n.t('Layout'), placeholder: plan.repository },
  );
  return layout === undefined ? undefined : placeSettings(repository, layout);
}

function placeSettings(repository: string, layout: Layout): PlaceSettings {
  return {
    signatureRepository: { value: repository, origin: asked },
    layout: { value: layout, origin: asked },
  };
}

async function askAnnotation(there: Annotations): Promise<readonly [string, string] | undefined> {
  const text = await askText({
    title: vscode.l10n.t('Add Annotation'),
    prompt: vscode.l10n.t('It is signed together with the digest.'),
    placeholder: 'env=prod',
    validate: (typed) => annotationProblem(typed, there),
  });
  if (text === undefined) return undefined;
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

function annotationProblem(text: string, there: Annotations): string | undefined {
  const at = text.indexOf('=');
  if (at <= 0) return vscode.l10n.t('Write name=value.');
  const name = text.slice(0, at);
  return there.some(([other]) => other === name)
    ? vscode.l10n.t('The plan has an annotation {0} already.', name)
    : undefined;
}
