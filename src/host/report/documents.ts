// The read-only file system behind reports, payloads and manifests (V8): texts of this session by path. What a tab that
// VS Code restored shows, once its text is gone, is a sentence on how to get it again.
import * as vscode from 'vscode';
import { documentScheme } from '../ids.ts';
import { literal } from '../ui/foreignText.ts';
import { newTexts } from './texts.ts';

export interface Documents extends vscode.Disposable {
  /** Sets the text at a path and tells the editors that show it. Returns its address. */
  put(path: string, text: () => string): vscode.Uri;
}

const reportPath = /^\/report\/(.+)\/([0-9a-f]{64})\/[^/]+\.report\.md$/;
/** A folder may be called anything, a repository nothing with an `@`. */
const savedPath = /^\/saved\/(.+)\/@\/([^@]+)\/([0-9a-f]{64})\/[^/]+\.saved\.md$/s;

const registryPath = /^\/registry\/(.+)\/[^/]+\.registry\.md$/;

/** Where the report of Check Registry about a repository (`host/path`) stands. */
export function registryAddress(repository: string): string {
  return `/registry/${repository}/${repository.slice(repository.lastIndexOf('/') + 1)}.registry.md`;
}

/** The repository of such a report's address; undefined for anything else. */
export function registryAt(uri: vscode.Uri): string | undefined {
  return (uri.scheme === documentScheme && registryPath.exec(uri.path)?.[1]) || undefined;
}

/** Where the report of an image stands. The last part is what the tab shows; the whole digest stands before it. */
export function reportAddress(repository: string, digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return `/report/${repository}/${hex}/${name}@${hex.slice(0, 12)}.report.md`;
}

/**
 * Where the report of a saved image stands: apart, because what holds in a folder is no verdict on a registry's image. The
 * folder stands there as people write it, since it is what the tab shows of the address.
 */
export function savedReportAddress(folder: string, repository: string, digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const from = folder.startsWith('/') ? folder : `/${folder.replaceAll('\\', '/')}`;
  return `/saved${from}/@/${repository}/${hex}/${name}@${hex.slice(0, 12)}.saved.md`;
}

/** The image and the folder of a saved image's report; undefined for anything else. */
export function savedAt(uri: vscode.Uri): { readonly image: string; readonly folder: string } | undefined {
  const [, path, repository, hex] = (uri.scheme === documentScheme && savedPath.exec(uri.path)) || [];
  if (path === undefined || repository === undefined || hex === undefined) return undefined;
  const folder = /^[A-Za-z]:\//.test(path) ? path : `/${path}`;
  return { image: `${repository}@sha256:${hex}`, folder };
}

/** `repository@digest` of a report's address; undefined for anything else. */
export function imageAt(uri: vscode.Uri): string | undefined {
  const [, repository, hex] = (uri.scheme === documentScheme && reportPath.exec(uri.path)) || [];
  return repository === undefined || hex === undefined ? undefined : `${repository}@sha256:${hex}`;
}

/** How to get a report again that is not shown any more. */
export function againWords(): string {
  return vscode.l10n.t(
    '“Verify Image” in the title of this report, or in the Command Palette, verifies it again.',
  );
}

/** The same for a saved image. */
export function savedAgainWords(folder: string): string {
  return vscode.l10n.t(
    '“Verify Image” in the title of this report, or “Verify Saved Image” in the Command Palette, verifies it again in the folder {0}.',
    literal(folder),
  );
}

/** Makes the file system known to VS Code. */
export function createDocuments(): Documents {
  const texts = newTexts();
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const started = Date.now();
  let version = 0;
  const bytesOf = (uri: vscode.Uri): Uint8Array => {
    const text = texts.read(uri.path) ?? lostWords(uri);
    // A report has a blank line more or less: the Markdown preview keeps what it drew of a document by its version, which
    // begins anew with each opening, so that what was put must differ from what was there for it to be drawn. Payloads
    // and manifests stay what they are, to the byte.
    const isReport = [imageAt, savedAt, registryAt].some((at) => at(uri) !== undefined);
    return Buffer.from(isReport ? text + '\n'.repeat(version % 2) : text);
  };
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
      texts.put(path, text);
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

function lostWords(uri: vscode.Uri): string {
  const saved = savedAt(uri);
  const image = imageAt(uri) ?? saved?.image;
  const what = image ?? uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const registry = registryAt(uri);
  const words = vscode.l10n.t('This was shown earlier and is not kept: {0}', literal(registry ?? what));
  if (registry !== undefined) {
    const check = vscode.l10n.t('“Check Registry” in the title of this report checks it again.');
    return `# ${vscode.l10n.t('Not kept')}\n\n${words}\n\n${check}\n`;
  }
  if (image === undefined) return `${words}\n`;
  const again = saved === undefined ? againWords() : savedAgainWords(saved.folder);
  return `# ${vscode.l10n.t('Not kept')}\n\n${words}\n\n${again}\n`;
}
