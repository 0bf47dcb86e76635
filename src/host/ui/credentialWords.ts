// Logins in words: whose they are and where they came from, and why one could not be read. Raw text: paths, names of
// users and a helper's own words are foreign.
import * as vscode from 'vscode';
import type {
  CredentialDescription,
  CredentialFileProblem,
  CredentialKind,
  HelperProblem,
} from '../../engine/problems.ts';

/** E.g. `Docker config ~/.docker/config.json, user ann`. */
export function credentialName({ kind, detail, user }: CredentialDescription): string {
  const source = sourceName(kind, detail);
  return user === '' ? source : vscode.l10n.t('{0}, user {1}', source, user);
}

function sourceName(kind: CredentialKind, detail: string): string {
  switch (kind) {
    case 'kept-login':
      return vscode.l10n.t('login given to Countersign for {0}', detail);
    case 'docker-auth-config':
      return vscode.l10n.t('environment variable {0}', detail);
    case 'docker-config':
      return vscode.l10n.t('Docker config {0}', detail);
    case 'docker-helper':
      return vscode.l10n.t('credential helper {0}', detail);
    case 'registry-auth-file':
      return vscode.l10n.t('REGISTRY_AUTH_FILE {0}', detail);
    case 'podman':
      return vscode.l10n.t('Podman login {0}', detail);
    case 'account':
      return vscode.l10n.t('VS Code account {0}', detail);
    case 'aws-keys':
      return vscode.l10n.t('AWS access keys ({0})', detail);
    case 'cloud-tool':
      return vscode.l10n.t('command-line tool {0}', detail);
    case 'anonymous':
      return vscode.l10n.t('anonymous');
  }
}

/** Why a credential file cannot be used, as part of a sentence. */
export function credentialFileProblem(reason: CredentialFileProblem): string {
  switch (reason.code) {
    case 'not-json':
      return vscode.l10n.t('it is not JSON');
    case 'not-an-object':
      return vscode.l10n.t('it is not a JSON object');
    case 'entry-not-an-object':
      return vscode.l10n.t('an entry of auths is not an object');
    case 'helper-not-text':
      return vscode.l10n.t('credHelpers names something that is not text');
    case 'bad-auth':
      return vscode.l10n.t('an auth is not base64 of user:password');
    case 'no-user':
      return vscode.l10n.t('an entry has no user');
    case 'not-absolute':
      return vscode.l10n.t('the variable does not hold an absolute path');
    case 'field-not-text':
      return vscode.l10n.t('{0} is not text', reason.field);
    case 'field-not-an-object':
      return vscode.l10n.t('{0} is not an object', reason.field);
  }
}

/** Why a credential helper failed, as part of a sentence. */
export function helperProblem(reason: HelperProblem): string {
  switch (reason.code) {
    case 'bad-name':
      return vscode.l10n.t('its name in the configuration is not the name of a program');
    case 'absent':
      return vscode.l10n.t('it is neither on PATH nor in a system folder');
    case 'no-answer':
      return vscode.l10n.t('it did not start, or did not end in time');
    case 'not-json':
      return vscode.l10n.t('its answer is not JSON');
    case 'no-secret':
      return vscode.l10n.t('its answer has no Username and Secret');
    case 'in-background':
      return vscode.l10n.t('it is not started in the background');
    case 'exit-code':
      return vscode.l10n.t('it ended with code {0}', reason.exitCode);
    case 'said':
      return reason.words;
  }
}
