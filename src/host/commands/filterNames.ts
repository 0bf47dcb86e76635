// Filter: shows only those repositories of a registry, or tags of a repository, that have a text in their names. The
// registry is asked for it where it can do that.
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { showInfo } from '../ui/messages.ts';
import { askText, pickOne } from '../ui/picks.ts';

/** The command: of its node, else of the list that the selected node stands in, else asks which. */
export async function filterNames(host: Host, argument: unknown): Promise<void> {
  const node = await chooseList(host, argument);
  if (node === undefined) return;
  const before = node.filter?.text();
  const text = await askText({
    title: vscode.l10n.t('Filter {0}', nameOf(node)),
    prompt: vscode.l10n.t('Shows only names with this text. Empty shows all of them again.'),
    placeholder: vscode.l10n.t('A part of the name, e.g. 1.2'),
    ...(before === undefined ? {} : { value: before }),
  });
  if (text !== undefined) await host.registries.setFilter(node, text);
}

async function chooseList(host: Host, argument: unknown): Promise<TreeNode | undefined> {
  const own = listAbove(host.registries.own(argument) ?? host.registries.selected());
  if (own !== undefined) return own;
  const lists = host.registries.filterable();
  if (lists.length === 1) return lists[0];
  if (lists.length === 0) {
    void showInfo(
      vscode.l10n.t('There is no list to filter yet: add a registry, a namespace or a repository.'),
    );
    return undefined;
  }
  return pickOne(
    lists.map((list) => ({ label: nameOf(list), icon: 'list-tree', value: list })),
    { title: vscode.l10n.t('Filter'), placeholder: vscode.l10n.t('Which list?') },
  );
}

function listAbove(node: TreeNode | undefined): TreeNode | undefined {
  return node === undefined || node.filter !== undefined ? node : listAbove(node.parent);
}

function nameOf(node: TreeNode): string {
  return familiar(node.repository ?? node.path ?? node.entry ?? node.registry);
}
