// Words for failures of the network, before a registry could answer. Part of ui/errorWords.ts.
import * as vscode from 'vscode';
import type { ErrorDetails } from '../../engine/errors.ts';
import { tooLarge } from './answerWords.ts';
import type { ErrorAction, WordTable } from './errorAction.ts';
import { disarm } from './foreignText.ts';

const retry: ErrorAction = { kind: 'retry' };
const showLog: ErrorAction = { kind: 'show-log' };
const listIt: ErrorAction = { kind: 'open-settings', setting: 'insecureRegistries' };

export const networkWords: WordTable<
  'unreachable' | 'timed-out' | 'too-large' | 'bad-redirect' | 'plain-http-refused'
> = {
  unreachable: ({ host, reason, message }) => ({
    message: unreachable(disarm(host), reason, disarm(message)),
    actions: reason === 'no-tls' ? [listIt, retry, showLog] : [retry, showLog],
  }),
  'timed-out': ({ host, seconds, phase }) => ({
    message:
      phase === 'too-slow'
        ? vscode.l10n.t('{0} sends too slowly; gave up after {1} seconds.', disarm(host), seconds)
        : vscode.l10n.t('{0} did not answer within {1} seconds.', disarm(host), seconds),
    actions: [retry, showLog],
  }),
  'too-large': ({ host, what, unit, limit }) => ({
    message: tooLarge(disarm(host), what, unit, limit),
    actions: [showLog],
  }),
  'bad-redirect': ({ host, target, reason }) => ({
    message: redirect(disarm(host), disarm(target), reason),
    actions: [showLog],
  }),
  // What is sent over https for safety is not sent in the clear, whatever is listed.
  'plain-http-refused': ({ registry, realmHost, reason }) =>
    reason === 'downgrade'
      ? {
          message: vscode.l10n.t(
            '{0} is at https but wants its access tokens fetched over plain http at {1}. That is not done; who runs the registry can correct it.',
            disarm(registry),
            disarm(realmHost),
          ),
          actions: [retry, showLog],
        }
      : {
          message: vscode.l10n.t(
            '{0} wants its login sent over plain http to {1}. If you trust the network between, list {1} in the setting insecureRegistries.',
            disarm(registry),
            disarm(realmHost),
          ),
          actions: [listIt, retry, showLog],
        },
};

function unreachable(host: string, reason: ErrorDetails['unreachable']['reason'], message: string): string {
  switch (reason) {
    case 'refused':
      return vscode.l10n.t('Nothing answers at {0}. Is the registry running, and the port right?', host);
    case 'reset':
      return vscode.l10n.t('{0} broke the connection.', host);
    case 'name':
      return vscode.l10n.t('No host named {0} was found. Check the name, the network and the proxy.', host);
    case 'tls':
      return vscode.l10n.t(
        'The connection to {0} is not safe: {1}. Its certificate may be unknown here.',
        host,
        message,
      );
    case 'no-tls':
      return vscode.l10n.t(
        '{0} did not answer in TLS. If it is a registry that speaks plain http only, and you trust the network between, list it in the setting insecureRegistries.',
        host,
      );
    case 'blocked-port':
      return vscode.l10n.t('The port of {0} is one that VS Code does not connect to.', host);
    case 'other':
      return message === ''
        ? vscode.l10n.t('{0} cannot be reached.', host)
        : vscode.l10n.t('{0} cannot be reached: {1}.', host, message);
  }
}

function redirect(host: string, to: string, reason: ErrorDetails['bad-redirect']['reason']): string {
  switch (reason) {
    case 'downgrade':
      return vscode.l10n.t('{0} leads from https to plain http ({1}); that is not followed.', host, to);
    case 'loop':
      return vscode.l10n.t('{0} leads in a circle.', host);
    case 'private-address':
      return vscode.l10n.t(
        '{0} leads to an address inside a private network ({1}); that is not followed.',
        host,
        to,
      );
    case 'syntax':
      return vscode.l10n.t('{0} leads to something that is not an address.', host);
  }
}
