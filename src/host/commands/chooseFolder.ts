// Choose Folder for Settings: takes back what was answered to “Whose Settings?” in a window with several folders (V3).
import * as vscode from 'vscode';
import { askFolder } from '../folder.ts';
import type { Host } from '../host.ts';
import { showInfo, showStatus } from '../ui/messages.ts';

/** The command: asks again. Verdicts made by another folder's settings are no longer good (S18). */
export async function chooseFolder(host: Host): Promise<void> {
  if ((vscode.workspace.workspaceFolders ?? []).length < 2) {
    void showInfo(vscode.l10n.t('This window has no second folder: its settings always apply.'));
    return;
  }
  const folder = await askFolder(
    host.extension.workspaceState,
    vscode.l10n.t('Which folder’s settings apply? Where an editor is active, those of its folder do.'),
  );
  if (folder === undefined) return;
  host.reports.dropAll();
  showStatus(vscode.l10n.t('The settings of folder {0} apply.', folder.name));
}
