// What to do about a "no" of Check Registry: the product's own setting, a setting of ours, or why nothing has to be done.
// One sentence or two each.
import * as vscode from 'vscode';
import type { FindingName, ProductAdvice } from '../../engine/findings.ts';
import type { Advice } from '../../engine/registryCheck.ts';
import { settingWords } from '../ui/storeErrorWords.ts';

/** What a person can do. */
export function adviceWords(advice: Advice): string {
  switch (advice.kind) {
    case 'product':
      return productWords(advice.advice);
    case 'legacy-media-types':
      return advice.value
        ? vscode.l10n.t(
            'Signatures must be written in Docker’s media types: set countersign.legacyMediaTypes to true. “Change a Setting…” in the title of this report does it.',
          )
        : vscode.l10n.t(
            'Leave countersign.legacyMediaTypes at false here. “Change a Setting…” in the title of this report does it.',
          );
    case 'signature-repository':
      return vscode.l10n.t(
        'Signatures can go into another repository: countersign.signatureRepository. “Change a Setting…” in the title of this report does it.',
      );
  }
}

/** Why a "no" needs nothing to be done; undefined where it may. */
export function noMatter(name: FindingName): string | undefined {
  switch (name) {
    case 'catalog':
      return vscode.l10n.t('Add repositories or namespaces by name: “Add Registry”.');
    case 'sign-in':
      return vscode.l10n.t('Only what anybody may do was seen.');
    case 'pull':
    case 'push':
    case 'delete':
      return vscode.l10n.t('Ask for the right, or log in as somebody who has it.');
    case 'clock':
      return vscode.l10n.t('Access tokens may look run out, or not yet good: set the clock that is wrong.');
    case 'referrers':
      return vscode.l10n.t('Signatures are kept under tags, which needs no such API.');
    case 'fallback-tag':
      return vscode.l10n.t('Signatures under sha256-….sig are not touched by it.');
    case 'single-post':
    case 'chunked':
    case 'mount':
    case 'mount-anywhere':
      return vscode.l10n.t('Not needed: blobs are sent in another way.');
    case 'conditional-write':
      return vscode.l10n.t('No registry is known that does: what was written is read back instead.');
    case 'content-checked':
      return vscode.l10n.t('Countersign checks what it reads and writes itself.');
    case 'delete-tag':
      return vscode.l10n.t('Signatures are removed by digest, or their list is emptied.');
    case 'delete-digest':
      return vscode.l10n.t('“Remove Signatures” leaves an empty list, which cosign reads as not signed.');
    case 'delete-takes-tags':
      return vscode.l10n.t('“Remove Signatures” deletes the tag as well.');
    case 'missing-tag':
      return vscode.l10n.t('An absent signature looks like one that is hidden: the first cannot be begun.');
    case 'custom-config':
      return vscode.l10n.t('Signatures are written in .sig images, which have an image’s config.');
    case 'reached':
    case 'product':
    case 'rate-limit':
    case 'anonymous-read':
    case 'catalog-paging':
    case 'tag-list':
    case 'tag-paging':
    case 'missing-repository':
    case 'manifest-digest':
    case 'etag':
    case 'not-modified':
    case 'any-accept':
    case 'oci-types':
    case 'docker-types':
    case 'signature-layer':
    case 'index':
    case 'referrers-filter':
    case 'subject-told':
    case 'referrers-of-deleted':
    case 'overwrite':
    case 'immutable':
      return undefined;
  }
}

function productWords(advice: ProductAdvice): string {
  switch (advice) {
    case 'distribution-delete':
      return vscode.l10n.t('In distribution, set storage.delete.enabled to true in its configuration.');
    case 'distribution-delete-tag':
      return vscode.l10n.t(
        'distribution deletes by tag from version 3 on, and with storage.delete.enabled set to true.',
      );
    case 'distribution-referrers':
      return vscode.l10n.t('distribution has no referrers API in any version.');
    case 'docker-hub-catalog':
      return vscode.l10n.t('Docker Hub has no list for all; a namespace can be added.');
    case 'docker-hub-delete':
      return vscode.l10n.t('Docker Hub deletes in its website and its own API only.');
    case 'ghcr-catalog':
      return vscode.l10n.t('GitHub lists packages of a user or an organisation; a namespace can be added.');
    case 'ghcr-delete':
      return vscode.l10n.t('GitHub deletes versions of a package on its page in GitHub only.');
    case 'ghcr-referrers':
      return vscode.l10n.t('GitHub’s registry has no referrers API.');
    case 'gitlab-catalog':
      return vscode.l10n.t('GitLab shows its list to administrators only; a project or group can be added.');
    case 'gitlab-referrers':
      return vscode.l10n.t('GitLab’s registry has no referrers API.');
    case 'harbor-delete-tag':
      return vscode.l10n.t('Harbor deletes tags in its portal; by the registry API only digests.');
    case 'harbor-catalog':
      return vscode.l10n.t('Harbor shows its list to system administrators only; a project can be added.');
    case 'zot-docker-types':
      return vscode.l10n.t('In zot, set http.compat to ["docker2s2"] if Docker’s media types are needed.');
    case 'artifactory-oci-types':
      return vscode.l10n.t('Artifactory stores OCI media types from version 7 on.');
    case 'artifactory-referrers':
      return vscode.l10n.t('Artifactory has the referrers API from version 7.90.1 on.');
    case 'alibaba-custom-config':
      return vscode.l10n.t('Alibaba Cloud’s personal edition stores configs of images only.');
    case 'google-chunked':
      return vscode.l10n.t('Google’s registry takes no uploads in several pieces.');
    case 'ecr-chunked':
      return vscode.l10n.t('Amazon ECR takes pieces of some megabytes only.');
    case 'ecr-overwrite':
    case 'harbor-overwrite':
    case 'nexus-overwrite':
    case 'docker-hub-overwrite':
    case 'google-overwrite':
    case 'gitlab-overwrite':
    case 'azure-overwrite':
    case 'artifactory-overwrite':
      return overwriteWords(advice);
  }
}

function overwriteWords(advice: Extract<ProductAdvice, `${string}-overwrite`>): string {
  const setting = advice.slice(0, -'-overwrite'.length) as Parameters<typeof settingWords>[0];
  return settingWords(setting) ?? '';
}
