// Nodes that say something instead of standing for something: notes, errors with actions, and Load More.
import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { Words } from '../ui/errorAction.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { disarm } from '../ui/foreignText.ts';
import type { NameListState } from './nameList.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';

export interface Note {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** A theme icon; `info` when left out. */
  readonly icon?: string;
  /** What a click does; the command gets the note. */
  readonly command?: { readonly id: string; readonly title: string };
}

/** A sentence in the tree. `name` tells it from its siblings. */
export function newNote(parent: TreeNode, name: string, note: Note): TreeNode {
  const node: TreeNode = {
    kind: 'note',
    id: `${parent.id}/note:${name}`,
    parent,
    registry: parent.registry,
    entry: parent.entry,
    treeItem() {
      const item = new vscode.TreeItem(disarm(note.label));
      item.iconPath = new vscode.ThemeIcon(note.icon ?? 'info');
      item.tooltip = disarm(note.tooltip ?? note.label, 1000);
      if (note.description !== undefined) item.description = disarm(note.description);
      if (note.command !== undefined) {
        item.command = { command: note.command.id, title: note.command.title, arguments: [node] };
      }
      return item;
    },
  };
  return node;
}

export interface ErrorPlace {
  readonly parent: TreeNode | undefined;
  readonly id: string;
  readonly registry: string;
  /** What failed, in front of the error's own words. */
  readonly what?: string;
  /** The entry of the setting that this error stands for. */
  readonly entry?: string;
  readonly retry?: (signal: AbortSignal) => Promise<void>;
}

/** A failure in the place where its result would stand, with what can be done about it; reading again always can (U11). */
export function newErrorNode(failure: unknown, place: ErrorPlace): TreeNode {
  const { message, actions } = wordsOf(failure);
  const others = actions.filter(({ kind }) => kind !== 'retry');
  return nodeOfWords({ message, actions: [...others, { kind: 'retry' }] }, place);
}

/** The same for a failure whose words are known already. A click tries again where that is one of the actions. */
export function nodeOfWords(words: Words, place: ErrorPlace): TreeNode {
  const { parent, id, registry, what, entry, retry } = place;
  const flags = words.actions.map((action) => action.kind);
  const node: TreeNode = {
    kind: 'error',
    id,
    parent,
    registry,
    entry,
    actions: words.actions,
    ...(retry === undefined ? {} : { retry }),
    treeItem() {
      const item = new vscode.TreeItem(
        disarm(what === undefined ? words.message : `${what}: ${words.message}`),
      );
      item.contextValue = contextValue('error', ...flags, entry !== undefined && 'entry');
      item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
      item.tooltip = disarm(words.message, 1000);
      item.accessibilityInformation = { label: vscode.l10n.t('Error: {0}', disarm(words.message)) };
      if (flags.includes('retry')) {
        item.command = { command: commands.refresh, title: vscode.l10n.t('Retry'), arguments: [node] };
      }
      return item;
    },
  };
  return node;
}

/** The last row of a list that is not in view as a whole; says what the order above it is worth. */
export function newLoadMore(parent: TreeNode, state: () => NameListState): TreeNode {
  const node: TreeNode = {
    kind: 'loadMore',
    id: `${parent.id}/more`,
    parent,
    registry: parent.registry,
    treeItem() {
      const list = state();
      const shown = list.shown.length;
      const item = new vscode.TreeItem(vscode.l10n.t('Load More'));
      item.contextValue = contextValue('loadMore');
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      item.description = list.complete
        ? vscode.l10n.t('{0} of {1} shown', shown, list.loaded)
        : vscode.l10n.t('{0} shown; there may be more', shown);
      item.tooltip = list.complete
        ? vscode.l10n.t('All names are loaded; the next ones come into view.')
        : vscode.l10n.t('Only a part of the list is loaded: the order above is that of the part.');
      item.command = { command: commands.loadMore, title: vscode.l10n.t('Load More'), arguments: [node] };
      return item;
    },
  };
  return node;
}
