// Gives VS Code the nodes and keeps them: what was read is read again only when somebody asks for it. A load can be
// cancelled: by collapsing its node, by Refresh, or by the notification that a slow one shows.
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import { newErrorNode } from './messageNodes.ts';
import type { TreeNode } from './nodes.ts';

export interface ProviderOptions {
  readonly roots: () => readonly TreeNode[];
  /** Says that this takes long, until `load` ends; `cancel` ends it. */
  readonly showSlow: (node: TreeNode, load: Promise<unknown>, cancel: () => void) => void;
  readonly slowAfterMilliseconds: number;
  /** For the log; the tree shows the failure as a node. */
  readonly failed: (error: unknown) => void;
}

export interface Provider extends vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  /** True for nodes that this tree made and for nothing else (S38). */
  made(argument: unknown): argument is TreeNode;
  /** All nodes that are loaded, from the top. */
  loaded(): Generator<TreeNode, void, undefined>;
  /** Asks this node for its children again when they are wanted next. Until then those that are kept count as loaded. */
  drop(node: TreeNode): void;
  /** The same for all nodes below it; a load of theirs is cancelled, and what loads behind their lists ends. */
  dropBelow(node: TreeNode): void;
  /** Draws anew, soon and together; undefined is the whole tree. */
  changed(node: TreeNode | undefined): void;
  /** Runs something as a load of this node: after another that runs, and shown when slow. */
  run(node: TreeNode, start: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Ends the load of this node; its place is taken by a node that says so. */
  cancel(node: TreeNode): void;
}

// VS Code loses the rows below a node that is told to change in the same moment in which it takes those rows in (1.139:
// it keeps its own list of them, but not what it needs to open them).
const redrawAfterMilliseconds = 150;

interface Load {
  readonly stop: AbortController;
  readonly done: Promise<unknown>;
}

export function newProvider(options: ProviderOptions): Provider {
  const change = new vscode.EventEmitter<TreeNode[] | undefined>();
  const made = new WeakSet<object>();
  const kept = new WeakMap<TreeNode, readonly TreeNode[]>();
  /** Dropped nodes, each with what tells one drop from a later one. */
  const stale = new WeakMap<TreeNode, symbol>();
  const loads = new Map<TreeNode, Load>();
  let waiting: Set<TreeNode | undefined> | undefined;
  let roots: readonly TreeNode[] = [];

  function load(node: TreeNode, start: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const stop = new AbortController();
    const done = start(stop.signal).finally(() => {
      clearTimeout(timer);
      if (loads.get(node)?.stop === stop) loads.delete(node);
    });
    const timer = setTimeout(() => {
      options.showSlow(node, done, () => {
        stop.abort();
      });
    }, options.slowAfterMilliseconds);
    loads.set(node, { stop, done });
    return done;
  }

  // One load per node: who asks a second time gets the answer of the first. What was dropped meanwhile is asked anew.
  async function childrenOf(node: TreeNode): Promise<TreeNode[]> {
    for (;;) {
      const known = kept.get(node);
      if (known !== undefined && !stale.has(node)) return [...known];
      const running = loads.get(node)?.done;
      // What another's load failed with is told to who started it; this one's own goes on to the caller.
      if (running === undefined) await load(node, (signal) => readChildren(node, signal));
      else await running.catch(() => undefined);
    }
  }

  async function readChildren(node: TreeNode, signal: AbortSignal): Promise<void> {
    const dropped = stale.get(node);
    const children = await childrenOrError(node, signal);
    if (loads.get(node)?.stop.signal !== signal) return;
    for (const child of children) made.add(child);
    kept.set(node, children);
    // What was dropped while it was read is read once more.
    if (stale.get(node) === dropped) stale.delete(node);
  }

  async function childrenOrError(node: TreeNode, signal: AbortSignal): Promise<readonly TreeNode[]> {
    try {
      return (await node.children?.(signal)) ?? [];
    } catch (error) {
      if (!isEngineError(error, 'cancelled')) options.failed(error);
      return [newErrorNode(error, { parent: node, id: `${node.id}/error`, registry: node.registry })];
    }
  }

  function dropBelow(node: TreeNode): void {
    loads.get(node)?.stop.abort();
    loads.delete(node);
    for (const child of kept.get(node) ?? []) dropBelow(child);
    kept.delete(node);
    node.collapsed?.();
  }

  function* below(nodes: readonly TreeNode[]): Generator<TreeNode, void, undefined> {
    for (const node of nodes) {
      yield node;
      yield* below(kept.get(node) ?? []);
    }
  }

  function fire(): void {
    const nodes = [...(waiting ?? [])];
    waiting = undefined;
    const known = nodes.filter((node) => node !== undefined);
    change.fire(known.length < nodes.length ? undefined : known);
  }

  return {
    onDidChangeTreeData: change.event,
    getTreeItem(node) {
      const item = node.treeItem();
      item.id = node.id;
      return item;
    },
    async resolveTreeItem(item, node, token) {
      const stop = new AbortController();
      const listening = token.onCancellationRequested(() => stop.abort());
      await node.resolve?.(item, stop.signal);
      listening.dispose();
      return item;
    },
    getParent: (node) => node.parent,
    getChildren(node) {
      if (node !== undefined) return childrenOf(node);
      roots = options.roots();
      for (const root of roots) made.add(root);
      return [...roots];
    },
    made: (argument): argument is TreeNode =>
      typeof argument === 'object' && argument !== null && made.has(argument),
    loaded: () => below(roots),
    drop(node) {
      stale.set(node, Symbol());
    },
    dropBelow,
    changed(node) {
      if (waiting === undefined) setTimeout(fire, redrawAfterMilliseconds);
      waiting = (waiting ?? new Set()).add(node);
    },
    async run(node, start) {
      await loads.get(node)?.done.catch(() => undefined); // told to who started it
      await load(node, start);
    },
    cancel(node) {
      loads.get(node)?.stop.abort();
    },
    dispose() {
      for (const { stop } of loads.values()) stop.abort();
      change.dispose();
    },
  };
}
