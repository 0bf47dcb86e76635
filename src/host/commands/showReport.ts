// Show Report: the report of an image that was verified in this session, else verifies it first.
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { reportFor } from './reportFor.ts';

export async function showReport(host: Host, argument: unknown): Promise<void> {
  const report = await reportFor(host, argument, vscode.l10n.t('Show Report'));
  if (report !== undefined) await host.reports.show(report);
}
