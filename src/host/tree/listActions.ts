// What a person does with the lists of the view: stop their loading, sort them anew, filter them, pin them.
import type * as vscode from 'vscode';
import { isBelow, listOf } from './above.ts';
import type { TreeNode } from './nodes.ts';
import type { Provider } from './provider.ts';
import type { Roots } from './roots.ts';
import type { Shortcuts } from './shortcuts.ts';

export interface ListActions {
  /** Ends what loads behind the list that this node is, or stands in. */
  stopLoading(node: TreeNode): void;
  /** Sorts that list anew, with all that is loaded. */
  showInOrder(node: TreeNode): void;
  /** Shows only names with this text in this list; all of them with undefined. */
  setFilter(node: TreeNode, text: string | undefined): Promise<void>;
  /** The lists that can be filtered. */
  filterable(): readonly TreeNode[];
  /**
   * The tags in view of this repository; its first page is read where nobody opened it yet. Undefined where none could be
   * read: a row below it says why.
   */
  tagsOf(node: TreeNode): Promise<readonly TreeNode[] | undefined>;
  /** Puts a repository or an entry of the setting at the top, or takes it from there. */
  pin(...pinned: Parameters<Shortcuts['pin']>): Promise<boolean>;
  unpin(name: string): Promise<void>;
  /** Forgets one of the repositories used lately, or all. */
  forgetRecent(repository?: string): Promise<void>;
}

interface Parts {
  readonly provider: Provider;
  readonly view: Pick<vscode.TreeView<TreeNode>, 'visible' | 'reveal'>;
  readonly shortcuts: Shortcuts;
  readonly roots: Roots;
  /** Draws a list anew as it is now, and the row that it stands under. */
  readonly relist: (node: TreeNode) => void;
}

/** Sorts a list and draws it anew, unless the person has selected or opened one of its rows. */
export function settleList(
  {
    provider,
    view,
    relist,
  }: Pick<Parts, 'provider' | 'relist'> & { readonly view: Pick<vscode.TreeView<TreeNode>, 'selection'> },
  list: TreeNode,
  sort: () => void,
): void {
  // A row that was opened has rows of its own.
  const isOpened = [...provider.loaded()].some(({ parent }) => isBelow(parent, list));
  if (isOpened || isBelow(view.selection[0], list)) return;
  sort();
  relist(list);
}

export function listActions({ provider, view, shortcuts, roots, relist }: Parts): ListActions {
  return {
    stopLoading(node) {
      listOf(node)?.collapsed?.();
    },
    showInOrder(node) {
      const list = listOf(node);
      if (list?.showInOrder === undefined) return;
      list.showInOrder();
      relist(list);
    },
    async setFilter(node, text) {
      if (node.filter === undefined) return;
      node.filter.set(text);
      relist(node);
      if (view.visible) await view.reveal(node, { select: true, focus: true, expand: true });
    },
    filterable: () => [...provider.loaded()].filter((node) => node.filter !== undefined),
    async tagsOf(node) {
      const rows = (await provider.getChildren(node)) ?? [];
      const tags = node.tagsInView?.() ?? [];
      return tags.length === 0 && rows.some(({ kind }) => kind === 'error') ? undefined : tags;
    },
    async pin(name, what) {
      const isPinned = await shortcuts.pin(name, what);
      provider.changed(undefined);
      return isPinned;
    },
    async unpin(name) {
      await shortcuts.unpin(name);
      provider.changed(undefined);
    },
    async forgetRecent(repository) {
      await shortcuts.forgetRecent(repository);
      roots.renew();
      provider.changed(undefined);
    },
  };
}
