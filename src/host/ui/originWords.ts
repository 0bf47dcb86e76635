// Where a value came from, in words: a setting's level, an environment variable, or the person just now.
import * as vscode from 'vscode';
import type { Origin } from '../../engine/verdict.ts';

/** Raw text: names of folders and variables are foreign. */
export function originName(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return vscode.l10n.t('the default');
    case 'user':
      return vscode.l10n.t('your user settings');
    case 'workspace':
      return vscode.l10n.t('the workspace settings');
    case 'folder':
      return vscode.l10n.t('the settings of folder {0}', origin.name);
    case 'environment':
      return vscode.l10n.t('environment variable {0}', origin.name);
    case 'asked':
      return vscode.l10n.t('you, just now');
  }
}
