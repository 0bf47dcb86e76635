// What the nodes of the registries tree carry. One file per kind of node makes them; commands take them.
import type * as vscode from 'vscode';
import type { ErrorAction } from '../ui/errorAction.ts';

/** A node knows its place in the tree by its id, a path: one `.sig` may show in two places (V9). */
export interface TreeNode {
  readonly kind: NodeKind;
  readonly id: string;
  readonly parent: TreeNode | undefined;
  /** host[:port] */
  readonly registry: string;
  /** Canonical `host/path`; undefined for a registry. */
  readonly repository?: string | undefined;
  /** Canonical `host/path` of a namespace. */
  readonly path?: string;
  readonly tag?: string | undefined;
  /** Of an image or a `.sig` image; unknown for a tag until it is expanded or acted upon. A signature's payload. */
  readonly digest?: string | undefined;
  /** For a signature and a signature tag: the image that it stands for, as `host/path@digest`, wherever it is stored. */
  readonly signs?: string | undefined;
  /** For a signature: its digest is that of a payload, not of a manifest. */
  readonly isPayload?: boolean;
  /** For a signature in a `.sig` tag: what tells it from the others there. */
  readonly listed?:
    { readonly tag: string; readonly digest: string; readonly signature: string | undefined } | undefined;
  /** For an entry of the setting: the text that stands there. */
  readonly entry?: string | undefined;
  /** For an error: what can be done about it. */
  readonly actions?: readonly ErrorAction[];
  treeItem(): vscode.TreeItem;
  /**
   * Tooltip and command, on hover only. May ask the registry for what it shows, but never in a way that starts a helper,
   * a tool or a prompt (S25).
   */
  resolve?(item: vscode.TreeItem, signal: AbortSignal): void | Promise<void>;
  children?(signal: AbortSignal): Promise<readonly TreeNode[]>;
  /** Drops what was read below this node, so that `children` asks anew. */
  forget?(): void;
  /** Drops the names of this node's list, but not what the nodes of those that come again know. */
  reread?(): void;
  /** Brings the next names of this node's list into view. */
  readonly loadMore?: (signal: AbortSignal) => Promise<void>;
  /** VS Code shows the rows below this node no more; what loads behind them stops. */
  collapsed?(): void;
  /** It shows them again. */
  expanded?(): void;
  /** Of a list: brings what is loaded and stands above the rows in view to the top. */
  showInOrder?(): void;
  /** Of a list: what it shows only. */
  readonly filter?: { text(): string | undefined; set(text: string | undefined): void };
  /** Of a list of tags: those in view. */
  tagsInView?(): readonly TreeNode[];
  /** For a row among the pinned and the recent ones. */
  readonly shortcut?: 'pinned' | 'recent';
  /** What Retry does on an error, where reading all of the parent anew would lose what is there. */
  readonly retry?: (signal: AbortSignal) => Promise<void>;
}

export type NodeKind =
  | 'registry'
  | 'namespace'
  | 'repository'
  | 'tag'
  | 'platform'
  | 'signatureTag'
  | 'signature'
  | 'beside'
  | 'unconfirmed'
  | 'status'
  | 'loadMore'
  | 'note'
  | 'error';

/**
 * The context value that menus go by: the kind, then flags, e.g. `tag+digest+signed+verified`.
 * Menus match `/^tag\b/` and `/\+signed\b/`.
 */
export function contextValue(kind: NodeKind, ...flags: readonly (string | false | undefined)[]): string {
  return [kind, ...flags.filter((flag) => flag !== false && flag !== undefined)].join('+');
}
