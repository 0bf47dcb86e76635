// Words for signing an index with its images where that was refused or stopped on the way. Part of ui/errorWords.ts.
import * as vscode from 'vscode';
import type { WordTable } from './errorAction.ts';
import { disarm } from './foreignText.ts';
import { whyWords } from './writeWords.ts';

export const recursiveWords: WordTable<'too-many-images' | 'signed-in-part'> = {
  'too-many-images': ({ reference, limit }) => ({
    message: vscode.l10n.t(
      '“{0}” lists more images than are signed at once ({1}). Nothing was signed.',
      disarm(reference),
      limit,
    ),
    actions: [{ kind: 'show-log' }],
  }),
  'signed-in-part': ({ repository, digest, signed, total, reason }) => ({
    message:
      reason === 'write-not-confirmed'
        ? vscode.l10n.t(
            '{0} of {1} images of {2} are signed. Whether {3} is, is not certain: {4}. What comes behind it is not. Signing again goes on there.',
            signed,
            total,
            disarm(repository),
            disarm(digest),
            whyWords(reason),
          )
        : vscode.l10n.t(
            '{0} of {1} images of {2} are signed. {3} is not, nor is what comes behind it: {4}. Signing again goes on there.',
            signed,
            total,
            disarm(repository),
            disarm(digest),
            whyWords(reason),
          ),
    actions: [{ kind: 'retry' }, { kind: 'show-log' }],
  }),
};
