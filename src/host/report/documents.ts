// The read-only file system behind reports, payloads and manifests (V8): texts of this session by path. What a tab that
// VS Code restored shows, once its text is gone, is a sentence on how to get it again.
import * as vscode from 'vscode';
import { documentScheme } from '../ids.ts';

export interface Documents extends vscode.Disposable {
  /** Sets the text at a path and tells the editors that show it. Returns its address. */
  put(path: string, text: () => string): vscode.Uri;
}

/** Makes the file system known to VS Code. `lost` words what stands where nothing was put. */
export function createDocuments(lost: (uri: vscode.Uri) => string): Documents {
  const texts = new Map<string, () => string>();
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const started = Date.now();
  let version = 0;
  const bytesOf = (uri: vscode.Uri): Uint8Array => Buffer.from((texts.get(uri.path) ?? (() => lost(uri)))());
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => ({ dispose: () => undefined }),
    stat: (uri) => ({
      type: vscode.FileType.File,
      ctime: started,
      mtime: started + version,
      size: bytesOf(uri).length,
      permissions: vscode.FilePermission.Readonly,
    }),
    readFile: bytesOf,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const registration = vscode.workspace.registerFileSystemProvider(documentScheme, provider, {
    isCaseSensitive: true,
    isReadonly: true,
  });
  return {
    put: (path, text) => {
      texts.set(path, text);
      version += 1;
      const uri = vscode.Uri.from({ scheme: documentScheme, path });
      changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
      return uri;
    },
    dispose: () => {
      registration.dispose();
      changes.dispose();
    },
  };
}
