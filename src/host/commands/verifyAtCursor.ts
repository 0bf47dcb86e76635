// Verify Image on the reference under the cursor of an editor (U5).
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { showWarning } from '../ui/messages.ts';
import { explicitReference, referenceAt } from './referenceAtCursor.ts';
import { inBackground } from './told.ts';
import { verifyAndTell } from './verify.ts';

export async function verifyAtCursor(host: Host): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const reference = editor === undefined ? undefined : referenceIn(editor);
  if (reference === undefined) {
    inBackground(host, showWarning(vscode.l10n.t('There is no image reference under the cursor.')));
    return;
  }
  await verifyAndTell(host, reference);
}

function referenceIn({ document, selection }: vscode.TextEditor): string | undefined {
  const selected = explicitReference(document.getText(selection));
  return selected ?? referenceAt(document.lineAt(selection.active).text, selection.active.character);
}
