// The rows of a list of names: one node per name in view, and below them what is to be said of the list.
import * as vscode from 'vscode';
import { newErrorNode, newLoadMore, newNote } from './messageNodes.ts';
import type { NameList } from './nameList.ts';
import type { TreeNode } from './nodes.ts';

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

/** `none`: what is said of a list without names. Reading has ended or failed when this is called. */
export function listNodes(
  parent: TreeNode,
  list: NameList,
  nodes: NodesByName,
  none: string,
): readonly TreeNode[] {
  const { shown, hidden, dropped, exhausted, failure } = list.state();
  const rows = shown.map((name) => nodes.of(name));
  if (dropped > 0) rows.push(droppedNote(parent, dropped));
  if (failure !== undefined) return [...rows, failureOf(parent, list)];
  if (shown.length === 0 && hidden > 0) rows.push(hiddenNote(parent, hidden));
  else if (shown.length === 0 && exhausted) rows.push(newNote(parent, 'none', { label: none }));
  if (!exhausted) rows.push(newLoadMore(parent, list.state()));
  return rows;
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
