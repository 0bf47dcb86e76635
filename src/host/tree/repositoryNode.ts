// A repository with its tags: one that a registry's catalog named, or a shortcut to it at the top of the view.
import * as vscode from 'vscode';
import type { TreeContext } from './context.ts';
import { familiar } from './entry.ts';
import { readerWords } from './imageTooltip.ts';
import { filterWords } from './listNodes.ts';
import { loadedWords } from './listStatus.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';
import { newTagList } from './tagList.ts';

export interface RepositoryPlace {
  /** Undefined for a shortcut. */
  readonly parent: TreeNode | undefined;
  /** Canonical `host/path`. */
  readonly repository: string;
  /** What of the name the parent does not say already. */
  readonly label: string;
  readonly shortcut?: 'pinned' | 'recent';
}

export function newRepositoryNode(
  context: TreeContext,
  { parent, repository, label, shortcut }: RepositoryPlace,
): TreeNode {
  const tags = newTagList(context, () => node, repository);
  const node: TreeNode = {
    kind: 'repository',
    id: `${parent?.id ?? shortcut ?? ''}/repository:${repository}`,
    parent,
    registry: parent?.registry ?? repository.split('/', 1)[0] ?? '',
    repository,
    ...(shortcut === undefined ? {} : { shortcut }),
    treeItem() {
      const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
      const { filter } = tags.names.state();
      const isPinned = context.isPinned(repository);
      const words = [shortcut === undefined ? undefined : shortcutWords(shortcut), filterWords(filter)];
      item.description = words.filter((word) => word !== undefined).join(' · ');
      item.iconPath = new vscode.ThemeIcon(
        shortcut === 'pinned' ? 'pinned' : shortcut === 'recent' ? 'history' : 'repo',
      );
      item.contextValue = contextValue(
        'repository',
        isPinned && 'pinned',
        shortcut === 'recent' && 'recent',
        filter !== undefined && 'filtered',
      );
      const name = vscode.l10n.t('repository {0}', familiar(repository));
      item.accessibilityInformation = {
        label: item.description === '' ? name : `${name}, ${item.description}`,
      };
      return item;
    },
    resolve(item) {
      const state = tags.names.state();
      const counts = state.started
        ? vscode.l10n.t('Tags: {0}, {1} of them signature tags', loadedWords(state), state.hidden)
        : undefined;
      const lines = [familiar(repository), counts, readerWords(context, repository)];
      item.tooltip = lines.filter((line) => line !== undefined).join('\n');
    },
    async children(signal) {
      const rows = await tags.rows(signal);
      if (tags.names.state().known > 0) context.used(repository);
      return rows;
    },
    loadMore: tags.more,
    showInOrder: tags.showInOrder,
    filter: { text: () => tags.names.state().filter, set: tags.setFilter },
    tagsInView: tags.inView,
    collapsed: tags.stop,
    expanded: tags.goOn,
    reread() {
      tags.forget('names');
    },
    forget() {
      tags.forget('nodes');
    },
  };
  return node;
}

function shortcutWords(shortcut: 'pinned' | 'recent'): string {
  return shortcut === 'pinned' ? vscode.l10n.t('pinned') : vscode.l10n.t('recent');
}
