// What a node stands in: its list, and what reads it.
import type { TreeNode } from './nodes.ts';

/** The list that this node is, or stands in. */
export function listOf(node: TreeNode): TreeNode | undefined {
  return node.loadMore === undefined ? node.parent : node;
}

/** The nearest node that reads: a message or a signature is read by what it stands under. */
export function readerOf(node: TreeNode | undefined): TreeNode | undefined {
  return node === undefined || node.forget !== undefined ? node : readerOf(node.parent);
}

/** True for what stands in `above`, at any depth. */
export function isBelow(node: TreeNode | undefined, above: TreeNode): boolean {
  return node !== undefined && (node.parent === above || isBelow(node.parent, above));
}
