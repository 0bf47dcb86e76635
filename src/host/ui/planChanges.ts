// What is different between the plan that was shown and the one that is shown now, in sentences (S26, U6).
import * as vscode from 'vscode';
import type { SignPlan } from '../../engine/plan.ts';
import { shortFingerprint } from '../keys/keyWords.ts';

/** One sentence for each difference that nobody chose: what the tag is, where, who writes, what is there. */
export function planChanges(before: SignPlan, now: SignPlan): readonly string[] {
  const changes: string[] = [];
  if (before.digest !== now.digest) {
    changes.push(vscode.l10n.t('The image is another one now; it was {0}.', before.digest));
  }
  const place = `${now.place.repository}:${now.place.tag}`;
  const placeBefore = `${before.place.repository}:${before.place.tag}`;
  if (before.digest === now.digest && place !== placeBefore) {
    changes.push(vscode.l10n.t('The signature goes elsewhere now; it was {0}.', placeBefore));
  }
  if (before.credential.identity !== now.credential.identity) {
    changes.push(vscode.l10n.t('Another credential is used now; it was {0}.', before.credential.description));
  }
  if (before.request.key.fingerprint !== now.request.key.fingerprint) {
    const short = shortFingerprint(before.request.key.fingerprint);
    changes.push(
      vscode.l10n.t('Another key signs now; it was {0}.', `${before.request.key.label} (${short})`),
    );
  }
  if (before.place.state !== now.place.state) {
    changes.push(vscode.l10n.t('What is there in the place changed.'));
  }
  return changes;
}
