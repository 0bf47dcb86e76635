// What the nodes of the registries tree carry. One file per kind of node makes them; commands take them.
import type * as vscode from 'vscode';

/** A node knows its place in the tree by its id, a path: one `.sig` may show in two places (V9). */
export interface TreeNode {
  readonly kind: NodeKind;
  readonly id: string;
  readonly parent: TreeNode | undefined;
  /** host[:port] */
  readonly registry: string;
  /** Canonical `host/path`; undefined for a registry. */
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
  treeItem(): vscode.TreeItem;
  /** Tooltip and command, on hover only; fetches nothing from a registry. */
  resolve?(item: vscode.TreeItem): void;
  children?(signal: AbortSignal): Promise<readonly TreeNode[]>;
}

export type NodeKind =
  | 'registry'
  | 'repository'
  | 'tag'
  | 'platform'
  | 'signatureTag'
  | 'signature'
  | 'loadMore'
  | 'note'
  | 'error';
