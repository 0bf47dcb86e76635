// What is no longer as the plan showed it, in a sentence that says what was not done.
import * as vscode from 'vscode';
import type { PlanChange } from '../../engine/errors.ts';
import { shortPlace } from '../tree/signatureTag.ts';
import { credentialName } from './credentialWords.ts';
import { disarm } from './foreignText.ts';

/** The sentence of a `plan-changed`. */
export function planChange(change: PlanChange): string {
  switch (change.what) {
    case 'key':
      return vscode.l10n.t(
        'Nothing was signed: the key is not the one that the plan showed ({0}, now {1}).',
        disarm(change.planned),
        disarm(change.found),
      );
    case 'credential':
      return vscode.l10n.t(
        'Nothing was written: the registry would see another login than the plan showed ({0}, now {1}).',
        disarm(credentialName(change.planned)),
        disarm(credentialName(change.found)),
      );
    case 'list':
      return vscode.l10n.t(
        'Nothing was removed: the signatures at {0} are not those that the plan showed any more.',
        disarm(shortPlace(change.place)),
      );
    case 'place':
      return vscode.l10n.t(
        'Nothing was written: the signatures that the plan showed at {0} are gone.',
        disarm(shortPlace(change.place)),
      );
    case 'referrers':
      return vscode.l10n.t(
        'Nothing more was written: the list of what hangs on the image, which was at {0}, is gone.',
        disarm(shortPlace(change.place)),
      );
    case 'tag':
      return vscode.l10n.t(
        'The tag was not set: {0} no longer points at what the plan showed.',
        disarm(shortPlace(change.place)),
      );
  }
}
