// Clear Filter: a list shows all of its names again.
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { showInfo } from '../ui/messages.ts';

/** The command: of its node, else of every list that is filtered. */
export async function clearFilter(host: Host, argument: unknown): Promise<void> {
  const node = host.registries.own(argument);
  const lists = node === undefined ? host.registries.filterable() : [node];
  const filtered = lists.filter((list) => list.filter?.text() !== undefined);
  if (filtered.length === 0) void showInfo(vscode.l10n.t('No list in the tree is filtered.'));
  for (const list of filtered) await host.registries.setFilter(list, undefined);
}
