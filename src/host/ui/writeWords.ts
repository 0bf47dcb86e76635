// Why a written signature could not be confirmed, and what later looks found. The engine gives codes: that of the failure,
// or of what stands there (engine/store/keepAll.ts); here they become words (V11).
import * as vscode from 'vscode';
import type { WriteProblem } from '../../engine/errors.ts';
import type { LaterLook } from '../../engine/plan.ts';
import { shortPlace } from '../tree/signatureTag.ts';

/** What a look after the result found, as one sentence. */
export function laterLookWords(look: LaterLook): string {
  const place = shortPlace(look.place);
  switch (look.outcome) {
    case 'healed':
      return vscode.l10n.t('Signatures in {0} were overwritten and are written back.', place);
    case 'could-not-heal':
      return vscode.l10n.t(
        'Signatures in {0} were overwritten, and writing them back is not confirmed: {1}.',
        place,
        whyWords(look.reason),
      );
    case 'could-not-look':
      return vscode.l10n.t(
        'Whether all signatures in {0} are still there could not be seen: {1}.',
        place,
        whyWords(look.reason),
      );
    case 'removed-by-others':
      return vscode.l10n.t('What was written into {0} is not there any more: somebody removed it.', place);
  }
}

/** A code as part of a sentence, behind a colon. What it says of what exactly is in the log. */
export function whyWords(code: WriteProblem): string {
  switch (code) {
    case 'nothing-there':
      return vscode.l10n.t('the registry shows nothing there');
    case 'not-in-it':
      return vscode.l10n.t('the list of signatures there does not hold it');
    case 'still-there':
      return vscode.l10n.t('the registry still shows what was there before');
    case 'others-keep-writing':
      return vscode.l10n.t('others keep writing over it');
    case 'unreachable':
      return vscode.l10n.t('the registry cannot be reached');
    case 'certificate-not-trusted':
    case 'certificate-changed':
      return vscode.l10n.t('the registry’s certificate is not trusted');
    case 'client-certificate-wanted':
      return vscode.l10n.t('the registry wants a client certificate');
    case 'proxy-failed':
      return vscode.l10n.t('the proxy does not lead to the registry');
    case 'bad-certificate-file':
      return vscode.l10n.t('a file with certificates for it cannot be used');
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
    case 'cannot-delete':
      return vscode.l10n.t('the registry does not delete it');
    case 'tag-immutable':
      return vscode.l10n.t('the registry does not let the tag be changed');
    case 'media-types-refused':
      return vscode.l10n.t('the registry does not take its media types');
    case 'bad-layout':
      return vscode.l10n.t('the folder is not a saved image that can be used');
    case 'bad-signature-image':
      return vscode.l10n.t('what stands there is not a signature image that can be used');
    case 'not-writable':
      return vscode.l10n.t('the registry stores nothing there');
    case 'too-many-signatures':
      return vscode.l10n.t('there are too many signatures');
    case 'too-large':
    case 'bad-answer':
    case 'no-list':
    case 'endless-list':
    case 'digest-mismatch':
    case 'not-a-registry':
      return vscode.l10n.t('the registry’s answer cannot be used');
    case 'bad-redirect':
      return vscode.l10n.t('the registry leads to where it is not followed');
    case 'plain-http-refused':
      return vscode.l10n.t('the registry wants its access tokens fetched over plain http');
    case 'token-realm-unknown':
      return vscode.l10n.t('the registry wants the login sent to another host');
    case 'place-not-readable':
    case 'subject-not-found':
      return vscode.l10n.t('it does not exist, or is not visible to you');
    case 'bad-credential-file':
    case 'credential-path-in-workspace':
    case 'credential-helper-failed':
    case 'file-not-readable':
      return vscode.l10n.t('the login for it cannot be read');
    case 'not-stored':
      return vscode.l10n.t('the registry did not store it');
    case 'write-not-confirmed':
    case 'copy-not-confirmed':
      return vscode.l10n.t('it was sent, and reading it back did not show it');
    case 'plan-changed':
      return vscode.l10n.t('it is not as the plan showed it any more');
    case 'cancelled':
      return vscode.l10n.t('it was cancelled');
    // None of these comes of a write or of a look at it.
    case 'bad-reference':
    case 'bad-signature-repository':
    case 'bad-annotation':
    case 'bad-setting':
    case 'not-an-image':
    case 'too-many-images':
    case 'signed-in-part':
    case 'bad-payload':
    case 'not-removable':
    case 'not-removed':
    case 'removal-not-confirmed':
    case 'bad-key-file':
    case 'unsupported-key':
    case 'wrong-password':
    case 'crypto-unavailable':
    case 'key-not-stored':
    case 'keychain-failed':
    case 'file-not-writable':
    case 'folder-not-writable':
    case 'not-copyable':
    case 'internal':
      return vscode.l10n.t('something unforeseen, the log says more');
  }
}
