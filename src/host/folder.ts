// Which workspace folder's settings apply to an image named in the tree or the palette (V3, S11).
import * as vscode from 'vscode';
import { EngineError } from '../engine/errors.ts';
import { settingsOfFolder } from './config.ts';
import { pickOne } from './ui/picks.ts';

const remembered = 'countersign.folder';

/**
 * The active editor's folder; where no editor says and folders disagree on trust or signature settings, the one the
 * person picks once per workspace, kept in `state` (the workspace's). Undefined without folders; throws `cancelled`
 * where the person closes the question.
 */
export async function folderThatApplies(state: vscode.Memento): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const first = folders[0];
  if (first === undefined || folders.length === 1) return first;
  const active = vscode.window.activeTextEditor?.document.uri;
  const ofEditor = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  if (ofEditor !== undefined) return ofEditor;
  if (new Set(folders.map(settingsOfFolder)).size === 1) return first;
  const earlier = folders.find((folder) => folder.uri.toString() === state.get(remembered));
  if (earlier !== undefined) return earlier;
  const picked = await pickOne(
    folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, value: folder })),
    {
      title: vscode.l10n.t('Whose Settings?'),
      placeholder: vscode.l10n.t(
        'The folders of this workspace disagree on trusted signers or signature repository. Which one applies?',
      ),
    },
  );
  if (picked === undefined) throw new EngineError('cancelled', { what: 'picking a folder' });
  await state.update(remembered, picked.uri.toString());
  return picked;
}
