// A namespace: the repositories below a part of their paths, where a registry has many.
import * as vscode from 'vscode';
import type { TreeContext } from './context.ts';
import { familiar } from './entry.ts';
import { filterWords } from './listNodes.ts';
import type { NameListOptions } from './nameContent.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';
import { newRepositoryList } from './repositoryList.ts';

/** `name` is canonical (`host/path`); `seed` gives what the list above has of it. */
export function newNamespaceNode(
  context: TreeContext,
  parent: TreeNode,
  name: string,
  label: string,
  seed: NameListOptions['seed'] & {},
): TreeNode {
  const path = name.slice(parent.registry.length + 1);
  const repositories = newRepositoryList(context, () => node, { registry: parent.registry, path, seed });
  const node: TreeNode = {
    kind: 'namespace',
    id: `${parent.id}/namespace:${name}`,
    parent,
    registry: parent.registry,
    path: name,
    treeItem() {
      const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
      const { filter } = repositories.names.state();
      item.iconPath = new vscode.ThemeIcon('folder-library');
      item.description = filterWords(filter) ?? '';
      item.contextValue = contextValue('namespace', filter !== undefined && 'filtered');
      item.accessibilityInformation = { label: vscode.l10n.t('namespace {0}', familiar(name)) };
      return item;
    },
    resolve(item) {
      item.tooltip = familiar(name);
    },
    children: repositories.rows,
    loadMore: (signal) => repositories.names.more(signal),
    showInOrder: () => repositories.names.refilter(),
    filter: { text: () => repositories.names.state().filter, set: repositories.setFilter },
    forget: repositories.forget,
  };
  return node;
}
