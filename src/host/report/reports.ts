// The reports of this session: the last verdict of each image, and the read-only documents that show them.
import * as vscode from 'vscode';
import type { VerifyReport } from '../../engine/verdict.ts';
import { documentScheme } from '../ids.ts';
import { literal } from '../ui/foreignText.ts';
import { createDocuments } from './documents.ts';
import { reportMarkdown } from './markdown.ts';

export interface Reports {
  /** Fires when a verdict came or was dropped because rules, keys or settings changed (S18). */
  readonly onDidChange: vscode.Event<void>;
  /** Keeps the report and tells the tree. */
  keep(report: VerifyReport): void;
  /** The last report of this digest in this repository, if one is still good. */
  find(repository: string, digest: string): VerifyReport | undefined;
  /** Opens the report in the Markdown preview. */
  show(report: VerifyReport): Promise<void>;
  /** Opens text (payload, manifest) as a read-only document with that title. */
  showText(title: string, text: string): Promise<void>;
  /** The report that the active editor or preview shows, for the actions in its title. */
  active(): VerifyReport | undefined;
  /** The image that a report document is about, also where its verdict is no longer good. */
  imageOf(document: unknown): ReportedImage | undefined;
  /** Drops the verdict of one image: it has a signature more. */
  drop(repository: string, digest: string): void;
  /** Drops every verdict: rules, keys, settings changed (S18). */
  dropAll(): void;
}

export interface ReportedImage {
  /** What was verified, as it was typed; `repository@digest` for a tab of an earlier session. */
  readonly reference: string;
  /** Undefined once the verdict was dropped. */
  readonly report: VerifyReport | undefined;
}

const previewEditor = 'vscode.markdown.preview.editor';
const reportPath = /^\/report\/(.+)\/([0-9a-f]{64})\/[^/]+\.report\.md$/;

/** Makes the reports and their documents; all are disposed with the extension. */
export function createReports(subscriptions: vscode.Disposable[]): Reports {
  const documents = createDocuments(lostWords);
  const changes = new vscode.EventEmitter<void>();
  subscriptions.push(documents, changes);
  const good = new Map<string, VerifyReport>();
  const references = new Map<string, string>();
  let texts = 0;

  const put = (path: string): vscode.Uri => {
    return documents.put(path, () => {
      const report = good.get(path);
      return report === undefined ? droppedWords(references.get(path) ?? '') : reportMarkdown(report);
    });
  };
  const dropPath = (path: string): void => {
    if (good.delete(path)) put(path);
  };
  const imageOf = (document: unknown): ReportedImage | undefined => {
    if (!(document instanceof vscode.Uri) || document.scheme !== documentScheme) return undefined;
    const [, repository, hex] = reportPath.exec(document.path) ?? [];
    if (repository === undefined || hex === undefined) return undefined;
    const reference = references.get(document.path) ?? `${repository}@sha256:${hex}`;
    return { reference, report: good.get(document.path) };
  };

  return {
    onDidChange: changes.event,
    keep: (report) => {
      const path = pathOf(report.repository, report.digest);
      good.set(path, report);
      references.set(path, report.reference);
      put(path);
      changes.fire();
    },
    find: (repository, digest) => good.get(pathOf(repository, digest)),
    show: async (report) => {
      const uri = put(pathOf(report.repository, report.digest));
      await vscode.commands.executeCommand('vscode.openWith', uri, previewEditor);
    },
    showText: async (title, text) => {
      texts += 1;
      const name = title.replaceAll(/[/\\]/g, '-');
      const uri = documents.put(`/text/${String(texts)}/${name}`, () => text);
      await vscode.window.showTextDocument(uri, { preview: true });
    },
    active: () => imageOf(activeDocument())?.report,
    imageOf,
    drop: (repository, digest) => {
      dropPath(pathOf(repository, digest));
      changes.fire();
    },
    dropAll: () => {
      for (const path of [...good.keys()]) dropPath(path);
      changes.fire();
    },
  };
}

/** The document in the active tab: a text editor, or the preview, which is no text editor for VS Code. */
function activeDocument(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

/** The last part is what the tab shows; the whole digest stands before it. */
function pathOf(repository: string, digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return `/report/${repository}/${hex}/${name}@${hex.slice(0, 12)}.report.md`;
}

function droppedWords(reference: string): string {
  return [
    `# ${vscode.l10n.t('No longer good')}`,
    vscode.l10n.t('Keys, rules, settings or signatures changed since {0} was verified.', literal(reference)),
    `${againWords()}\n`,
  ].join('\n\n');
}

function lostWords(uri: vscode.Uri): string {
  const [, repository, hex] = reportPath.exec(uri.path) ?? [];
  const what =
    repository === undefined
      ? uri.path.slice(uri.path.lastIndexOf('/') + 1)
      : `${repository}@sha256:${hex ?? ''}`;
  const words = vscode.l10n.t('This was shown in an earlier session and is not kept: {0}', literal(what));
  return repository === undefined
    ? `${words}\n`
    : `# ${vscode.l10n.t('Not kept')}\n\n${words}\n\n${againWords()}\n`;
}

function againWords(): string {
  return vscode.l10n.t(
    '“Verify Image” in the title of this report, or in the Command Palette, verifies it again.',
  );
}
