// The reports of Check Registry of this session: the last one of each repository, shown as read-only documents (V8).
import * as vscode from 'vscode';
import type { RegistryReport } from '../../engine/registryCheck.ts';
import { registryAddress, registryAt, type Documents } from './documents.ts';
import { registryMarkdown } from './registryReport.ts';

export interface RegistryReports {
  /** Keeps the report and opens it in the Markdown preview. */
  show(report: RegistryReport): Promise<void>;
  /** The repository (`host/path`) that a report document is about, also one of an earlier session. */
  repositoryOf(document: unknown): string | undefined;
  /** The report of this repository in this session. */
  find(repository: string): RegistryReport | undefined;
}

const previewEditor = 'vscode.markdown.preview.editor';

export function createRegistryReports(documents: Documents): RegistryReports {
  const kept = new Map<string, RegistryReport>();
  return {
    async show(report) {
      kept.set(report.repository, report);
      const path = registryAddress(report.repository);
      const put = (): vscode.Uri => documents.put(path, () => registryMarkdown(report));
      await vscode.commands.executeCommand('vscode.openWith', put(), previewEditor);
      put(); // drawn anew where the preview still had the words of a tab of an earlier session
    },
    repositoryOf: (document) => (document instanceof vscode.Uri ? registryAt(document) : undefined),
    find: (repository) => kept.get(repository),
  };
}
