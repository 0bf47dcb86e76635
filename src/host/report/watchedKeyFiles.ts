// The public key files that kept verdicts rest on: a verdict goes when its file changes, by whatever program, e.g. by
// `git pull` (S18). The folders of the files are watched, because a file's name would be read as a pattern.
import * as vscode from 'vscode';
import type { VerifyReport } from '../../engine/verdict.ts';
import type { Reports } from './reports.ts';

/** Drops each verdict whose key file changes, is created anew or deleted, until disposed. */
export function watchKeyFiles(reports: Reports): vscode.Disposable {
  const watchers = new Map<string, vscode.Disposable>();

  const changed = (uri: vscode.Uri): void => {
    for (const report of reports.kept()) {
      const rests = keyFilesOf(report).some((file) => file.toString() === uri.toString());
      if (rests) reports.dropReport(report);
    }
  };
  const watch = (): void => {
    const folders = new Map(
      reports
        .kept()
        .flatMap(keyFilesOf)
        .map((file) => vscode.Uri.joinPath(file, '..'))
        .map((folder) => [folder.toString(), folder]),
    );
    for (const [name, watcher] of watchers) {
      if (folders.has(name)) continue;
      watcher.dispose();
      watchers.delete(name);
    }
    for (const [name, folder] of folders) {
      if (!watchers.has(name)) watchers.set(name, watchFolder(folder, changed));
    }
  };

  const listening = reports.onDidChange(watch);
  watch();
  return {
    dispose: () => {
      listening.dispose();
      for (const watcher of watchers.values()) watcher.dispose();
    },
  };
}

/** A real path of this machine, or the address of a file that is elsewhere, as ruleKeyFiles.ts gives them. */
function keyFilesOf({ judges }: VerifyReport): readonly vscode.Uri[] {
  const paths = judges.rules.flatMap(({ keyFiles }) => keyFiles ?? []);
  return paths.map((path) =>
    /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? vscode.Uri.parse(path) : vscode.Uri.file(path),
  );
}

function watchFolder(folder: vscode.Uri, changed: (uri: vscode.Uri) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
  );
}
