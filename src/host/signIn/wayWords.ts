// What a product calls the login that it wants: which kind of token, with which rights, and what to type as user and as
// secret. Written from the page that each way in engine/products names.
import * as vscode from 'vscode';
import type { AccountProvider, SignInKind, SignInWay } from '../../engine/signIn.ts';

export interface WayWords {
  /** The line of the choice. */
  readonly label: string;
  /** What is to be known before: which kind of token, which rights. */
  readonly detail?: string;
  /** What is typed as the user's name; nothing where none is asked for. */
  readonly user?: string;
  /** What is typed as the secret. */
  readonly secret: string;
}

/** The words of one way. */
export function wayWords({ kind, scopes = [] }: SignInWay): WayWords {
  return words(kind, scopes.join(', '));
}

function words(kind: SignInKind, scopes: string): WayWords {
  const { t } = vscode.l10n;
  const userName = t('Your user name.');
  switch (kind) {
    case 'password':
      return {
        label: t('User name and password or token'),
        user: t('The user name, or the name of the token.'),
        secret: t('The password or the token.'),
      };
    case 'docker-hub-token':
      return {
        label: t('Docker Hub: personal access token'),
        detail: t('With the permission {0} to sign; Read-only to verify. Begins with dckr_pat_.', scopes),
        user: t('Your Docker ID.'),
        secret: t('The personal access token (dckr_pat_…), or your password.'),
      };
    case 'github-token':
      return {
        label: t('GitHub: personal access token (classic)'),
        detail: t('With the scopes {0}. Fine-grained tokens do not work for packages.', scopes),
        user: t('Your GitHub user name.'),
        secret: t('The personal access token (classic), with {0}.', scopes),
      };
    case 'gitlab-token':
      return {
        label: t('GitLab: personal access token'),
        detail: t('With the scopes {0}. Also a project or group access token.', scopes),
        user: t('Your GitLab user name.'),
        secret: t('The access token, with {0}.', scopes),
      };
    case 'gitlab-deploy-token':
      return {
        label: t('GitLab: deploy token'),
        detail: t('With the scopes {0}.', scopes),
        user: t('The user name of the deploy token (gitlab+deploy-token-…).'),
        secret: t('The deploy token.'),
      };
    case 'acr-login':
      return {
        label: t('Azure: token, service principal or admin user'),
        detail: t(
          'A token of the registry (repository-scoped), or the application id of a service principal.',
        ),
        user: t('The name of the token, the application id, or the admin user.'),
        secret: t('The password of the token, of the service principal or of the admin user.'),
      };
    case 'acr-refresh-token':
      return {
        label: t('Azure: refresh token'),
        detail: t('From “az acr login --expose-token”. It ends after three hours.'),
        secret: t('The accessToken that “az acr login --expose-token” prints.'),
      };
    case 'aws-password':
      return {
        label: t('AWS: password of the registry'),
        detail: t(
          'It ends after twelve hours. Without one the AWS access keys of this machine, or the aws tool, are used.',
        ),
        secret: t('What “aws ecr get-login-password” prints.'),
      };
    case 'google-access-token':
      return {
        label: t('Google: access token'),
        detail: t('It ends after an hour. Where gcloud is installed, its login is used without one.'),
        secret: t('What “gcloud auth print-access-token” prints.'),
      };
    case 'google-key':
      return {
        label: t('Google: key of a service account'),
        detail: t('The content of its JSON key file.'),
        secret: t('The whole content of the JSON key file.'),
      };
    case 'digitalocean-token':
      return {
        label: t('DigitalOcean: API token'),
        detail: t(
          'With read and write access to the registry ({0}). It is user name and password at once.',
          scopes,
        ),
        secret: t('The API token (dop_v1_…).'),
      };
    case 'artifactory-token':
      return {
        label: t('Artifactory: identity token'),
        detail: t('Made in your profile. To sign, it may deploy and overwrite in the repository.'),
        user: userName,
        secret: t('The identity token, or your password.'),
      };
    case 'harbor-robot':
      return {
        label: t('Harbor: robot account or CLI secret'),
        detail: t('A robot account of the project that may push, or the CLI secret of your profile.'),
        user: t('The robot’s full name (robot$project+name), or your user name.'),
        secret: t('The robot’s secret, your CLI secret or your password.'),
      };
    case 'nexus-user':
      return {
        label: t('Nexus: user name and password, or user token'),
        detail: t('To sign, it may add to and edit the hosted repository.'),
        user: t('Your user name, or the name code of the user token.'),
        secret: t('Your password, or the pass code of the user token.'),
      };
    case 'quay-robot':
      return {
        label: t('Quay: robot account'),
        detail: t('With write permission on the repository; or your user name with an encrypted password.'),
        user: t('The robot’s full name (namespace+name), or your user name.'),
        secret: t('The robot’s token, or the encrypted password.'),
      };
    case 'alibaba-password':
      return {
        label: t('Alibaba Cloud: password of the registry'),
        detail: t('Set under Access Credential in the console: not the password of the account.'),
        user: t('The name of your account, or name@account for a RAM user.'),
        secret: t('The password of the registry.'),
      };
    case 'gitea-token':
      return {
        label: t('Gitea or Forgejo: access token'),
        detail: t('With the scope {0}.', scopes),
        user: userName,
        secret: t('The access token.'),
      };
  }
}

/** As its makers write it. */
export function providerName(provider: AccountProvider): string {
  return { github: 'GitHub', 'github-enterprise': 'GitHub Enterprise', microsoft: 'Microsoft' }[provider];
}
