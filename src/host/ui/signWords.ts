// What is said while a plan is run, and of its result.
import * as vscode from 'vscode';
import type { SignPlan, SignResult, SignStep } from '../../engine/plan.ts';
import { shortSignatureTag } from '../tree/signatureTag.ts';
import type { ReportStep } from './progress.ts';
import { whyWords } from './writeWords.ts';

/**
 * Tells each step. A single image cannot be cancelled any more once it is being written (U13); of several, a cancel lets
 * the one that is being written end, and begins no other.
 */
export function stepTeller(plan: SignPlan, report: ReportStep): (step: SignStep) => void {
  const total = 1 + plan.further.length;
  let image = 0;
  return (step) => {
    if (step === 'reading') image += 1;
    if (total === 1) report(stepWords(step), step !== 'writing');
    else report(vscode.l10n.t('{0} of {1}: {2}', image, total, stepOfSeveral(step)));
  };
}

function stepOfSeveral(step: SignStep): string {
  return step === 'writing' ? vscode.l10n.t('writing; cancelling ends behind this image') : stepWords(step);
}

function stepWords(step: SignStep): string {
  switch (step) {
    case 'reading':
      return vscode.l10n.t('reading what is there');
    case 'uploading':
      return vscode.l10n.t('uploading the signature');
    case 'writing':
      return vscode.l10n.t('writing; from here on it cannot be cancelled');
    case 'reading-back':
      return vscode.l10n.t('reading back');
  }
}

/** The result in a message. `cancelled`: the person asked for it, too late. */
export function resultWords(plan: SignPlan, result: SignResult, cancelled: boolean): string {
  const all = [result, ...result.further];
  const unconfirmed = all.find((one) => one.unconfirmed !== undefined)?.unconfirmed;
  return [
    ...(cancelled ? [vscode.l10n.t('It was too late to cancel.')] : []),
    storedWords(plan, result),
    ...(unconfirmed === undefined
      ? []
      : [vscode.l10n.t('Reading it back did not confirm it: {0}.', whyWords(unconfirmed))]),
    ...(all.every(({ isNoted }) => isNoted)
      ? []
      : [
          vscode.l10n.t(
            'This machine could not note it: once the window is closed, nobody looks whether it is still there.',
          ),
        ]),
    ...(isForThisOnce(plan)
      ? [vscode.l10n.t('It is found there by whoever has that signature repository in the settings.')]
      : []),
    vscode.l10n.t('cosign 2 and 3 verify it with --insecure-ignore-tlog.'),
  ].join(' ');
}

function storedWords(plan: SignPlan, result: SignResult): string {
  const image = plan.tag === undefined ? plan.repository : `${plan.repository}:${plan.tag}`;
  const key = plan.request.key.label;
  const all = [result, ...result.further];
  const written = all.filter(({ outcome }) => outcome === 'signed').length;
  if (written === 0) return vscode.l10n.t('{0} was signed by {1} already; nothing was written.', image, key);
  if (all.length === 1) {
    const place = `${result.place.repository}:${shortSignatureTag(result.place.tag)}`;
    return vscode.l10n.t('{0} is signed by {1}; stored as {2}.', image, key, place);
  }
  const images = vscode.l10n.t('{0} and the {1} images in it are signed by {2}.', image, all.length - 1, key);
  const before = all.length - written;
  return before === 0 ? images : `${images} ${vscode.l10n.t('{0} of them were signed already.', before)}`;
}

/** The place was chosen in the plan, is not beside the image, and so is in no setting. */
function isForThisOnce({ place, repository }: SignPlan): boolean {
  return place.origin.kind === 'asked' && place.repository !== repository;
}
