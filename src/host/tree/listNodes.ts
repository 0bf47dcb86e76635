// The rows of a list of names: one node per name in view, and around them what is to be said of the list.
import * as vscode from 'vscode';
import { newListStatus } from './listStatus.ts';
import { newErrorNode, newLoadMore, newNote } from './messageNodes.ts';
import type { NameList } from './nameList.ts';
import type { TreeNode } from './nodes.ts';
import { disarm } from '../ui/foreignText.ts';

/** Gives the same node for the same name as long as it is in the list, so that what a node knows is kept. */
export interface NodesByName {
  of(name: string): TreeNode;
  /** Nodes made so far. */
  all(): Iterable<TreeNode>;
  clear(): void;
}

export function newNodesByName(make: (name: string) => TreeNode): NodesByName {
  const nodes = new Map<string, TreeNode>();
  return {
    of(name) {
      const node = nodes.get(name) ?? make(name);
      nodes.set(name, node);
      return node;
    },
    all: () => nodes.values(),
    clear() {
      nodes.clear();
    },
  };
}

/** The rows of one list as they are drawn, and those of them that say how far it is loaded. */
export interface ListRows {
  /** Reading has ended or failed when this is called. */
  rows(): readonly TreeNode[];
  /** The rows that say how far the list is loaded; they change while it loads. */
  progress(): readonly TreeNode[];
  /** Another reading begins: the row about it has no place to keep. */
  reset(): void;
}

/** `none`: what is said of a list without names. `notes`: what stands above the names. */
export function newListRows(
  parent: () => TreeNode,
  list: NameList,
  nodes: NodesByName,
  none: string,
  notes: () => readonly TreeNode[] = () => [],
): ListRows {
  let status: TreeNode | undefined;
  let more: TreeNode | undefined;
  return {
    rows() {
      const { shown, hidden, dropped, exhausted, failure, complete, filter } = list.state();
      if (!complete && failure === undefined) status ??= newListStatus(parent(), list.state);
      more = exhausted || failure !== undefined ? undefined : newLoadMore(parent(), list.state);
      const above = shown.length === 0 && failure === undefined && complete ? undefined : status;
      const rows = [
        ...(above === undefined ? [] : [above]),
        ...notes(),
        ...shown.map((name) => nodes.of(name)),
      ];
      if (dropped > 0) rows.push(droppedNote(parent(), dropped));
      if (failure !== undefined) return [...rows, failureOf(parent(), list)];
      if (shown.length === 0 && hidden > 0) rows.push(hiddenNote(parent(), hidden));
      else if (shown.length === 0 && exhausted) rows.push(noneNote(parent(), filter, none));
      if (more !== undefined) rows.push(more);
      return rows;
    },
    progress: () => [status, more].filter((node) => node !== undefined),
    reset() {
      status = undefined;
    },
  };
}

/** What a row says of the filter of its list, e.g. `filter: 1.2`. */
export function filterWords(filter: string | undefined): string | undefined {
  return filter === undefined ? undefined : vscode.l10n.t('filter: {0}', disarm(filter, 60));
}

/** Why reading stopped. Trying again goes on behind the names that are there. */
export function failureOf(parent: TreeNode, list: NameList): TreeNode {
  const { failure, shown } = list.state();
  return newErrorNode(failure, {
    parent,
    id: `${parent.id}/error`,
    registry: parent.registry,
    ...(shown.length === 0 ? {} : { retry: (signal: AbortSignal) => list.more(signal) }),
  });
}

function noneNote(parent: TreeNode, filter: string | undefined, none: string): TreeNode {
  if (filter === undefined) return newNote(parent, 'none', { label: none });
  return newNote(parent, 'none', {
    label: vscode.l10n.t('Nothing with “{0}” in its name', disarm(filter, 60)),
    icon: 'filter',
  });
}

function hiddenNote(parent: TreeNode, count: number): TreeNode {
  const label =
    count === 1 ? vscode.l10n.t('1 signature tag hidden') : vscode.l10n.t('{0} signature tags hidden', count);
  return newNote(parent, 'hidden', {
    label,
    icon: 'eye-closed',
    tooltip: vscode.l10n.t('Show Signature Tags in the title of this view shows them.'),
  });
}

// Never silently: a name that is left out could be the one somebody is looking for.
function droppedNote(parent: TreeNode, count: number): TreeNode {
  return newNote(parent, 'dropped', {
    label: count === 1 ? vscode.l10n.t('1 name left out') : vscode.l10n.t('{0} names left out', count),
    icon: 'warning',
    tooltip: vscode.l10n.t('The registry sent names that are no valid names of repositories or tags.'),
  });
}
