// Small commands on the lists of the tree: end what loads behind one, sort one anew, the order of tags, shortcuts.
import * as vscode from 'vscode';
import type { Command, Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import type { TagOrder } from '../tree/order.ts';
import { mostPinned } from '../tree/shortcuts.ts';
import { showInfo, showStatus } from '../ui/messages.ts';
import { setTagOrder } from '../viewSettings.ts';

/** Stop Loading: what is loaded stays. */
export function stopLoading(host: Host, argument: unknown): void {
  const node = host.registries.own(argument);
  if (node !== undefined) host.registries.stopLoading(node);
}

/** Show in Order: what loaded behind the view and belongs above it comes to the top. */
export function showInOrder(host: Host, argument: unknown): void {
  const node = host.registries.own(argument);
  if (node !== undefined) host.registries.showInOrder(node);
}

/** Sort Tags by …; the command of the order that is chosen already does the same. */
export function sortTags(order: TagOrder): Command {
  return () => setTagOrder(order);
}

/** Pin and Unpin: of the node, else of the selected one. */
export function pinning(does: 'pin' | 'unpin'): Command {
  return async (host, argument) => {
    const node = host.registries.own(argument) ?? host.registries.selected();
    const name = node?.repository ?? node?.entry;
    if (name === undefined) {
      void showInfo(vscode.l10n.t('Select a registry or a repository in the tree first.'));
      return;
    }
    if (does === 'unpin') {
      await host.registries.unpin(name);
      showStatus(vscode.l10n.t('Unpinned: {0}', familiar(name)));
      return;
    }
    const isPinned = await host.registries.pin(name, node?.repository === undefined ? 'entry' : 'repository');
    if (isPinned) showStatus(vscode.l10n.t('Pinned: {0}', familiar(name)));
    else
      void showInfo(vscode.l10n.t('{0} names are pinned, and no more can be. Unpin one first.', mostPinned));
  };
}

/** Clear Recent Repositories: the node's alone, without one all. */
export async function clearRecent(host: Host, argument: unknown): Promise<void> {
  await host.registries.forgetRecent(host.registries.own(argument)?.repository);
}
