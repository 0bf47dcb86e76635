// What every failure of the engine is called on screen: what happened, to what, and what to do next (V11, U7, U11).
// The table is complete by its type: a new code without words does not compile.
import * as vscode from 'vscode';
import type { ErrorCode, ErrorDetails, KeychainProblem } from '../../engine/errors.ts';
import { isEngineError } from '../../engine/errors.ts';
import { credentialFileProblem, helperProblem } from './credentialWords.ts';
import { fileProblem } from './fileWords.ts';
import { disarm } from './foreignText.ts';
import { layoutWords } from './layoutErrorWords.ts';
import { imageWords } from './imageErrorWords.ts';
import { keyProblem } from './keyProblemWords.ts';
import { certificateWords } from './certificateErrorWords.ts';
import { networkWords } from './networkErrorWords.ts';
import { registryWords } from './registryErrorWords.ts';
import { storeWords } from './storeErrorWords.ts';
import { recursiveWords } from './recursiveErrorWords.ts';
import { removeWords } from './removeErrorWords.ts';
import type { ErrorAction, Words, WordTable } from './errorAction.ts';

const retry: ErrorAction = { kind: 'retry' };
const showLog: ErrorAction = { kind: 'show-log' };
const openTerminal: ErrorAction = { kind: 'open-terminal' };

/** The words of a failure, whatever was thrown. What is no EngineError is told without its own text. */
export function wordsOf(error: unknown): Words {
  if (isEngineError(error)) return wordsOfFailure(error.code, error.details);
  return unknownFailure();
}

/** The words of a failure kept as data, e.g. in a report. */
export function wordsOfFailure<C extends ErrorCode>(code: C, details: ErrorDetails[C]): Words {
  const table: WordTable<ErrorCode> = {
    ...networkWords,
    ...certificateWords,
    ...registryWords,
    ...imageWords,
    ...storeWords,
    ...removeWords,
    ...layoutWords,
    ...recursiveWords,
    ...keyWords,
  };
  // An engine that is newer than the table cannot be, but a report may have been kept by one.
  return Object.hasOwn(table, code) ? table[code](details) : unknownFailure();
}

function unknownFailure(): Words {
  return {
    message: vscode.l10n.t('Something went wrong in Countersign itself. The log says more.'),
    actions: [showLog],
  };
}

const keyWords = {
  'bad-key-file': ({ name, reason }) => ({
    message: vscode.l10n.t('“{0}” cannot be read as a key: {1}.', disarm(name), keyProblem(reason)),
    actions: [showLog],
  }),
  'unsupported-key': ({ name, algorithm }) => ({
    message: vscode.l10n.t(
      '“{0}” holds a key that cannot be used ({1}). Countersign signs and verifies with ECDSA P-256, P-384 and P-521, RSA 2048, 3072 and 4096, and Ed25519.',
      disarm(name),
      disarm(algorithm),
    ),
    actions: [],
  }),
  'wrong-password': ({ name }) => ({
    message: vscode.l10n.t('The password does not open “{0}”.', disarm(name)),
    actions: [retry],
  }),
  'crypto-unavailable': ({ what, message }) => ({
    message: vscode.l10n.t(
      'This VS Code cannot do the cryptography that {0} needs: {1}.',
      what,
      disarm(message),
    ),
    actions: [showLog],
  }),
  'key-not-stored': ({ fingerprint, label }) => ({
    message: vscode.l10n.t(
      'The private key “{0}” ({1}) is no longer where it was kept. Import it again from its backup file.',
      disarm(label),
      disarm(fingerprint.slice(0, 12)),
    ),
    actions: [showLog],
  }),
  'keychain-failed': ({ reason, message }) => ({
    // Of what is damaged, the message is ours and for the log.
    message:
      reason === 'damaged' ? keychainProblem(reason) : `${keychainProblem(reason)} ${disarm(message)}`.trim(),
    actions: [retry, showLog],
  }),
  'bad-credential-file': ({ path, reason }) => ({
    message: vscode.l10n.t(
      'The credential file {0} cannot be used: {1}.',
      disarm(path),
      disarm(credentialFileProblem(reason)),
    ),
    actions: [retry, showLog],
  }),
  'credential-path-in-workspace': ({ variable, path }) => ({
    message: vscode.l10n.t(
      'The environment variable {0} points into the workspace ({1}). Credentials are never taken from there.',
      disarm(variable),
      disarm(path),
    ),
    actions: [showLog],
  }),
  'credential-helper-failed': ({ helper, reason }) => ({
    message: vscode.l10n.t(
      'The credential helper “{0}” failed: {1}.',
      disarm(helper),
      disarm(helperProblem(reason)),
    ),
    actions: [retry, openTerminal, showLog],
  }),
  'file-not-readable': ({ path, reason }) => ({
    message: vscode.l10n.t('The file {0} cannot be read: {1}.', disarm(path), disarm(fileProblem(reason))),
    actions: [retry],
  }),
  'file-not-writable': ({ path, reason }) => ({
    message: vscode.l10n.t('The file {0} cannot be written: {1}.', disarm(path), disarm(fileProblem(reason))),
    actions: [retry],
  }),
  'folder-not-writable': ({ path, reason }) => ({
    message: vscode.l10n.t('The folder {0} cannot be used: {1}.', disarm(path), disarm(fileProblem(reason))),
    actions: ['not-empty', 'no-folder'].includes(reason.code)
      ? [{ kind: 'change-folder' }]
      : [{ kind: 'change-folder' }, retry],
  }),
  'not-copyable': ({ what, shell }) => ({
    message:
      shell === 'powershell'
        ? vscode.l10n.t('“{0}” cannot be written safely into a command for PowerShell.', disarm(what))
        : vscode.l10n.t('“{0}” cannot be written safely into a command for a shell.', disarm(what)),
    actions: [],
  }),
  cancelled: () => ({ message: vscode.l10n.t('Cancelled.'), actions: [] }),
  internal: unknownFailure,
} satisfies WordTable<
  | 'bad-key-file'
  | 'unsupported-key'
  | 'wrong-password'
  | 'crypto-unavailable'
  | 'key-not-stored'
  | 'keychain-failed'
  | 'bad-credential-file'
  | 'credential-path-in-workspace'
  | 'credential-helper-failed'
  | 'file-not-readable'
  | 'file-not-writable'
  | 'folder-not-writable'
  | 'not-copyable'
  | 'cancelled'
  | 'internal'
>;

/** Why the keychain did not do it, as a sentence; also told when a key goes to VS Code's secret storage instead. */
export function keychainProblem(reason: KeychainProblem): string {
  switch (reason) {
    case 'not-loaded':
      return vscode.l10n.t('This machine’s keychain cannot be reached from VS Code.');
    case 'failed':
      return vscode.l10n.t('The keychain refused.');
    case 'not-kept':
      return vscode.l10n.t('The keychain did not give back what was stored.');
    case 'no-answer':
      return vscode.l10n.t('The keychain does not answer; it may be locked and waiting for its password.');
    case 'damaged':
      return vscode.l10n.t('What the keychain holds for this key is damaged.');
    case 'secret-storage-failed':
      return vscode.l10n.t('VS Code’s secret storage refused.');
  }
}
