// Which folder a saved image is in, or goes to, and which of its images is meant.
import * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import { isIndexType } from '../../engine/oci/mediaTypes.ts';
import { formatPlatform } from '../../engine/oci/platforms.ts';
import { parseReference } from '../../engine/oci/reference.ts';
import type { SavedImage } from '../../engine/savePlan.ts';
import type { Host } from '../host.ts';
import { shortDigest } from '../tree/signatureTag.ts';
import { bytesWords } from '../ui/copyPlan.ts';
import { pickOne } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import { homeFile } from '../worldFiles.ts';

export interface ChosenImage {
  readonly folder: string;
  readonly image: SavedImage;
  /** A sentence on what the folder's index lists besides and cannot be read; empty where there is nothing. */
  readonly leftOut: string;
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
  const { images, leftOut } = await withProgress(reading, true, (signal) =>
    host.engine().readSavedImages(folder, signal),
  );
  const [only, another] = images;
  if (only !== undefined && another === undefined)
    return { folder, image: only, leftOut: leftOutWords(leftOut) };
  const image = await pickOne(
    images.map((one) => ({
      label: one.name ?? shortDigest(one.digest),
      description: descriptionOf(one),
      detail: `${one.digest} · ${one.mediaType}`,
      icon: 'package',
      value: one,
    })),
    {
      title,
      placeholder: [vscode.l10n.t('The folder holds several images. Which one?'), leftOutWords(leftOut)]
        .join(' ')
        .trim(),
    },
  );
  return image === undefined ? undefined : { folder, image, leftOut: leftOutWords(leftOut) };
}

/** More do not fit into a line. */
const mostPlatforms = 4;

/** What tells images without a name apart: what they are for, and how large. */
export function descriptionOf({ mediaType, platforms, content, signatures = 0 }: SavedImage): string {
  const kind = isIndexType(mediaType) ? vscode.l10n.t('index') : vscode.l10n.t('image');
  const all = [...new Set(platforms.map(formatPlatform))];
  const systems = [...all.slice(0, mostPlatforms), ...(all.length > mostPlatforms ? ['…'] : [])].join(', ');
  const size = content === undefined ? '' : bytesWords(content);
  const signed = signatures === 0 ? '' : vscode.l10n.t('signatures, not checked: {0}', signatures);
  return [kind, systems, size, signed].filter((part) => part !== '').join(' · ');
}

function leftOutWords(leftOut: number): string {
  if (leftOut === 0) return '';
  return vscode.l10n.t('Entries of the folder’s index.json that cannot be read, left out: {0}.', leftOut);
}

/** Asks where to save an image; begins with what was chosen before, else with a name of its own in the home directory. */
export async function askNewFolder(reference: string, chosen?: string): Promise<string | undefined> {
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Image with Signatures: a Folder That Is Not There Yet'),
    saveLabel: vscode.l10n.t('Use This Folder'),
    defaultUri: vscode.Uri.file(chosen ?? homeFile(folderName(reference))),
  });
  return uri === undefined ? undefined : folderOf(uri, 'folder-not-writable');
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
function folderOf(
  uri: vscode.Uri,
  failure: 'file-not-readable' | 'folder-not-writable' = 'file-not-readable',
): string {
  if (uri.scheme === 'file') return uri.fsPath;
  throw new EngineError(failure, { path: uri.toString(true), reason: { code: 'elsewhere' } });
}
