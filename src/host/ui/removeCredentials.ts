// Who removes, in the lines of a removal's plan: which credential is used where, and what each registry says of it (V4).
import * as vscode from 'vscode';
import type { RemovePlan } from '../../engine/removePlan.ts';
import { credentialName } from './credentialWords.ts';
import type { PickItem } from './picks.ts';

/** One line for each registry that is written to and what it says of the credential; a refusal is hidden by no other. */
export function credentialItems({ lists, machine }: RemovePlan): readonly PickItem<'look'>[] {
  const touched = lists.filter(({ action }) => action !== 'none');
  const registries = new Set(touched.map(({ repository }) => registryOf(repository)));
  const asked = new Map<string, PickItem<'look'>>();
  for (const { credential, repository } of touched) {
    const registry = registryOf(repository);
    const key = JSON.stringify([registry, credential.identity, credential.push]);
    if (asked.has(key)) continue;
    const may = {
      granted: vscode.l10n.t('The registry grants it.'),
      denied: vscode.l10n.t('The registry denies it.'),
      unknown: vscode.l10n.t('Whether it may do that shows only on doing it.'),
    }[credential.push];
    asked.set(key, {
      ...(asked.size === 0 ? { group: '' } : {}),
      label: vscode.l10n.t('Credential: {0}', credentialName(credential.description)),
      ...(registries.size > 1 ? { description: registry } : {}),
      detail: vscode.l10n.t('On {0}. {1}', machine, may),
      icon: credential.push === 'denied' ? 'error' : 'account',
      value: 'look',
    });
  }
  return [...asked.values()];
}

function registryOf(repository: string): string {
  return repository.slice(0, repository.indexOf('/'));
}
