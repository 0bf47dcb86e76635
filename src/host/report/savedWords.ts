// What a report says of a saved image's folder: whether it holds all that the digest names (S39).
import * as vscode from 'vscode';
import type { VerifyReport } from '../../engine/verdict.ts';

/** Of all that was read, and of what could not be; empty for an image in a registry. */
export function savedPartsLines(report: Pick<VerifyReport, 'savedParts'>): readonly string[] {
  const { savedParts } = report;
  if (savedParts === undefined) return [];
  const { read, bytes, missing, unread } = savedParts;
  const isAll = missing.length === 0 && unread === 0;
  return [
    isAll
      ? vscode.l10n.t(
          'The folder holds every part that the digest names, each as its own digest says: {0}, {1} bytes.',
          read,
          bytes,
        )
      : vscode.l10n.t('Parts in the folder that are what their digests say: {0}, {1} bytes.', read, bytes),
    ...incompleteLines(report),
  ];
}

/** What keeps the folder from being known to hold the whole image. */
export function incompleteLines({ savedParts }: Pick<VerifyReport, 'savedParts'>): readonly string[] {
  if (savedParts === undefined) return [];
  const { missing, unread } = savedParts;
  const [first] = missing;
  return [
    ...(first === undefined
      ? []
      : [
          missing.length === 1
            ? vscode.l10n.t('The folder is not complete: {0} is missing.', first)
            : vscode.l10n.t(
                'The folder is not complete: {0} parts are missing, the first is {1}.',
                missing.length,
                first,
              ),
        ]),
    ...(unread === 0
      ? []
      : [vscode.l10n.t('Parts that were not read, because it would have taken too long: {0}.', unread)]),
  ];
}
