// Broken rules for trusted signers as problems in the settings file that holds them: on open, on save and when the
// settings change. Reads settings and key files, asks no registry. Loads the engine only where there are rules.
import * as vscode from 'vscode';
import { isEngineError } from '../engine/errors.ts';
import * as config from './config.ts';
import type { Level } from './config.ts';
import type { Host } from './host.ts';
import { section, settings } from './ids.ts';
import { ruleKeyFileReader } from './keys/ruleKeyFiles.ts';
import { ownKeysOf } from './keys/signerKey.ts';
import { showInvisible } from './ui/foreignText.ts';
import { ruleFault } from './ui/ruleWords.ts';

/** A settings file: which level it sets, for which folder, and under which field its settings stand. */
interface SettingsFile {
  readonly level: Level;
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly above: readonly string[];
}

/** Watches settings files that are open; the problems go when the file is closed or the disposable disposed. */
export function watchRules(host: Host): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(section);
  const running = new Map<string, AbortController>();

  const check = (document: vscode.TextDocument): void => {
    const file = settingsFile(document.uri);
    if (file === undefined) return;
    stop(document.uri);
    const controller = new AbortController();
    running.set(document.uri.toString(), controller);
    problemsOf(host, document, file, controller.signal)
      .then((problems) => {
        if (!controller.signal.aborted) collection.set(document.uri, problems);
      })
      .catch((error: unknown) => {
        if (!isEngineError(error, 'cancelled')) host.log.error(showInvisible(String(error)));
      });
  };
  const stop = (uri: vscode.Uri): void => {
    running.get(uri.toString())?.abort();
    running.delete(uri.toString());
  };
  const checkAll = (): void => {
    for (const document of vscode.workspace.textDocuments) check(document);
  };

  checkAll();
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidSaveTextDocument(check),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      stop(uri);
      collection.delete(uri);
    }),
    config.onDidChangeSettings((affects) => {
      if (affects('trustedSigners')) checkAll();
    }),
    host.keys.onDidChange(checkAll),
    { dispose: () => running.forEach((controller) => controller.abort()) },
  );
}

async function problemsOf(
  host: Host,
  document: vscode.TextDocument,
  { level, folder, above }: SettingsFile,
  signal: AbortSignal,
): Promise<readonly vscode.Diagnostic[]> {
  const levels = config.trustLevels(folder).filter((one) => one.level === level);
  if (levels.length === 0) return [];
  const ownKeys = await ownKeysOf(host.keys);
  const engine = host.engine();
  const problems = await engine.checkRules(
    { levels, ownKeys, readKeyFile: ruleKeyFileReader(folder) },
    signal,
  );
  const setting = `${section}.${settings.trustedSigners}`;
  return problems.flatMap(({ path, fault }) => {
    const place = engine.locateInSettings(document.getText(), [...above, setting, ...path]);
    if (place === undefined) return [];
    const start = document.positionAt(place.offset);
    const range = new vscode.Range(start, document.positionAt(place.offset + place.length));
    const diagnostic = new vscode.Diagnostic(
      range,
      showInvisible(ruleFault(fault)),
      vscode.DiagnosticSeverity.Error,
    );
    diagnostic.source = 'Countersign';
    return [diagnostic];
  });
}

function settingsFile(uri: vscode.Uri): SettingsFile | undefined {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  if (uri.toString() === workspaceFile?.toString()) {
    return { level: 'workspace', folder: undefined, above: ['settings'] };
  }
  if (!uri.path.endsWith('/settings.json')) return undefined;
  if (uri.scheme === 'vscode-userdata') return { level: 'user', folder: workspaceFolders[0], above: [] };
  const folder = workspaceFolders.find(
    (one) => vscode.Uri.joinPath(one.uri, '.vscode/settings.json').toString() === uri.toString(),
  );
  if (folder === undefined) return undefined;
  return { level: workspaceFile === undefined ? 'workspace' : 'folder', folder, above: [] };
}
