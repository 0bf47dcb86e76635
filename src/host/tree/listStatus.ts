// The first row of a list that was not read as a whole when it came into view: how much of it is loaded, and what a click
// does. It keeps its place from then on, so that nothing moves under the person's cursor while the rest loads behind.
import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { NameListState } from './nameList.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';

/** `state` is asked whenever the row is drawn. */
export function newListStatus(parent: TreeNode, state: () => NameListState): TreeNode {
  const node: TreeNode = {
    kind: 'status',
    id: `${parent.id}/status`,
    parent,
    registry: parent.registry,
    treeItem() {
      const now = state();
      const look = lookOf(now);
      const item = new vscode.TreeItem(loadedWords(now));
      item.description = look.words;
      item.iconPath = new vscode.ThemeIcon(look.icon);
      item.tooltip = look.tooltip;
      item.contextValue = contextValue('status', now.filling === 'running' && 'running');
      item.accessibilityInformation = { label: [loadedWords(now), look.words].filter(Boolean).join(', ') };
      if (look.command !== undefined) item.command = { ...look.command, arguments: [node] };
      return item;
    },
  };
  return node;
}

interface Look {
  readonly words: string;
  readonly icon: string;
  readonly tooltip: string;
  readonly command?: { readonly command: string; readonly title: string };
}

function lookOf(state: NameListState): Look {
  const { filling, outOfOrder, complete } = state;
  if (filling === 'running') {
    return {
      words: vscode.l10n.t('loading the rest; a click stops it'),
      icon: 'loading~spin',
      tooltip: vscode.l10n.t('The rows below stay as they are while the rest of the list loads.'),
      command: { command: commands.stopLoading, title: vscode.l10n.t('Stop Loading') },
    };
  }
  if (outOfOrder) {
    return {
      words: vscode.l10n.t('some belong above those below; a click shows them'),
      icon: 'arrow-up',
      tooltip: vscode.l10n.t('Sorts the list anew, with all that is loaded.'),
      command: { command: commands.showInOrder, title: vscode.l10n.t('Show in Order') },
    };
  }
  if (complete) return { words: '', icon: 'check', tooltip: vscode.l10n.t('The list is loaded as a whole.') };
  return {
    words: stoppedWords(state),
    icon: filling === 'failed' ? 'warning' : 'info',
    tooltip: vscode.l10n.t('Only a part of the list is loaded: the order below is that of the part.'),
    command: { command: commands.loadMore, title: vscode.l10n.t('Load More') },
  };
}

function stoppedWords({ filling }: NameListState): string {
  if (filling === 'failed') return vscode.l10n.t('the rest could not be loaded; a click tries again');
  if (filling === 'at-limit') return vscode.l10n.t('more to load; a filter finds what is not loaded');
  return vscode.l10n.t('more to load');
}

/** E.g. `1,000 of 10,000 loaded`. */
export function loadedWords({ known, total, complete }: NameListState): string {
  if (complete && known === 0) return vscode.l10n.t('Nothing in it');
  if (complete) return vscode.l10n.t('All {0} loaded', countWords(known));
  return total === undefined || total < known
    ? vscode.l10n.t('{0} loaded', countWords(known))
    : vscode.l10n.t('{0} of {1} loaded', countWords(known), countWords(total));
}

/** A count as people of the language of VS Code write it, e.g. `10,000`. */
export function countWords(count: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(count);
}
