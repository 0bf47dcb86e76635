// Load More: brings the next names of a list that is not in view as a whole.
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { showInfo } from '../ui/messages.ts';
import { pickOne } from '../ui/picks.ts';

/** The command: from its node, else for the list that the selected node stands in, else asks which list. */
export async function loadMore(host: Host, argument: unknown): Promise<void> {
  const node = host.registries.own(argument) ?? (await chooseList(host));
  if (node !== undefined) await host.registries.loadMore(node);
}

async function chooseList(host: Host): Promise<TreeNode | undefined> {
  const lists = host.registries.unfinished();
  const ofSelected = lists.find((list) => isIn(list, host.registries.selected()));
  if (ofSelected !== undefined || lists.length === 1) return ofSelected ?? lists[0];
  if (lists.length === 0) {
    void showInfo(vscode.l10n.t('Every list that is open in the tree is in view as a whole.'));
    return undefined;
  }
  return pickOne(
    lists.map((list) => ({ label: familiar(list.repository ?? list.registry), icon: 'repo', value: list })),
    { title: vscode.l10n.t('Load More'), placeholder: vscode.l10n.t('Of which list?') },
  );
}

function isIn(list: TreeNode, node: TreeNode | undefined): boolean {
  return node !== undefined && (node === list || isIn(list, node.parent));
}
