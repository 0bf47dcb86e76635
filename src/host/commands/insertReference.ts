// Insert Reference with Digest: writes `host/repository:tag@sha256:…` into the active editor, at every cursor or in the
// place of what is selected. What is written down so can never become another image.
import * as vscode from 'vscode';
import { formatReference, formatRepository, parseReference } from '../../engine/oci/reference.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { showInfo, showStatus, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askReference, beginningOf, referenceOfArgument, referenceOfNode } from './askReference.ts';

/** The command: of its node or report, else of the selected node, else asks for the image. */
export async function insertReference(host: Host, argument: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  // Said before anything is asked of a person or a registry.
  if (editor === undefined) {
    void showInfo(vscode.l10n.t('Open a file in an editor first: the reference is inserted at its cursor.'));
    return;
  }
  if (vscode.workspace.fs.isWritableFileSystem(editor.document.uri.scheme) === false) {
    void showWarning(vscode.l10n.t('{0} cannot be changed: nothing was inserted.', nameOf(editor.document)));
    return;
  }
  const reference = await referenceFor(host, argument);
  if (reference === undefined) return;
  const text = await withDigest(host, reference);
  const isDone = await insert(editor, text);
  if (isDone) showStatus(vscode.l10n.t('Inserted: {0}', text));
  else {
    void showWarning(
      vscode.l10n.t(
        '{0} cannot be changed: nothing was inserted. The reference is {1}',
        nameOf(editor.document),
        text,
      ),
    );
  }
}

/** False where the document takes no change, or was closed while the registry was asked. */
async function insert(editor: vscode.TextEditor, text: string): Promise<boolean> {
  try {
    return await editor.edit((edit) => {
      for (const selection of editor.selections) edit.replace(selection, text);
    });
  } catch {
    return false; // VS Code throws for an editor that is no longer there
  }
}

async function referenceFor(host: Host, argument: unknown): Promise<string | undefined> {
  const named = referenceOfArgument(host, argument);
  if (named !== undefined) return named;
  const selected = argument === undefined ? host.registries.selected() : undefined;
  const ofSelected = selected === undefined ? undefined : referenceOfNode(selected);
  if (ofSelected !== undefined) return ofSelected;
  const beginning = beginningOf(host, argument);
  return askReference({
    title: vscode.l10n.t('Insert Reference with Digest'),
    prompt: vscode.l10n.t('The image. Without a tag, latest is meant.'),
    ...(beginning === undefined ? {} : { value: beginning }),
  });
}

/** With the digest that the registry has now, also for a tag whose digest the tree knows: that may be of yesterday. */
async function withDigest(host: Host, text: string): Promise<string> {
  const reference = parseReference(text);
  if (reference.digest !== undefined) return familiar(formatReference(reference));
  const title = vscode.l10n.t('Reading {0}', text);
  const { repository, digest } = await withProgress(title, true, (signal) =>
    host.engine().inspectImage(text, signal),
  );
  const tag = reference.tag ?? 'latest';
  host.registries.learned(formatRepository(reference.repository), tag, digest);
  return familiar(`${repository}:${tag}@${digest}`);
}

function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.split('/').pop() ?? document.uri.path;
}
