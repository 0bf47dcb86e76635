// Why a file cannot be read or written, as part of a sentence. Raw text: the system's own names are foreign.
import * as vscode from 'vscode';
import type { FileProblem } from '../../engine/problems.ts';

export function fileProblem(reason: FileProblem): string {
  switch (reason.code) {
    case 'absent':
      return vscode.l10n.t('it does not exist');
    case 'not-a-file':
      return vscode.l10n.t('it is not a file');
    case 'is-a-folder':
      return vscode.l10n.t('it is a folder');
    case 'no-folder':
      return vscode.l10n.t('the folder does not exist');
    case 'not-empty':
      return vscode.l10n.t('something is there already');
    case 'symbolic-link':
      return vscode.l10n.t('it is a symbolic link, and none is followed there');
    case 'elsewhere':
      return vscode.l10n.t('it is not on the machine that Countersign runs on');
    case 'denied':
      return vscode.l10n.t('permission denied');
    case 'not-permitted':
      return vscode.l10n.t('not permitted');
    case 'disk-full':
      return vscode.l10n.t('the disk is full');
    case 'read-only':
      return vscode.l10n.t('the disk is read-only');
    case 'too-large':
      return vscode.l10n.t('it is larger than {0} bytes', reason.limit);
    case 'other':
      return reason.name === '' ? vscode.l10n.t('the reason is not known') : reason.name;
  }
}
