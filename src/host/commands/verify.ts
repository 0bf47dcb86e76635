// Verify Image: reference → verdict → message, and the report whenever it is not "verified" (U12).
import * as vscode from 'vscode';
import type { Annotations, VerifyRequest } from '../../engine/plan.ts';
import { signatureSettings, trustLevels } from '../config.ts';
import { setContext } from '../contexts.ts';
import { folderStillOpen, folderThatApplies, nameWhereFoldersDisagree } from '../folder.ts';
import type { Host } from '../host.ts';
import type { VerifyReport } from '../../engine/verdict.ts';
import { announcingReader } from '../keys/changedKeyFiles.ts';
import { ruleKeyFileReader } from '../keys/ruleKeyFiles.ts';
import { ownKeysOf } from '../keys/signerKey.ts';
import { watchReads } from '../keys/watchedReads.ts';
import { settingsLeftOut } from '../leftOut.ts';
import { optionsOf, type VerifyOptions } from '../report/question.ts';
import { isIncomplete } from '../report/savedWords.ts';
import { verifiedIndexOf } from '../report/verifiedIndex.ts';
import type { ShownReport } from '../report/shownReport.ts';
import { mayHaveMissedRules, verdictSentence } from '../report/verdictSentence.ts';
import { bytesWords } from '../ui/copyPlan.ts';
import { showError, showInfo, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askReference, beginningOf, referenceOfArgument, savedImageOf } from './askReference.ts';
import { inBackground, told } from './told.ts';
import { trustSignerOf } from './trustSigner.ts';
import { readWanted } from './wantedAnnotations.ts';

/** The command: from a node or a report at once, else asks. */
export async function verify(host: Host, argument: unknown): Promise<void> {
  const saved = savedImageOf(host, argument);
  const reference = saved?.reference ?? referenceOfArgument(host, argument);
  if (reference !== undefined) {
    const options = (saved ?? host.reports.imageOf(argument))?.options;
    await told(host, () => verifyAndTell(host, reference, options));
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
  // Told here, so that Retry does not ask for the image again.
  await told(host, () => verifyAndTell(host, wanted.reference, { annotations: wanted.annotations }));
}

/** Verifies, keeps the report, opens it unless the image is verified and whole, and tells the verdict without waiting. */
export async function verifyAndTell(
  host: Host,
  reference: string,
  options: VerifyOptions = {},
): Promise<ShownReport> {
  const report = await makeReport(host, reference, options);
  if (report.verdict !== 'verified' || isIncomplete(report)) inBackground(host, host.reports.show(report));
  inBackground(host, tellVerdict(host, report));
  return report;
}

/** Rules that change so often while an image is verified are being written by a program. */
const mostTries = 5;

/**
 * Verifies with a progress that can be cancelled, and keeps the report. Does it anew where rules, keys or settings
 * changed meanwhile: a verdict by the old ones would stay (S18).
 */
export async function makeReport(
  host: Host,
  reference: string,
  { annotations = [], folder, settings, savedIn }: VerifyOptions = {},
  run: RunVerify = (request) => verifyWithProgress(host, request),
): Promise<ShownReport> {
  const judging = folderStillOpen(folder) ?? (await folderThatApplies(host.extension.workspaceState));
  for (let tries = 1; ; tries += 1) {
    const drops = host.reports.drops();
    const keyFiles = watchReads(announcingReader(host, ruleKeyFileReader(judging)));
    const usual = await verifyRequest(host, reference, annotations, judging, keyFiles.read);
    const request = {
      ...usual,
      settings: settings ?? usual.settings,
      ...(savedIn === undefined ? {} : { savedIn }),
    };
    const found = await run(request);
    const within = verifiedIndexOf(found, host.reports.kept());
    const notes = await windowNotes(host, judging);
    const report = { ...found, ...notes, ...(within === undefined ? {} : { within }) };
    const isStale = drops !== host.reports.drops() || (await keyFiles.haveChanged());
    if (isStale && tries < mostTries) continue;
    if (report.tag !== undefined) host.registries.learned(report.repository, report.tag, report.digest);
    if (savedIn === undefined) host.registries.used(report.repository);
    if (!isStale) host.reports.keep(report, judging);
    if (report.verdict === 'verified') setContext('hasVerified', true);
    return report;
  }
}

/** Verifies one image; who verifies many shows one progress for all. */
export type RunVerify = (request: VerifyRequest) => Promise<VerifyReport>;

function verifyWithProgress(host: Host, request: VerifyRequest): Promise<VerifyReport> {
  const title = vscode.l10n.t('Verifying {0}', request.savedIn ?? request.reference);
  return withProgress(title, true, (signal, report) => {
    let last = '';
    return host.engine().verify(request, signal, ({ bytes, ofBytes }) => {
      const words = vscode.l10n.t('{0} of {1}', bytesWords(bytes), bytesWords(ofBytes));
      if (words !== last) report(words);
      last = words;
    });
  });
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
  readKeyFile = announcingReader(host, ruleKeyFileReader(folder)),
): Promise<VerifyRequest> {
  const ownKeys = await ownKeysOf(host.keys);
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
    const options = optionsOf(report, host.reports.folderOf(report));
    await told(host, () => verifyAndTell(host, report.reference, options));
  }

  async function tell(): Promise<string | undefined> {
    switch (report.verdict) {
      case 'verified':
        // Not the image that was signed, until what is missing is there.
        if (isIncomplete(report)) return showWarning(sentence, again, ...last);
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
