// Which folder a saved image is in, or goes to, and which of its images is meant.
import * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import { parseReference } from '../../engine/oci/reference.ts';
import type { SavedImage } from '../../engine/savePlan.ts';
import type { Host } from '../host.ts';
import { pickOne } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import { homeFile } from '../worldFiles.ts';

export interface ChosenImage {
  readonly folder: string;
  readonly image: SavedImage;
}

/** Asks for a folder, and for one of its images where it holds several. Throws what reading it throws. */
export async function askSavedImage(host: Host, title: string): Promise<ChosenImage | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: vscode.l10n.t('Open Folder'),
      canSelectFolders: true,
      canSelectFiles: false,
      canSelectMany: false,
    })) ?? [];
  if (uri === undefined) return undefined;
  const folder = folderOf(uri);
  const reading = vscode.l10n.t('Reading {0}', folder);
  const images = await withProgress(reading, true, (signal) => host.engine().readSavedImages(folder, signal));
  const [only, another] = images;
  if (only !== undefined && another === undefined) return { folder, image: only };
  const image = await pickOne(
    images.map((one) => ({
      label: one.name ?? one.digest,
      detail: one.name === undefined ? one.mediaType : `${one.digest} · ${one.mediaType}`,
      icon: 'package',
      value: one,
    })),
    { title, placeholder: vscode.l10n.t('The folder holds several images. Which one?') },
  );
  return image === undefined ? undefined : { folder, image };
}

/** Asks where to save an image; begins with a name of its own in the home directory. */
export async function askNewFolder(reference: string): Promise<string | undefined> {
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Image with Signatures: a Folder That Is Not There Yet'),
    saveLabel: vscode.l10n.t('Use This Folder'),
    defaultUri: vscode.Uri.file(homeFile(folderName(reference))),
  });
  return uri === undefined ? undefined : folderOf(uri);
}

/** `app-1-0`: what stands behind a dot VS Code takes for the ending that every other name is to have, too. */
export function folderName(reference: string): string {
  const { repository, tag, digest } = parseReference(reference);
  const name = repository.path.split('/').at(-1) ?? '';
  const hex = digest?.slice('sha256:'.length, 'sha256:'.length + 12);
  const parts = [name, hex ?? tag].filter((part) => part !== undefined);
  return parts.join('-').replaceAll('.', '-');
}

/** The engine reads and writes folders of the machine that it runs on. */
function folderOf(uri: vscode.Uri): string {
  if (uri.scheme === 'file') return uri.fsPath;
  throw new EngineError('file-not-readable', { path: uri.toString(true), reason: { code: 'elsewhere' } });
}
