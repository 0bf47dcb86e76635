// The Registries view: registries → repositories → tags → signatures.
import type { TreeNode } from './nodes.ts';

export interface RegistriesView {
  /** Reads this node anew, or everything. */
  refresh(node?: TreeNode): void;
  /** The node if it is one of ours, for commands that get anything as argument (S38). */
  own(argument: unknown): TreeNode | undefined;
  selected(): TreeNode | undefined;
  loadMore(node: TreeNode): Promise<void>;
  /** After signing: shows the image's new signature, if the tree has its repository open. */
  reveal(repository: string, digest: string): Promise<void>;
}
