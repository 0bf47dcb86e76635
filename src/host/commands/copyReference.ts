// Copy Reference: the full name of what a node stands for, as other tools take it.
import * as vscode from 'vscode';
import { formatReference, parseReference } from '../../engine/oci/reference.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { showStatus } from '../ui/messages.ts';
import { askReference, referenceOfArgument } from './askReference.ts';

/** The command: from a node or a report at once, from the selected node, else writes out the name that is typed. */
export async function copyReference(host: Host, argument: unknown): Promise<void> {
  const text = namedBy(host, argument) ?? (await typedReference());
  if (text === undefined) return;
  await vscode.env.clipboard.writeText(text);
  showStatus(vscode.l10n.t('Copied: {0}', text));
}

function namedBy(host: Host, argument: unknown): string | undefined {
  const node = host.registries.own(argument);
  const reference = node === undefined ? referenceOfArgument(host, argument) : nameOf(node);
  if (reference !== undefined) return familiar(reference);
  const selected = host.registries.selected();
  return selected === undefined ? undefined : nameOf(selected);
}

/** A signature goes by its tag, which is what can be fetched; the tree's messages have no name. */
function nameOf(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'registry':
      return familiar(node.repository ?? node.entry ?? node.registry);
    case 'repository':
      return familiar(node.repository ?? '');
    case 'tag':
    case 'signatureTag':
      return familiar(`${node.repository ?? ''}:${node.tag ?? ''}`);
    case 'platform':
      return familiar(`${node.repository ?? ''}@${node.digest ?? ''}`);
    case 'signature':
      return node.parent === undefined ? undefined : nameOf(node.parent);
    default:
      return undefined;
  }
}

async function typedReference(): Promise<string | undefined> {
  const typed = await askReference({
    title: vscode.l10n.t('Copy Reference'),
    prompt: vscode.l10n.t('The image. Its full name is copied.'),
  });
  return typed === undefined ? undefined : familiar(formatReference(parseReference(typed)));
}
