// The Keys view: the keys of this person with where they are kept and whether a backup exists (U8). Listing asks no
// keychain. Without a key its welcome text offers to make or import one.
import * as vscode from 'vscode';
import type { EngineError } from '../../engine/errors.ts';
import { setContext } from '../contexts.ts';
import type { Host } from '../host.ts';
import { commands, views } from '../ids.ts';
import type { KeyNode } from '../keys/keyForCommand.ts';
import { makeKeyNode } from '../keys/keyForCommand.ts';
import type { StoredKey } from '../keys/keyStore.ts';
import { keyDescription, keySentences } from '../keys/keyWords.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { disarm, showInvisible } from '../ui/foreignText.ts';

/** Stands for the keys that could not be listed. */
export interface UnreadNode {
  readonly unread: EngineError;
}

/** Opens the view; it follows the key store until disposed. */
export function createKeysView(host: Pick<Host, 'keys' | 'log'>): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const provider: vscode.TreeDataProvider<KeyNode | UnreadNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (node) => (node === undefined ? keyRows(host.keys) : []),
    getTreeItem: (node) => ('key' in node ? keyItem(node.key) : unreadItem(node)),
  };
  const view = vscode.window.createTreeView(views.keys, { treeDataProvider: provider });
  const listener = host.keys.onDidChange(() => {
    changed.fire(undefined);
    // The view asks only while it shows; the walkthrough waits for the first key all the same.
    keyRows(host.keys).catch((error: unknown) => {
      host.log.error(showInvisible(String(error)));
    });
  });
  return vscode.Disposable.from(view, listener, changed);
}

/** A row for each key, and one that says so where not all could be listed. */
export async function keyRows(store: Pick<Host['keys'], 'listing'>): Promise<(KeyNode | UnreadNode)[]> {
  const { keys, unread } = await store.listing();
  setContext('hasKey', keys.length > 0);
  return [...keys.map(makeKeyNode), ...(unread === undefined ? [] : [{ unread }])];
}

/** How the row shows; a click shows the log, which says why. */
export function unreadItem({ unread }: UnreadNode): vscode.TreeItem {
  const label = vscode.l10n.t('Keys in VS Code’s secret storage could not be read');
  const item = new vscode.TreeItem(label);
  item.id = 'unread';
  item.tooltip = disarm(wordsOf(unread).message, 1000);
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.accessibilityInformation = { label: vscode.l10n.t('Error: {0}', label) };
  item.command = { command: commands.showLog, title: vscode.l10n.t('Show Log') };
  return item;
}

/** How a key shows. The label is foreign where a file was imported. */
export function keyItem(key: StoredKey): vscode.TreeItem {
  const item = new vscode.TreeItem(disarm(key.label));
  item.id = key.fingerprint;
  item.description = keyDescription(key);
  item.tooltip = disarm(keySentences(key), 1000);
  item.iconPath = new vscode.ThemeIcon('key');
  item.contextValue = [
    'key',
    key.heldIn,
    key.backedUp && key.backupIsOld !== true ? 'backedUp' : 'notBackedUp',
    ...(key.passwordStored ? ['passwordStored'] : []),
  ].join('+');
  item.accessibilityInformation = { label: disarm(keySentences(key), 1000) };
  return item;
}
