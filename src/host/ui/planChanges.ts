// What is different between the plan that was shown and the one that is shown now, in sentences (S26). What the person
// chose to change is not told.
import * as vscode from 'vscode';
import type { SignPlan } from '../../engine/plan.ts';
import { credentialName } from './credentialWords.ts';
import type { PickItem } from './picks.ts';

/** One sentence for each difference that nobody chose: what the tag is, where, who writes, what is there. */
export function planChanges(before: SignPlan, now: SignPlan): readonly string[] {
  if (before.request.reference !== now.request.reference) return [];
  const changes: string[] = [];
  if (before.digest !== now.digest) {
    changes.push(vscode.l10n.t('The tag points at another image now; it was {0}.', before.digest));
  }
  if (JSON.stringify(before.request.settings) !== JSON.stringify(now.request.settings)) return changes;
  if (before.place.repository !== now.place.repository) {
    changes.push(vscode.l10n.t('The signature goes elsewhere now; it was {0}.', before.place.repository));
  }
  if (before.credential.identity !== now.credential.identity) {
    changes.push(
      vscode.l10n.t(
        'Another credential is used now; it was {0}.',
        credentialName(before.credential.description),
      ),
    );
  }
  if (before.digest === now.digest && before.place.signatures !== now.place.signatures) {
    const { signatures } = before.place;
    changes.push(vscode.l10n.t('The number of signatures there changed; it was {0}.', signatures));
  }
  return changes;
}

/** A line for each change, below the line that confirms; `look` is what choosing one gives. */
export function changeItems<T>(changes: readonly string[], look: T): readonly PickItem<T>[] {
  return changes.map((label, index) => ({
    ...(index === 0 ? { group: '' } : {}),
    ...{ label, icon: 'warning', value: look },
  }));
}
