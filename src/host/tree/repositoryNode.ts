// A repository that a registry's catalog named, with its tags.
import * as vscode from 'vscode';
import type { TreeContext } from './context.ts';
import { familiar } from './entry.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';
import { newTagList } from './tagList.ts';

/** `repository` is canonical (`host/path`); `label` is what of it the parent does not say already. */
export function newRepositoryNode(
  context: TreeContext,
  parent: TreeNode,
  repository: string,
  label: string,
): TreeNode {
  const tags = newTagList(context, () => node, repository);
  const node: TreeNode = {
    kind: 'repository',
    id: `${parent.id}/repository:${repository}`,
    parent,
    registry: parent.registry,
    repository,
    treeItem() {
      const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
      item.iconPath = new vscode.ThemeIcon('repo');
      item.contextValue = contextValue('repository');
      item.accessibilityInformation = { label: vscode.l10n.t('repository {0}', familiar(repository)) };
      return item;
    },
    resolve(item) {
      const { started, loaded, hidden } = tags.names.state();
      const counts = vscode.l10n.t('{0} tags loaded, {1} signature tags hidden', loaded, hidden);
      item.tooltip = started ? [familiar(repository), counts].join('\n') : familiar(repository);
    },
    children: (signal) => tags.rows(signal),
    loadMore: (signal) => tags.names.more(signal),
    reread() {
      tags.forget('names');
    },
    forget() {
      tags.forget('nodes');
    },
  };
  return node;
}
