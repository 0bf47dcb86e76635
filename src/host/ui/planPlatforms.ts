// The lines of a plan about the platform images of an index: signed too, or not, and each digest that would be (S37, S38).
import * as vscode from 'vscode';
import type { FurtherPlan, SignPlan } from '../../engine/plan.ts';
import { platformText } from '../report/platformWords.ts';
import type { PickItem } from './picks.ts';

type Choice = { readonly kind: 'platforms' } | { readonly kind: 'look' };

/** True where nothing at all would be written. */
export function isSignedWhole({ alreadySigned, further }: SignPlan): boolean {
  return alreadySigned && further.every(({ plan }) => plan.alreadySigned);
}

/** The image's name, and how many images of the index come with it. */
export function withFurther(image: string, { further }: SignPlan): string {
  return further.length === 0 ? image : vscode.l10n.t('{0} and {1} images in it', image, further.length);
}

/** Nothing for a single image. Raw text: the pick list disarms it. */
export function platformItems(plan: SignPlan): readonly PickItem<Choice>[] {
  const { platforms, further, request } = plan;
  if (request.recursive === true && further.length > 0) {
    const all: PickItem<Choice> = {
      label: vscode.l10n.t('The index and the {0} images in it are signed', further.length),
      description: vscode.l10n.t('Sign only the index'),
      detail: vscode.l10n.t('One after the other, each with a signature of its own.'),
      icon: 'info',
      value: { kind: 'platforms' },
    };
    return [all, ...further.map(furtherItem)];
  }
  if (platforms.length === 0) return [];
  return [
    {
      label: vscode.l10n.t('Only the index itself is signed, not its images'),
      description: vscode.l10n.t('Sign the platform images too'),
      detail: platforms.join(', '),
      icon: 'info',
      value: { kind: 'platforms' },
    },
  ];
}

function furtherItem({ plan, platform }: FurtherPlan): PickItem<Choice> {
  const { digest, alreadySigned, place } = plan;
  const state = alreadySigned
    ? vscode.l10n.t('already signed')
    : place.signatures === 0
      ? vscode.l10n.t('none there yet')
      : vscode.l10n.t('{0} signatures there are kept', place.signatures);
  return {
    label: platformLabel(platform),
    description: state,
    detail: digest,
    icon: alreadySigned ? 'pass' : 'package',
    value: { kind: 'look' },
  };
}

/** What build tools attach to an index is signed with it, as cosign does. */
function platformLabel(platform: FurtherPlan['platform']): string {
  if (platform?.os === 'unknown') return vscode.l10n.t('attached data');
  return platformText(platform) ?? vscode.l10n.t('image without a platform');
}
