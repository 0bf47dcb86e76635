// Why a registry shows no repositories: what is known of it, in the row that offers to add one by its name (U9).
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import { wordsOf } from '../ui/errorWords.ts';

/** A few words, and whole sentences. `failure` is a refusal. */
export function noListWords(failure: unknown): { readonly description: string; readonly tooltip: string } {
  return { description: briefly(failure), tooltip: wordsOf(failure).message };
}

function briefly(failure: unknown): string {
  if (isEngineError(failure, 'no-list') && failure.details.reason === 'namespace')
    return vscode.l10n.t('it lists those of a namespace only');
  if (isEngineError(failure, 'forbidden')) return vscode.l10n.t('it shows you no list');
  if (isEngineError(failure, 'not-found')) return vscode.l10n.t('it has no list, or shows you none');
  return vscode.l10n.t('it lists none');
}
