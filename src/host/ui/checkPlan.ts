// The plan of Check by Writing as a pick list: "Write and Remove" first, below it where, what, what is removed, and who asks
// (V1). What is confirmed is what stands there (S38).
import * as vscode from 'vscode';
import type { CheckPlan } from '../../engine/registryCheck.ts';
import { familiar } from '../tree/entry.ts';
import { credentialName } from './credentialWords.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';
import { changeItems } from './planChanges.ts';

/** What the person chose; `look` is a line that only informs. */
export type CheckPlanChoice = 'write' | 'look';

/** Shows the plan; undefined where the person gave up. `changes`: sentences on what is different from the last one. */
export async function askCheckPlan(
  plan: CheckPlan,
  changes: readonly string[],
): Promise<CheckPlanChoice | undefined> {
  return pickOne(checkPlanItems(plan, changes), {
    title: vscode.l10n.t('Write to This Registry to See What It Can Do?'),
    placeholder: vscode.l10n.t(
      'Enter writes under this one tag, and removes it again. No other tag is touched.',
    ),
  });
}

/** The lines of the plan. Raw text: the pick list disarms it. */
export function checkPlanItems(
  plan: CheckPlan,
  changes: readonly string[],
): readonly PickItem<CheckPlanChoice>[] {
  const { repository, tag, credential, machine } = plan;
  const isDenied = credential.push === 'denied';
  const look = { value: 'look' as const };
  return [
    {
      ...{ label: isDenied ? vscode.l10n.t('Write Anyway') : vscode.l10n.t('Write and Remove') },
      ...{ description: familiar(repository), icon: isDenied ? 'error' : 'beaker', value: 'write' },
      ...(isDenied
        ? { detail: vscode.l10n.t('The registry says that this credential may not do that.') }
        : {}),
    },
    ...changeItems(changes, 'look' as const),
    {
      ...{ ...look, group: '', label: vscode.l10n.t('Tag: {0}', tag), icon: 'tag' },
      detail: vscode.l10n.t('It is not there now. If it is by then, nothing is written.'),
    },
    {
      ...{
        ...look,
        label: vscode.l10n.t('Written: an image without content, in several forms'),
        icon: 'edit',
      },
      detail: vscode.l10n.t(
        'Up to 9 manifests and 3 blobs of a few hundred bytes each. Each holds the number of the tag and nothing of yours.',
      ),
    },
    {
      ...{
        ...look,
        label: vscode.l10n.t('Removed afterwards: all of it, where the registry deletes'),
        icon: 'trash',
      },
      detail: vscode.l10n.t('What cannot be removed is listed in the report with its digest.'),
    },
    {
      ...{ ...look, icon: 'account' },
      label: vscode.l10n.t('Credential: {0}', credentialName(credential.description)),
      description: vscode.l10n.t('on {0}', machine),
    },
  ];
}
