// The words of the README's table of registry products, one for each fact of the descriptions.
import type { ProductAdvice } from '../../../src/engine/findings.ts';
import type { WriteSetting } from '../../../src/engine/problems.ts';
import type { AccountProvider, SignInKind } from '../../../src/engine/signIn.ts';

export const wayNames: Readonly<Record<SignInKind, string>> = {
  password: 'user and password or token',
  'docker-hub-token': 'personal access token',
  'github-token': 'personal access token (classic)',
  'gitlab-token': 'access token',
  'gitlab-deploy-token': 'deploy token',
  'acr-login': 'token, service principal or admin user',
  'acr-refresh-token': 'refresh token of `az acr login --expose-token`',
  'aws-password': 'password of `aws ecr get-login-password`',
  'google-access-token': 'access token',
  'google-key': 'service account key',
  'digitalocean-token': 'API token',
  'artifactory-token': 'user and identity token',
  'harbor-robot': 'user and CLI secret, or robot account',
  'nexus-user': 'user and password or user token',
  'quay-robot': 'robot account',
  'alibaba-password': 'registry password',
  'gitea-token': 'access token',
};

export const accountNames: Readonly<Record<AccountProvider, string>> = {
  github: 'GitHub',
  'github-enterprise': 'GitHub Enterprise',
  microsoft: 'Microsoft',
};

const immutable = 'where tags are immutable, a second signature is refused and said so';

/** What is not as everywhere else; empty for what the column of lists says already. */
export const adviceWords: Readonly<Record<ProductAdvice, string>> = {
  'distribution-delete': 'deletes only where its configuration allows it',
  'distribution-delete-tag': 'deletes tags since version 3',
  'distribution-referrers': 'no referrers API: the fallback tag is used',
  'docker-hub-catalog': '',
  'docker-hub-delete': 'signatures are not removed through the registry',
  'ghcr-catalog': '',
  'ghcr-delete': 'signatures are not removed through the registry',
  'ghcr-referrers': 'no referrers API: the fallback tag is used',
  'gitlab-catalog': '',
  'gitlab-referrers': 'no referrers API, and the fallback tag answers with the image itself',
  'harbor-delete-tag': 'deletes by digest, not by tag',
  'harbor-catalog': '',
  'zot-docker-types': 'takes Docker media types only where its configuration allows it',
  'artifactory-oci-types': 'before version 7 only with `legacyMediaTypes`',
  'artifactory-referrers': 'referrers API since 7.90.1',
  'alibaba-custom-config': 'the personal edition takes `.sig` tags and refuses bundles',
  'google-chunked': '',
  'ecr-chunked': '',
  'ecr-overwrite': immutable,
  'harbor-overwrite': immutable,
  'nexus-overwrite': 'a second signature needs the deployment policy “Allow redeploy”',
  'docker-hub-overwrite': immutable,
  'google-overwrite': immutable,
  'gitlab-overwrite': 'where tags are protected or immutable, a second signature is refused and said so',
  'azure-overwrite': 'a locked repository or image takes no signature, and that is said',
  'artifactory-overwrite': 'a second signature needs the permission “Delete/Overwrite”',
};

/** The same for refusals that no advice speaks of. */
export const settingWords: Readonly<Record<WriteSetting, string>> = {
  ecr: immutable,
  harbor: immutable,
  nexus: '',
  artifactory: '',
  'docker-hub': immutable,
  gitlab: '',
  google: immutable,
  azure: '',
  alibaba: immutable,
  'nexus-group': 'group repositories take nothing: sign in the hosted one',
  'harbor-proxy': 'proxy projects take nothing',
  distribution: 'a read-only mode is told as such',
  'harbor-quota': 'a full quota is told as such',
};
