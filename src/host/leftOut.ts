// What a workspace sets while nobody trusts it, of what judges or says where signatures are (N2). VS Code hands out
// such settings as if they were not there, so the files are looked into: whether the names stand there, nothing else.
import * as vscode from 'vscode';
import type { EngineApi } from '../engine/api.ts';
import { section, settings } from './ids.ts';
import type { LeftOut } from './report/shownReport.ts';

type Locate = EngineApi['locateInSettings'];

const told: readonly LeftOut[] = ['trustedSigners', 'signatureRepository'];
const largestFile = 1024 * 1024;

/** Which of them this folder's or the workspace's file sets; none where the workspace is trusted. */
export async function settingsLeftOut(
  locate: Locate,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<readonly LeftOut[]> {
  if (vscode.workspace.isTrusted) return [];
  const { workspaceFile } = vscode.workspace;
  const ofFolder =
    folder === undefined ? '' : await textOf(vscode.Uri.joinPath(folder.uri, '.vscode/settings.json'));
  const ofWorkspace = workspaceFile === undefined ? '' : await textOf(workspaceFile);
  return told.filter(
    (setting) => sets(locate, ofFolder, [], setting) || sets(locate, ofWorkspace, ['settings'], setting),
  );
}

/** True where the text sets this to something; `above` is the field under which its settings stand. Pure. */
export function sets(locate: Locate, text: string, above: readonly string[], setting: LeftOut): boolean {
  const place = locate(text, [...above, `${section}.${settings[setting]}`]);
  // Where it is not there, the place is that of the nearest field above.
  if (place === undefined || place.offset === locate(text, above)?.offset) return false;
  const value = text.slice(place.offset, place.offset + place.length);
  return !/^(?:\[\s*\]|"\s*"|null)$/.test(value);
}

/** Empty where it cannot be read: then VS Code has no settings of it either. */
async function textOf(file: vscode.Uri): Promise<string> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > largestFile) return '';
    return Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
  } catch {
    return '';
  }
}
