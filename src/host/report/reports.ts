// The reports of this session: the last verdict of each image, and the read-only documents that show them.
import type * as vscode from 'vscode';
import type { VerifyReport } from '../../engine/verdict.ts';

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
  /** Drops every verdict: rules, keys, settings changed (S18). */
  dropAll(): void;
}
