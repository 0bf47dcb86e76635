// Words for what registries answer. Part of ui/errorWords.ts.
import * as vscode from 'vscode';
import type { RegistryAnswer } from '../../engine/errors.ts';
import { answerProblem, endlessList, noList, notARegistry } from './answerWords.ts';
import { credentialName } from './credentialWords.ts';
import type { ErrorAction, WordTable } from './errorAction.ts';
import { disarm } from './foreignText.ts';
import { familiar } from '../tree/entry.ts';

const retry: ErrorAction = { kind: 'retry' };
const showLog: ErrorAction = { kind: 'show-log' };
const openTerminal: ErrorAction = { kind: 'open-terminal' };

export const registryWords: WordTable<
  | 'registry-refused'
  | 'not-signed-in'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'registry-failed'
  | 'not-a-registry'
  | 'token-refused'
  | 'token-realm-unknown'
  | 'bad-answer'
  | 'digest-mismatch'
  | 'endless-list'
  | 'no-list'
> = {
  'registry-refused': (answer) => ({
    message: vscode.l10n.t(
      '{0} refused the request for {1} (status {2}).{3}',
      named(answer.registry),
      target(answer),
      answer.status,
      ownWords(answer),
    ),
    actions: [retry, ...checkRegistry(answer), showLog],
  }),
  'not-signed-in': (answer) => ({
    message:
      answer.credential.kind === 'anonymous'
        ? vscode.l10n.t(
            '{0} wants a login for {1} (used: {2}).{3}',
            named(answer.registry),
            target(answer),
            disarm(credentialName(answer.credential)),
            ownWords(answer),
          )
        : answer.repository !== ''
          ? vscode.l10n.t(
              '{0} refused the login used for {1} ({2}): it has expired, may not do this there, or there is no such repository.{3}',
              named(answer.registry),
              target(answer),
              disarm(credentialName(answer.credential)),
              ownWords(answer),
            )
          : vscode.l10n.t(
              '{0} refused the login used for {1} ({2}), or it has expired.{3}',
              named(answer.registry),
              target(answer),
              disarm(credentialName(answer.credential)),
              ownWords(answer),
            ),
    actions: loginActions(answer),
  }),
  forbidden: (answer) => ({
    message:
      answer.repository === ''
        ? vscode.l10n.t(
            '{0} does not show its list of repositories to the login used ({1}). Ask for the right, or log in as somebody who has it.{2}',
            named(answer.registry),
            disarm(credentialName(answer.credential)),
            ownWords(answer),
          )
        : vscode.l10n.t(
            '{0} does not allow this in {1} with the login used ({2}). Ask for the right, or log in as somebody who has it.{3}',
            named(answer.registry),
            target(answer),
            disarm(credentialName(answer.credential)),
            ownWords(answer),
          ),
    actions: loginActions(answer),
  }),
  'not-found': (answer) => ({
    message:
      answer.repository === ''
        ? vscode.l10n.t(
            '{0} has no list of repositories, or does not show it to you.{1}',
            named(answer.registry),
            ownWords(answer),
          )
        : vscode.l10n.t(
            '{0} has no {1}, or does not show it to you.{2}',
            named(answer.registry),
            target(answer),
            ownWords(answer),
          ),
    actions: [retry, signIn(answer), { kind: 'copy-docker-login', registry: answer.registry }, showLog],
  }),
  'rate-limited': (answer) => ({
    message:
      answer.retryAfterSeconds === undefined
        ? vscode.l10n.t('{0} has had too many requests. Try again later.', named(answer.registry))
        : vscode.l10n.t(
            '{0} has had too many requests. Try again in {1} seconds.',
            named(answer.registry),
            answer.retryAfterSeconds,
          ),
    actions: [retry, signIn(answer), { kind: 'copy-docker-login', registry: answer.registry }, showLog],
  }),
  'registry-failed': (answer) => ({
    message: vscode.l10n.t(
      '{0} failed (status {1}).{2}',
      named(answer.registry),
      answer.status,
      ownWords(answer),
    ),
    actions: [retry, showLog],
  }),
  'not-a-registry': ({ registry, reason }) => ({
    message: vscode.l10n.t(
      '{0} does not answer like a registry: {1}.',
      named(registry),
      notARegistry(reason),
    ),
    actions: [retry, showLog],
  }),
  'token-refused': ({ registry, realmHost, status, message, webPage = false, credential }) => ({
    message: vscode.l10n.t(
      '{0} gave no access token for {1}: the login used ({2}) was refused or has expired (status {3}).{4}',
      disarm(realmHost),
      named(registry),
      disarm(credentialName(credential)),
      status,
      ownWords({ code: '', message, webPage }),
    ),
    actions: [
      signIn({ registry, repository: '' }),
      { kind: 'copy-docker-login', registry },
      openTerminal,
      retry,
      showLog,
    ],
  }),
  'token-realm-unknown': ({ registry, realmHost, privateAddress }) => ({
    message: privateAddress
      ? vscode.l10n.t(
          '{0} wants its login sent to {1}, an address inside a private network. Allow it only if you know that host.',
          named(registry),
          disarm(realmHost),
        )
      : vscode.l10n.t(
          '{0} wants its login sent to {1}. Allow it only if you know that host.',
          named(registry),
          disarm(realmHost),
        ),
    actions: [{ kind: 'allow-token-host', registry, realmHost }, showLog],
  }),
  'bad-answer': ({ registry, reason }) => ({
    message: vscode.l10n.t('The answer of {0} cannot be used: {1}.', named(registry), answerProblem(reason)),
    actions: [retry, showLog],
  }),
  'digest-mismatch': ({ registry, repository, expected, actual }) => ({
    message: vscode.l10n.t(
      '{0} sent other bytes than were asked for from {1}: expected {2}, came {3}. Do not trust what it serves.',
      named(registry),
      disarm(repository),
      disarm(expected),
      disarm(actual),
    ),
    actions: [retry, showLog],
  }),
  'endless-list': ({ registry, what }) => ({
    message: endlessList(named(registry), what),
    actions: [showLog],
  }),
  'no-list': ({ registry, reason }) => ({
    message: noList(named(registry), reason),
    actions:
      reason === 'login'
        ? [signIn({ registry, repository: '' }), { kind: 'copy-docker-login', registry }, retry, showLog]
        : [showLog],
  }),
};

/** A registry as people call it. */
function named(registry: string): string {
  return disarm(familiar(registry));
}

/** Somebody else may be let in. */
function signIn({ registry, repository }: { registry: string; repository: string }): ErrorAction {
  return { kind: 'sign-in', registry, repository };
}

/** Of a repository, what the registry can do may say why it refused. */
function checkRegistry({ registry, repository }: RegistryAnswer): readonly ErrorAction[] {
  return repository === '' ? [] : [{ kind: 'check-registry', repository: `${registry}/${repository}` }];
}

/** What helps where another login may do what this one may not. */
function loginActions(answer: RegistryAnswer): readonly ErrorAction[] {
  const copyLogin: ErrorAction = { kind: 'copy-docker-login', registry: answer.registry };
  return [signIn(answer), copyLogin, openTerminal, retry, showLog];
}

/** What was asked for: something of a repository, or what a registry lists. */
function target({ repository }: RegistryAnswer): string {
  return repository === '' ? vscode.l10n.t('its list of repositories') : disarm(repository);
}

// A blank and the registry's own words, where it has any.
export function ownWords({
  code,
  message,
  webPage = false,
}: Pick<RegistryAnswer, 'code' | 'message' | 'webPage'>): string {
  const words = [code, message].filter((word) => word !== '').join(': ');
  if (webPage && words === '') return ` ${vscode.l10n.t('It sent a web page.')}`;
  if (webPage) return ` ${vscode.l10n.t('It sent a web page: {0}', disarm(words))}`;
  return words === '' ? '' : ` ${vscode.l10n.t('The registry’s words: {0}', disarm(words))}`;
}
