// Check Registry: a repository → what reading tells → the report. Writing is another step, with a plan that is confirmed
// (checkRegistryWrite.ts).
import * as vscode from 'vscode';
import { parseRepository } from '../../engine/oci/reference.ts';
import type { RegistryReport } from '../../engine/registryCheck.ts';
import type { Host } from '../host.ts';
import { countWords } from '../report/registryReport.ts';
import { familiar } from '../tree/entry.ts';
import { showInfo } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { checkByWriting } from './checkRegistryWrite.ts';
import { askRepository, repositoryOf } from './registryToCheck.ts';
import { inBackground, told } from './told.ts';

/** The command. Its argument only names the repository, and only where it is a node of the tree or a report (S38). */
export async function checkRegistry(host: Host, argument: unknown): Promise<void> {
  const repository = repositoryOf(host, argument) ?? (await askRepository(beginningOf(host, argument)));
  if (repository === undefined) return;
  const report = await readRegistry(host, repository);
  await host.reports.registries.show(report);
  inBackground(host, offerMore(host, report));
}

/** Reads, with progress. Throws as the engine's checkRegistry does. */
export async function readRegistry(host: Host, repository: string): Promise<RegistryReport> {
  const title = vscode.l10n.t('Checking what {0} can do', registryOf(repository));
  return withProgress(title, true, (signal, report) =>
    host
      .engine()
      .checkRegistry(
        { repository },
        (answers) =>
          report(
            answers === 1 ? vscode.l10n.t('1 answer so far') : vscode.l10n.t('{0} answers so far', answers),
          ),
        signal,
      ),
  );
}

async function offerMore(host: Host, report: RegistryReport): Promise<void> {
  if (report.findings.some(({ name, answer }) => name === 'reached' && answer !== 'yes')) return;
  const more = vscode.l10n.t('Check by Writing…');
  const words = vscode.l10n.t(
    '{0}: {1} Nothing was written.',
    registryOf(report.repository),
    countWords(report),
  );
  if ((await showInfo(words, more)) === more) await told(host, () => checkByWriting(host, report.repository));
}

function beginningOf(host: Host, argument: unknown): string {
  const node = host.registries.own(argument);
  return node === undefined ? '' : `${familiar(node.entry ?? node.path ?? node.registry)}/`;
}

function registryOf(repository: string): string {
  return familiar(parseRepository(repository).registry);
}
