// Why a written signature could not be confirmed, and what later looks found. The engine gives codes: that of the failure,
// or of what stands there (engine/store/keepAll.ts); here they become words (V11).
import * as vscode from 'vscode';
import type { LaterLook } from '../../engine/plan.ts';

/** What a look after the result found, as one sentence. */
export function laterLookWords({ place, outcome, reason }: LaterLook): string {
  switch (outcome) {
    case 'healed':
      return vscode.l10n.t('Signatures in {0} were overwritten and are written back.', place);
    case 'could-not-heal':
      return vscode.l10n.t(
        'Signatures in {0} were overwritten, and writing them back is not confirmed: {1}.',
        place,
        whyWords(reason),
      );
    case 'could-not-look':
      return vscode.l10n.t(
        'Whether all signatures in {0} are still there could not be seen: {1}.',
        place,
        whyWords(reason),
      );
    case 'removed-by-others':
      return vscode.l10n.t('Somebody removed signatures in {0}.', place);
  }
}

/** A code as part of a sentence, behind a colon. What it says of what exactly is in the log. */
export function whyWords(code: string): string {
  switch (code) {
    case 'nothing-there':
      return vscode.l10n.t('the registry shows nothing there');
    case 'others-keep-writing':
      return vscode.l10n.t('others keep writing over it');
    case 'unreachable':
      return vscode.l10n.t('the registry cannot be reached');
    case 'timed-out':
      return vscode.l10n.t('the registry did not answer in time');
    case 'rate-limited':
      return vscode.l10n.t('the registry has had too many requests');
    case 'registry-failed':
      return vscode.l10n.t('the registry failed');
    case 'not-signed-in':
    case 'token-refused':
      return vscode.l10n.t('the registry does not take the login any more');
    case 'forbidden':
    case 'registry-refused':
      return vscode.l10n.t('the registry refused');
    case 'not-found':
      return vscode.l10n.t('the registry does not have it, or does not show it to you');
    case 'tag-immutable':
      return vscode.l10n.t('the registry does not let the tag be changed');
    case 'bad-signature-image':
      return vscode.l10n.t('what stands there is not a signature image that can be used');
    case 'too-many-signatures':
      return vscode.l10n.t('there are too many signatures');
    case 'bad-answer':
    case 'digest-mismatch':
    case 'not-a-registry':
      return vscode.l10n.t('the registry’s answer cannot be used');
    default:
      return vscode.l10n.t('something unforeseen, the log says more');
  }
}
