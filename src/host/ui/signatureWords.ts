// Why a signature cannot be judged, as part of a sentence. Raw text.
import * as vscode from 'vscode';
import type { SignatureProblem } from '../../engine/verdict.ts';
import { documentProblem } from './documentWords.ts';
import { wordsOfFailure } from './errorWords.ts';

export function signatureProblem(problem: SignatureProblem): string {
  switch (problem.code) {
    case 'no-signature':
      return vscode.l10n.t('the signature is missing');
    case 'signature-not-base64':
      return vscode.l10n.t('the signature is not base64');
    case 'no-time-left':
      return vscode.l10n.t('there are so many signatures that there was no time left to check this one');
    case 'bad-payload':
      return vscode.l10n.t('what was signed cannot be read: {0}', documentProblem(problem.reason));
    case 'payload-not-readable':
      return vscode.l10n.t('what was signed could not be fetched: {0}', failureWords(problem.failure));
    case 'referrer-not-readable':
      return vscode.l10n.t(
        'what refers to the image could not be fetched: {0}',
        failureWords(problem.failure),
      );
  }
}

function failureWords({
  code,
  details,
}: Extract<SignatureProblem, { readonly failure: unknown }>['failure']): string {
  return wordsOfFailure(code, details).message;
}
