// What this machine signed and nobody has seen there: a badge on the view and a row above the registries (U15). Read back
// and left because the window was closed is no cause for alarm; Repair Signatures looks at that, too.
// Nothing is asked of a registry for it, and of the person only what they start themselves: Repair Signatures.
import * as vscode from 'vscode';
import type { EngineApi } from '../../engine/api.ts';
import { commands } from '../ids.ts';
import { hasJournal } from '../worldStorage.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';

export interface UnconfirmedRow {
  /** Reads the journal again; loads the engine only where there is one. */
  recount(): Promise<void>;
  /** The row, while something waits. */
  rows(): readonly TreeNode[];
}

interface Parts {
  readonly extension: Pick<vscode.ExtensionContext, 'globalStorageUri'>;
  readonly engine: () => EngineApi;
  readonly view: () => vscode.TreeView<TreeNode>;
  /** Draws the view anew. */
  readonly changed: () => void;
}

export function newUnconfirmedRow({ extension, engine, view, changed }: Parts): UnconfirmedRow {
  let count = 0;
  const node: TreeNode = {
    kind: 'unconfirmed',
    id: 'unconfirmed',
    parent: undefined,
    registry: '',
    treeItem() {
      const item = new vscode.TreeItem(words(count));
      item.contextValue = contextValue('unconfirmed');
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.tooltip = vscode.l10n.t(
        'Signed on this machine, and then not seen there, or not looked for because the window was closed. Repair Signatures looks, and shows what it would do.',
      );
      item.command = {
        command: commands.repair,
        title: vscode.l10n.t('Repair Signatures'),
        arguments: [node],
      };
      return item;
    },
  };
  return {
    async recount() {
      const before = count;
      count = await waiting();
      view().badge = count === 0 ? undefined : { value: count, tooltip: words(count) };
      if (count !== before) changed();
    },
    rows: () => (count === 0 ? [] : [node]),
  };

  async function waiting(): Promise<number> {
    // A window that is not trusted asks nothing and loads nothing by itself (N2).
    if (!vscode.workspace.isTrusted || !(await hasJournal(extension.globalStorageUri))) return 0;
    const { entries, bad } = await engine().unconfirmed();
    return entries.filter(({ state }) => state !== 'seen').length + bad.length;
  }
}

function words(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 signature is missing or not confirmed')
    : vscode.l10n.t('{0} signatures are missing or not confirmed', count);
}
