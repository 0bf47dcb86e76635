// Words for a folder that is no saved image that can be read. Part of ui/errorWords.ts.
import * as vscode from 'vscode';
import type { LayoutProblem } from '../../engine/problems.ts';
import { documentProblem } from './documentWords.ts';
import type { WordTable } from './errorAction.ts';
import { disarm } from './foreignText.ts';

export const layoutWords: WordTable<'bad-layout'> = {
  'bad-layout': ({ folder, digest, reason }) => ({
    message:
      digest === ''
        ? vscode.l10n.t(
            'The folder {0} holds no saved image that can be read: {1}.',
            disarm(folder),
            layoutProblem(reason),
          )
        : vscode.l10n.t(
            'The saved image in {0} cannot be used: {1} ({2}).',
            disarm(folder),
            layoutProblem(reason),
            disarm(digest.slice(0, 19)),
          ),
    actions: [{ kind: 'show-log' }],
  }),
};

/** As part of a sentence. */
export function layoutProblem(reason: LayoutProblem): string {
  switch (reason) {
    case 'no-layout-file':
      return vscode.l10n.t('it has no file oci-layout');
    case 'other-version':
      return vscode.l10n.t('its file oci-layout names another version than 1.0.0');
    case 'no-index':
      return vscode.l10n.t('it has no file index.json');
    case 'not-an-index':
      return vscode.l10n.t('its file index.json is not an index');
    case 'two-for-one-name':
      return vscode.l10n.t('one name stands for two things in it');
    case 'no-image':
      return vscode.l10n.t('there is no image in it');
    case 'no-such-image':
      return vscode.l10n.t('the image that was asked for is not in it');
    case 'too-many-entries':
      return vscode.l10n.t('its index lists too much');
    case 'too-many-blobs':
      return vscode.l10n.t('there is too much in it');
    case 'too-costly':
      return vscode.l10n.t('reading it takes too long, or too much memory');
    case 'blob-missing':
      return vscode.l10n.t('a part of the image is not there');
    case 'blob-of-other-bytes':
      return vscode.l10n.t('a part of the image has other bytes than its name says');
    case 'blob-of-other-size':
      return vscode.l10n.t('a part of the image has another size than its descriptor says');
    case 'blob-too-large':
      return vscode.l10n.t('a part of the image is too large');
    default:
      return documentProblem(reason);
  }
}
