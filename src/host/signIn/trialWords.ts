// What a trial of a login showed, in words: told when it is kept, and in the box where it was refused.
import * as vscode from 'vscode';
import { isEngineError, type ErrorCode } from '../../engine/errors.ts';
import type { SignInTrial } from '../../engine/signIn.ts';
import type { KeyHolder } from '../keys/keyStore.ts';
import { holderName } from '../keys/keyWords.ts';
import { credentialName } from '../ui/credentialWords.ts';
import { wordsOf } from '../ui/errorWords.ts';

/** `where` is what the rights are about; undefined where they were not asked for. */
export function signedInWords(
  registry: string,
  user: string,
  trial: SignInTrial,
  where: string | undefined,
  heldIn: KeyHolder | undefined,
): string {
  const who =
    user === ''
      ? vscode.l10n.t('Signed in to {0}.', registry)
      : vscode.l10n.t('Signed in to {0} as {1}.', registry, user);
  const kept = heldIn === undefined ? [] : [vscode.l10n.t('The login is kept in {0}.', holderName(heldIn))];
  return [who, ...rightsWords(registry, trial, where), ...beforeWords(trial), ...kept].join(' ');
}

/** Else a person who is told to be signed in would be refused as somebody else. */
function beforeWords({ before }: SignInTrial): readonly string[] {
  if (before === undefined) return [];
  const remove =
    before.kind === 'kept-login'
      ? vscode.l10n.t('Sign Out of Registry removes it.')
      : vscode.l10n.t('Remove it there, e.g. by docker logout, for the account to be used.');
  return [vscode.l10n.t('But another login is used first: {0}.', credentialName(before)), remove];
}

function rightsWords(registry: string, trial: SignInTrial, where: string | undefined): readonly string[] {
  if (trial.login === 'not-asked') {
    return [vscode.l10n.t('{0} wants no login for reading: whether it is right shows on writing.', registry)];
  }
  if (where === undefined) return [];
  const { pull, push } = trial;
  if (pull === 'denied') return [vscode.l10n.t('It may not read {0}.', where)];
  if (push === 'granted') return [vscode.l10n.t('It may read and sign in {0}.', where)];
  if (push === 'denied')
    return [vscode.l10n.t('It may not push to {0}: it can verify there, not sign.', where)];
  return pull === 'granted'
    ? [vscode.l10n.t('It may read {0}; whether it may push shows on writing.', where)]
    : [vscode.l10n.t('What it may do in {0} shows only on doing it.', where)];
}

/** What is worth another attempt in the same box: the person sees it there and has lost nothing of what was typed. */
const inBox: readonly ErrorCode[] = [
  'not-signed-in',
  'forbidden',
  'token-refused',
  'unreachable',
  'timed-out',
  'rate-limited',
  'registry-failed',
  'registry-refused',
];

/** The sentence that stands in the box; undefined for what closes it and is told as a failure. */
export function attemptProblem(registry: string, error: unknown): string | undefined {
  if (!isEngineError(error) || !inBox.includes(error.code)) return undefined;
  const isRefused = ['not-signed-in', 'forbidden', 'token-refused'].includes(error.code);
  if (!isRefused) return wordsOf(error).message;
  const { status, message } = error.details as { readonly status: number; readonly message: string };
  return message === ''
    ? vscode.l10n.t('{0} refused this login (status {1}).', registry, status)
    : vscode.l10n.t('{0} refused this login (status {1}): {2}', registry, status, message);
}
