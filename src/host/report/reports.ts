// The reports of this session: the last verdict of each image, and the read-only documents that show them.
import * as vscode from 'vscode';
import { literal } from '../ui/foreignText.ts';
import {
  againWords,
  imageAt,
  reportAddress,
  savedAgainWords,
  savedAt,
  savedReportAddress,
} from './documents.ts';
import type { Documents } from './documents.ts';
import { reportMarkdown } from './markdown.ts';
import { createRegistryReports, type RegistryReports } from './registryReports.ts';
import { optionsOf, type VerifyOptions } from './question.ts';
import type { ShownReport } from './shownReport.ts';
import { textAddress } from './texts.ts';

export interface Reports {
  /** What Check Registry found. */
  readonly registries: RegistryReports;
  /** Fires when a verdict came or was dropped because rules, keys or settings changed (S18). */
  readonly onDidChange: vscode.Event<void>;
  /** Keeps the report and tells the tree. `folder`: the one whose settings judged. */
  keep(report: ShownReport, folder?: vscode.WorkspaceFolder): void;
  /** The folder whose settings judged; undefined in a window without folders. */
  folderOf(report: ShownReport): vscode.WorkspaceFolder | undefined;
  /** The last report of this digest in this repository, if one is still good. */
  find(repository: string, digest: string): ShownReport | undefined;
  /** Every report whose verdict is still good. */
  kept(): readonly ShownReport[];
  /** What was verified last in this session, as it was typed. */
  last(): string | undefined;
  /** Opens the report in the Markdown preview. */
  show(report: ShownReport): Promise<void>;
  /** Opens text (payload, manifest) as a read-only document with that title. */
  showText(title: string, text: string): Promise<void>;
  /** The image that the active editor or preview is about, for what is started from the Command Palette. */
  active(): ReportedImage | undefined;
  /** The image that a report document is about, also where its verdict is no longer good. */
  imageOf(document: unknown): ReportedImage | undefined;
  /** Drops the verdict of one image: it has a signature more in its registry. What a folder holds is as it was. */
  drop(repository: string, digest: string): void;
  /** Drops the verdicts of one image in whatever repository: its signatures may be kept in one of their own. */
  dropEverywhere(digest: string): void;
  /** Drops this verdict, also on a saved image: what it was judged by has changed. */
  dropReport(report: ShownReport): void;
  /** Drops every verdict: rules, keys, settings changed (S18). */
  dropAll(): void;
  /** Grows with every drop: a verification that began before one rests on what is no longer so. */
  drops(): number;
}

export interface ReportedImage {
  /** What was verified, as it was typed; `repository@digest` for a tab of an earlier session. */
  readonly reference: string;
  /** What was asked besides, also once the verdict was dropped; of a tab of an earlier session only in which folder. */
  readonly options: VerifyOptions;
  /** Undefined once the verdict was dropped. */
  readonly report: ShownReport | undefined;
}

const previewEditor = 'vscode.markdown.preview.editor';

/** The reports, shown through these documents. */
export function createReports(documents: Documents): Reports & vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  const good = new Map<string, ShownReport>();
  /** Outlives the verdict: what to ask again. */
  const asked = new Map<string, Omit<ReportedImage, 'report'>>();
  const folders = new WeakMap<ShownReport, vscode.WorkspaceFolder>();
  let last: string | undefined;
  let texts = 0;
  let drops = 0;

  const put = (path: string): vscode.Uri => {
    return documents.put(path, () => {
      const report = good.get(path);
      if (report !== undefined) return reportMarkdown(report);
      const { reference = '', options } = asked.get(path) ?? {};
      return droppedWords(reference, options?.savedIn);
    });
  };
  const dropThose = (isDropped: (report: ShownReport) => boolean): void => {
    drops += 1;
    for (const [path, report] of [...good]) {
      if (!isDropped(report)) continue;
      good.delete(path);
      put(path);
    }
    changes.fire();
  };
  const imageOf = (document: unknown): ReportedImage | undefined => {
    if (!(document instanceof vscode.Uri)) return undefined;
    const saved = savedAt(document);
    const reference = imageAt(document) ?? saved?.image;
    if (reference === undefined) return undefined;
    const options = saved === undefined ? {} : { savedIn: saved.folder };
    return { reference, options, ...asked.get(document.path), report: good.get(document.path) };
  };

  return {
    registries: createRegistryReports(documents),
    onDidChange: changes.event,
    folderOf: (report) => folders.get(report),
    keep: (report, folder) => {
      if (folder !== undefined) folders.set(report, folder);
      const path = addressOf(report);
      good.set(path, report);
      asked.set(path, { reference: report.reference, options: optionsOf(report, folder) });
      if (report.savedIn === undefined) last = report.reference;
      put(path);
      changes.fire();
    },
    find: (repository, digest) => good.get(reportAddress(repository, digest)),
    kept: () => [...good.values()],
    last: () => last,
    show: async (report) => {
      const path = addressOf(report);
      await vscode.commands.executeCommand('vscode.openWith', put(path), previewEditor);
      put(path); // drawn anew where the preview still had the words of a tab of an earlier session
    },
    showText: async (title, text) => {
      texts += 1;
      const uri = documents.put(textAddress(texts, title), () => text);
      await vscode.window.showTextDocument(uri, { preview: true });
    },
    active: () => imageOf(activeDocument()),
    imageOf,
    drops: () => drops,
    drop: (repository, digest) =>
      dropThose(
        (report) => isInRegistry(report) && report.repository === repository && report.digest === digest,
      ),
    dropEverywhere: (digest) => dropThose((report) => isInRegistry(report) && report.digest === digest),
    dropReport: (report) => dropThose((one) => one === report),
    dropAll: () => dropThose(() => true),
    dispose: () => {
      changes.dispose();
    },
  };
}

function isInRegistry({ savedIn }: ShownReport): boolean {
  return savedIn === undefined;
}

function addressOf({ repository, digest, savedIn }: ShownReport): string {
  return savedIn === undefined
    ? reportAddress(repository, digest)
    : savedReportAddress(savedIn, repository, digest);
}

/** The document in the active tab: a text editor, or the preview, which is no text editor for VS Code. */
function activeDocument(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

function droppedWords(reference: string, folder: string | undefined): string {
  return [
    `# ${vscode.l10n.t('No longer good')}`,
    vscode.l10n.t('Keys, rules, settings or signatures changed since {0} was verified.', literal(reference)),
    `${folder === undefined ? againWords() : savedAgainWords(folder)}\n`,
  ].join('\n\n');
}
