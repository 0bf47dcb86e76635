// The Keys view: the keys of this person with where they are kept and whether a backup exists (U8). Listing asks no
// keychain. Without a key its welcome text offers to make or import one.
import * as vscode from 'vscode';
import { setContext } from '../contexts.ts';
import type { Host } from '../host.ts';
import { views } from '../ids.ts';
import type { KeyNode } from '../keys/keyForCommand.ts';
import { makeKeyNode } from '../keys/keyForCommand.ts';
import type { StoredKey } from '../keys/keyStore.ts';
import { keyDescription, keySentences } from '../keys/keyWords.ts';
import { disarm } from '../ui/foreignText.ts';

/** Opens the view; it follows the key store until disposed. */
export function createKeysView(host: Pick<Host, 'keys'>): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const provider: vscode.TreeDataProvider<KeyNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (node) => {
      if (node !== undefined) return [];
      const keys = await host.keys.list();
      setContext('hasKey', keys.length > 0);
      return keys.map(makeKeyNode);
    },
    getTreeItem: ({ key }) => keyItem(key),
  };
  const view = vscode.window.createTreeView(views.keys, { treeDataProvider: provider });
  const listener = host.keys.onDidChange(() => {
    changed.fire(undefined);
    // The view asks only while it shows; the walkthrough waits for the first key all the same.
    void host.keys.list().then((keys) => setContext('hasKey', keys.length > 0));
  });
  return vscode.Disposable.from(view, listener, changed);
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
    key.backedUp ? 'backedUp' : 'notBackedUp',
    ...(key.passwordStored ? ['passwordStored'] : []),
  ].join('+');
  item.accessibilityInformation = { label: disarm(keySentences(key), 1000) };
  return item;
}
