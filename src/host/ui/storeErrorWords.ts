// Words for what a registry does not let be stored, each with the product's own setting where the product is known, and for
// lists that were sent and not seen. Part of ui/errorWords.ts.
import * as vscode from 'vscode';
import type { WriteSetting } from '../../engine/problems.ts';
import { attachedKind, shortPlace } from '../tree/signatureTag.ts';
import type { ErrorAction, WordTable } from './errorAction.ts';
import { disarm } from './foreignText.ts';
import { ownWords } from './registryErrorWords.ts';
import { whyWords } from './writeWords.ts';

const retry: ErrorAction = { kind: 'retry' };
const showLog: ErrorAction = { kind: 'show-log' };
const chooseRepository: ErrorAction = { kind: 'open-settings', setting: 'signatureRepository' };

export const storeWords: WordTable<
  | 'too-many-signatures'
  | 'media-types-refused'
  | 'tag-immutable'
  | 'not-writable'
  | 'not-stored'
  | 'write-not-confirmed'
  | 'copy-not-confirmed'
> = {
  'too-many-signatures': ({ place, count, limit, writing = false }) =>
    writing
      ? {
          message: vscode.l10n.t(
            'Nothing was written: with this, {0} would hold {1} signatures, and cosign reads no list of more than {2}. Remove some of them first, or sign into another signature repository.',
            disarm(shortPlace(place)),
            count,
            limit,
          ),
          actions: [chooseRepository, showLog],
        }
      : {
          message: vscode.l10n.t(
            '{1} signatures at {0} are too many: no more than {2} are read there.',
            disarm(place),
            count,
            limit,
          ),
          actions: [showLog],
        },
  'media-types-refused': (answer) => ({
    message:
      answer.mediaTypes === 'oci'
        ? vscode.l10n.t(
            'The registry {0} did not take the signature in OCI media types (status {1}), and nothing was written. It may take Docker’s.{2}',
            disarm(answer.registry),
            answer.status,
            ownWords(answer),
          )
        : vscode.l10n.t(
            'The registry {0} did not take the signature in Docker’s media types (status {1}), and nothing was written. It may take OCI’s.{2}',
            disarm(answer.registry),
            answer.status,
            ownWords(answer),
          ),
    actions: [
      { kind: answer.mediaTypes === 'oci' ? 'use-legacy-media-types' : 'use-oci-media-types' },
      { kind: 'check-registry', repository: `${answer.registry}/${answer.repository}` },
      showLog,
    ],
  }),
  'tag-immutable': ({ registry, repository, tag, setting }) => ({
    message: vscode.l10n.t(
      'The registry {0} does not let the tag {1} of {2} be changed. {3} Or sign into another signature repository.',
      disarm(registry),
      disarm(tag),
      disarm(repository),
      settingWords(setting) ?? vscode.l10n.t('Exclude tags named sha256-….sig from its immutability rule.'),
    ),
    actions: [chooseRepository, showLog],
  }),
  'not-writable': ({ registry, repository, reason, setting, message }) => ({
    message:
      reason === 'full'
        ? vscode.l10n.t(
            'The registry {0} has no room left for {1}, and nothing was changed there. {2}',
            disarm(registry),
            disarm(repository),
            settingWords(setting) ?? vscode.l10n.t('The registry’s words: {0}', disarm(message)),
          )
        : vscode.l10n.t(
            'The registry {0} takes nothing new in {1}, and nothing was changed there. {2}',
            disarm(registry),
            disarm(repository),
            settingWords(setting) ?? vscode.l10n.t('The registry’s words: {0}', disarm(message)),
          ),
    actions: [retry, chooseRepository, showLog],
  }),
  'not-stored': ({ place, reason }) => ({
    message: notStored(attachedKind(place), whyWords(reason), disarm(shortPlace(place))),
    actions: [retry, showLog],
  }),
  'write-not-confirmed': ({ place, reason }) => ({
    message: notConfirmed(attachedKind(place), disarm(shortPlace(place)), whyWords(reason)),
    actions: [retry, showLog],
  }),
  'copy-not-confirmed': ({ place, reason }) => ({
    message:
      attachedKind(place) === 'sbom'
        ? vscode.l10n.t(
            'The SBOM was sent to {0}, but reading it back did not confirm it: {1}.',
            disarm(shortPlace(place)),
            whyWords(reason),
          )
        : vscode.l10n.t(
            'The image was sent to {0}, but reading it back did not confirm it: {1}.',
            disarm(shortPlace(place)),
            whyWords(reason),
          ),
    actions: [retry, showLog],
  }),
};

/** Where the product lets it be changed, as a sentence; undefined where the product is not known. */
export function settingWords(setting: WriteSetting | undefined): string | undefined {
  switch (setting) {
    case undefined:
      return undefined;
    case 'ecr':
      return vscode.l10n.t(
        'In Amazon ECR, add the exclusion filter sha256-* to the repository’s image tag mutability.',
      );
    case 'harbor':
      return vscode.l10n.t('In Harbor, exclude sha256-*.sig from the project’s tag immutability rule.');
    case 'nexus':
      return vscode.l10n.t('In Nexus, set the hosted repository’s deployment policy to “Allow redeploy”.');
    case 'artifactory':
      return vscode.l10n.t('In Artifactory, give this login the permission “Delete/Overwrite”.');
    case 'docker-hub':
      return vscode.l10n.t(
        'On Docker Hub, leave tags named sha256-….sig out of the repository’s tag mutability settings.',
      );
    case 'gitlab':
      return vscode.l10n.t(
        'In GitLab, change the project’s rules for protected and immutable container tags.',
      );
    case 'google':
      return vscode.l10n.t(
        'In Artifact Registry, switch the repository’s setting “Immutable image tags” off.',
      );
    case 'azure':
      return vscode.l10n.t(
        'In Azure, the repository or the image is locked (writeEnabled is false), or the registry’s storage limit is reached.',
      );
    case 'alibaba':
      return vscode.l10n.t('In Alibaba Cloud, switch the repository’s setting “Immutable” off.');
    case 'nexus-group':
      return vscode.l10n.t('It is a group repository of Nexus: use the hosted repository in it.');
    case 'harbor-proxy':
      return vscode.l10n.t(
        'It is a proxy cache project of Harbor, which takes no pushes: use another project.',
      );
    case 'distribution':
      return vscode.l10n.t(
        'It is in read-only mode (maintenance.readonly in its configuration), perhaps only while it is cleaned up.',
      );
    case 'harbor-quota':
      return vscode.l10n.t(
        'In Harbor, the project’s storage quota is used up: raise it, or delete something.',
      );
  }
}

function notStored(kind: ReturnType<typeof attachedKind>, why: string, place: string): string {
  switch (kind) {
    case 'attestation':
      return vscode.l10n.t(
        'The attestations are not stored: {0}. Reading {1} back shows nothing of them.',
        why,
        place,
      );
    case 'sbom':
      return vscode.l10n.t('The SBOM is not stored: {0}. Reading {1} back shows nothing of it.', why, place);
    case 'referrers':
      return vscode.l10n.t(
        'The list of what hangs on the image is not stored: {0}. Reading {1} back shows nothing of it.',
        why,
        place,
      );
    case 'signature':
      return vscode.l10n.t(
        'The signature is not stored: {0}. Reading {1} back shows nothing of it.',
        why,
        place,
      );
  }
}

function notConfirmed(kind: ReturnType<typeof attachedKind>, place: string, why: string): string {
  switch (kind) {
    case 'attestation':
      return vscode.l10n.t(
        'The attestations were sent to {0}, but reading them back did not confirm it: {1}.',
        place,
        why,
      );
    case 'sbom':
      return vscode.l10n.t(
        'The SBOM was sent to {0}, but reading it back did not confirm it: {1}.',
        place,
        why,
      );
    case 'referrers':
      return vscode.l10n.t(
        'The list of what hangs on the image was sent to {0}, but reading it back did not confirm it: {1}.',
        place,
        why,
      );
    case 'signature':
      return vscode.l10n.t(
        'The signature was sent to {0}, but reading it back did not confirm it: {1}. Verify the image before you rely on it.',
        place,
        why,
      );
  }
}
