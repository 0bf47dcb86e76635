// Rows of the tree as a person reads them.
import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import type { Provider } from '../../src/host/tree/provider.ts';

export function wordsOf(item: vscode.TreeItem): string {
  const { description } = item;
  const behind = typeof description === 'string' && description !== '' ? ` | ${description}` : '';
  return `${labelOf(item)}${behind}`;
}

export function labelOf(item: vscode.TreeItem): string {
  assert.ok(typeof item.label === 'string');
  return item.label;
}

/** What VS Code shows when the pointer rests on the row. */
export async function hover({ provider }: { readonly provider: Provider }, node: TreeNode): Promise<string> {
  const item = provider.getTreeItem(node) as vscode.TreeItem;
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: () => ({ dispose: () => undefined }),
  };
  await provider.resolveTreeItem?.(item, node, token);
  return tooltipOf(item);
}

export function tooltipOf(item: vscode.TreeItem): string {
  assert.ok(typeof item.tooltip === 'string');
  return item.tooltip;
}

/** Nothing on the row can become a link or an icon, or be invisible (S21). */
export function assertHarmless(item: vscode.TreeItem): void {
  const texts = [item.label, item.description, item.tooltip, item.accessibilityInformation?.label];
  for (const text of texts.filter((one) => typeof one === 'string')) {
    assert.doesNotMatch(text, /\]\(|\$\(|[\u202a-\u202e\u0000-\u0009\u000b-\u001f]/);
  }
}
