// Verify Image: reference → verdict → message, and the report whenever it is not "verified" (U12).
import * as vscode from 'vscode';
import type { Annotations, VerifyRequest } from '../../engine/plan.ts';
import { signatureSettings, trustLevels } from '../config.ts';
import { setContext } from '../contexts.ts';
import { folderThatApplies, nameWhereFoldersDisagree } from '../folder.ts';
import type { Host } from '../host.ts';
import { announcingReader } from '../keys/changedKeyFiles.ts';
import { ruleKeyFileReader } from '../keys/ruleKeyFiles.ts';
import { settingsLeftOut } from '../leftOut.ts';
import type { ShownReport } from '../report/shownReport.ts';
import { mayHaveMissedRules, verdictSentence } from '../report/verdictSentence.ts';
import { showError, showInfo, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askReference, beginningOf, referenceOfArgument } from './askReference.ts';
import { signerKey } from './ownKeys.ts';
import { inBackground, told } from './told.ts';
import { trustSignerOf } from './trustSigner.ts';
import { readWanted } from './wantedAnnotations.ts';

/** The command: from a node or a report at once, else asks. */
export async function verify(host: Host, argument: unknown): Promise<void> {
  const reference = referenceOfArgument(host, argument);
  if (reference !== undefined) {
    const asked = host.reports.imageOf(argument)?.report?.wantedAnnotations ?? [];
    await verifyAndTell(host, reference, asked);
    return;
  }
  const beginning = beginningOf(host, argument);
  const typed = await askReference({
    title: vscode.l10n.t('Verify Image'),
    prompt: vscode.l10n.t(
      'Without a tag, latest is meant. “-a name=value” behind it asks for an annotation.',
    ),
    ...(beginning === undefined ? {} : { value: beginning }),
    referenceIn: (text) => readWanted(text).reference,
  });
  if (typed === undefined) return;
  const wanted = readWanted(typed);
  await verifyAndTell(host, wanted.reference, wanted.annotations);
}

/** Verifies, keeps the report, opens it unless the image is verified, and tells the verdict without waiting. */
export async function verifyAndTell(
  host: Host,
  reference: string,
  annotations: Annotations = [],
  folder?: vscode.WorkspaceFolder,
): Promise<ShownReport> {
  const report = await makeReport(host, reference, annotations, folder);
  if (report.verdict !== 'verified') inBackground(host, host.reports.show(report));
  inBackground(host, tellVerdict(host, report));
  return report;
}

/** Verifies with a progress that can be cancelled, and keeps the report. `folder` where it is known which one judges. */
export async function makeReport(
  host: Host,
  reference: string,
  annotations: Annotations = [],
  folder?: vscode.WorkspaceFolder,
): Promise<ShownReport> {
  const judging = folder ?? (await folderThatApplies(host.extension.workspaceState));
  const request = await verifyRequest(host, reference, annotations, judging);
  const title = vscode.l10n.t('Verifying {0}', reference);
  const found = await withProgress(title, true, (signal) => host.engine().verify(request, signal));
  const report = { ...found, ...(await windowNotes(host, judging)) };
  if (report.tag !== undefined) host.registries.learned(report.repository, report.tag, report.digest);
  host.reports.keep(report, judging);
  if (report.verdict === 'verified') setContext('hasVerified', true);
  return report;
}

/** What the engine does not know of the window. */
async function windowNotes(
  host: Host,
  judging: vscode.WorkspaceFolder | undefined,
): Promise<Pick<ShownReport, 'folder' | 'leftOut'>> {
  const folder = nameWhereFoldersDisagree(judging);
  const leftOut = await settingsLeftOut(host.engine().locateInSettings, judging);
  return { ...(folder === undefined ? {} : { folder }), ...(leftOut.length === 0 ? {} : { leftOut }) };
}

/** Everything that judges in this folder, whose settings apply (V3): the rules per level and the own keys. */
export async function verifyRequest(
  host: Host,
  reference: string,
  annotations: Annotations,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<VerifyRequest> {
  const ownKeys = (await host.keys.list()).map(signerKey);
  const readKeyFile = announcingReader(host, ruleKeyFileReader(folder));
  const trust = { levels: trustLevels(folder), ownKeys, readKeyFile };
  return { reference, settings: signatureSettings(folder), annotations, trust };
}

async function tellVerdict(host: Host, report: ShownReport): Promise<void> {
  const sentence = verdictSentence(report);
  const show = vscode.l10n.t('Show Report');
  const trust = vscode.l10n.t('Trust This Signer');
  const again = vscode.l10n.t('Verify Again');
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const last = mayHaveMissedRules(report) ? [show, manage] : [show];
  const chosen = await tell();
  if (chosen === show) await host.reports.show(report);
  if (chosen === trust) await told(host, () => trustSignerOf(host, report));
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  if (chosen === again) {
    await told(host, async () => {
      await verifyAndTell(host, report.reference, report.wantedAnnotations);
    });
  }

  async function tell(): Promise<string | undefined> {
    switch (report.verdict) {
      case 'verified':
        return report.judges.level === 'own-keys'
          ? showInfo(sentence, trust, ...last)
          : showInfo(sentence, ...last);
      case 'could-not-check':
        return showWarning(sentence, again, ...last);
      case 'rejected':
        return showError(sentence, ...last);
      case 'untrusted':
        return showWarning(sentence, trust, ...last);
      case 'unsigned':
        return showWarning(sentence, ...last);
    }
  }
}
