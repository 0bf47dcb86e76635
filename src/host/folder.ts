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
  const [first] = folders();
  if (first === undefined || folders().length === 1) return first;
  const active = vscode.window.activeTextEditor?.document.uri;
  const ofEditor = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  if (ofEditor !== undefined) return ofEditor;
  if (!foldersDisagree()) return first;
  const earlier = rememberedFolder(state);
  if (earlier !== undefined) return earlier;
  const picked = await askFolder(
    state,
    vscode.l10n.t(
      'The folders of this workspace disagree on trusted signers or signature repository. Which one applies? “Choose Folder for Settings” asks again.',
    ),
  );
  if (picked === undefined) throw new EngineError('cancelled', { what: 'picking a folder' });
  return picked;
}

/** The folder as it stands in the window now; undefined once it was taken out: its rules and settings apply no more. */
export function folderStillOpen(
  folder: vscode.WorkspaceFolder | undefined,
): vscode.WorkspaceFolder | undefined {
  return folders().find(({ uri }) => uri.toString() === folder?.uri.toString());
}

/** Asks whose settings apply where no editor says, and remembers it; undefined where the person gave up. */
export async function askFolder(
  state: vscode.Memento,
  placeholder: string,
): Promise<vscode.WorkspaceFolder | undefined> {
  const before = rememberedFolder(state);
  const picked = await pickOne(
    folders().map((folder) => ({
      label: folder.name,
      description: folder.uri.fsPath,
      ...(folder === before ? { icon: 'check' } : {}),
      value: folder,
    })),
    { title: vscode.l10n.t('Whose Settings?'), placeholder },
  );
  if (picked !== undefined) await state.update(remembered, picked.uri.toString());
  return picked;
}

/** The folder's name where it matters which one it is: settings of others differ. */
export function nameWhereFoldersDisagree(folder: vscode.WorkspaceFolder | undefined): string | undefined {
  return foldersDisagree() ? folder?.name : undefined;
}

function foldersDisagree(): boolean {
  return new Set(folders().map(settingsOfFolder)).size > 1;
}

function rememberedFolder(state: vscode.Memento): vscode.WorkspaceFolder | undefined {
  return folders().find((folder) => folder.uri.toString() === state.get(remembered));
}

function folders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.workspaceFolders ?? [];
}
