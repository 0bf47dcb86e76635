// Words for failures of TLS: certificates that are not trusted or not shown, files that hold them, and the proxy between.
// Part of ui/errorWords.ts.
import * as vscode from 'vscode';
import type { ErrorDetails } from '../../engine/errors.ts';
import type { CertificateFileProblem, CertificateProblem } from '../../engine/certificateProblems.ts';
import type { ErrorAction, WordTable } from './errorAction.ts';
import { disarm } from './foreignText.ts';

const retry: ErrorAction = { kind: 'retry' };
const showLog: ErrorAction = { kind: 'show-log' };
const certificateSettings: ErrorAction = { kind: 'open-settings', setting: 'certificates' };

export const certificateWords: WordTable<
  | 'certificate-not-trusted'
  | 'certificate-changed'
  | 'client-certificate-wanted'
  | 'bad-certificate-file'
  | 'proxy-failed'
> = {
  'certificate-not-trusted': ({ host, reason }) => ({
    message: `${notTrusted(disarm(host), reason)} ${vscode.l10n.t('Nothing was sent to it.')}`,
    actions: [{ kind: 'trust-certificate', host }, retry, certificateSettings, showLog],
  }),
  'certificate-changed': ({ host, trusted, found }) => ({
    message: vscode.l10n.t(
      'Another certificate than the one you trusted at {0} ({1} → {2}). Nothing was sent to it. If nobody renewed it, somebody may stand between.',
      disarm(host),
      shortFingerprint(trusted),
      shortFingerprint(found),
    ),
    actions: [{ kind: 'trust-certificate', host }, retry, showLog],
  }),
  'client-certificate-wanted': ({ host, shown }) => ({
    message:
      shown === ''
        ? vscode.l10n.t(
            '{0} lets in only who shows a client certificate. Name one in the setting certificates, or put it into certs.d of Docker or Podman.',
            disarm(host),
          )
        : vscode.l10n.t('{0} does not take the client certificate {1}.', disarm(host), disarm(shown)),
    actions: [certificateSettings, retry, showLog],
  }),
  'bad-certificate-file': ({ path, reason }) => ({
    message: vscode.l10n.t(
      'The certificate file {0} cannot be used: {1}.',
      disarm(path),
      certificateFileProblem(reason),
    ),
    actions: [retry, certificateSettings, showLog],
  }),
  'proxy-failed': ({ host, proxy, reason, status }) => ({
    message: proxyFailed(disarm(host), disarm(proxy), reason, status),
    actions: [retry, showLog],
  }),
};

/** Enough of a fingerprint to tell two apart by eye. */
function shortFingerprint(fingerprint: string): string {
  return `SHA-256 ${disarm(fingerprint.slice(0, 16))}…`;
}

// The reason comes first: a row of the tree shows no more than the first words.
function notTrusted(host: string, reason: CertificateProblem): string {
  switch (reason) {
    case 'unknown-authority':
      return vscode.l10n.t(
        'Unknown certificate authority: this machine does not know who vouches for {0}.',
        host,
      );
    case 'self-signed':
      return vscode.l10n.t('Self-signed certificate: nobody but {0} itself vouches for it.', host);
    case 'expired':
      return vscode.l10n.t('Expired certificate: the one of {0} is no longer valid.', host);
    case 'not-yet-valid':
      return vscode.l10n.t(
        'Certificate not valid yet: the one of {0} begins later. Is the clock of this machine right?',
        host,
      );
    case 'wrong-name':
      return vscode.l10n.t('Certificate for another name: the one that is shown is not for {0}.', host);
  }
}

function certificateFileProblem(reason: CertificateFileProblem): string {
  switch (reason) {
    case 'not-absolute':
      return vscode.l10n.t('its path is not absolute');
    case 'in-workspace':
      return vscode.l10n.t('it is inside a workspace folder, and certificates are never taken from there');
    case 'absent':
      return vscode.l10n.t('it does not exist');
    case 'not-a-certificate':
      return vscode.l10n.t('there is no certificate in PEM form in it');
    case 'not-a-key':
      return vscode.l10n.t('there is no private key in PEM form in it');
    case 'encrypted-key':
      return vscode.l10n.t('its key is encrypted; Docker and Podman too want one without a password');
    case 'key-missing':
      return vscode.l10n.t('the key for it is missing');
    case 'certificate-missing':
      return vscode.l10n.t('the certificate for it is missing');
    case 'other-key':
      return vscode.l10n.t('it is not the key of the certificate beside it');
  }
}

function proxyFailed(
  host: string,
  proxy: string,
  reason: ErrorDetails['proxy-failed']['reason'],
  status: number,
): string {
  switch (reason) {
    case 'unreachable':
      return vscode.l10n.t('The proxy {1}, by which {0} is reached, does not answer.', host, proxy);
    case 'refused':
      return vscode.l10n.t('The proxy {1} does not lead to {0} (status {2}).', host, proxy, status);
    case 'login':
      return vscode.l10n.t('The proxy {1}, by which {0} is reached, wants a login.', host, proxy);
    case 'not-supported':
      return vscode.l10n.t(
        'The proxy of VS Code is of a kind that Countersign cannot use for {0}, which has certificates of its own; http and https proxies work.',
        host,
      );
  }
}
