// What to do at a product about something that it does not do: in the report of Check Registry and in failures.
import * as vscode from 'vscode';
import type { ProductAdvice } from '../../engine/findings.ts';
import { settingWords } from './storeErrorWords.ts';

/** One sentence; foreign words are not in it. */
export function productAdvice(advice: ProductAdvice): string {
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
