// Trust This Signer: a public key that signed the image becomes a rule at the level the person chooses (U1). A key that
// verifies no signature that was found is never written down.
import * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import type { VerifyReport } from '../../engine/verdict.ts';
import { addKeyToTrustRule, addTrustRule } from '../config.ts';
import type { Host } from '../host.ts';
import { optionsOf } from '../report/question.ts';
import { showStatus, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { reportFor } from './reportFor.ts';
import { inBackground, told } from './told.ts';
import { askLevel, askRule, entryFor } from './trustRule.ts';
import type { TrustedKeyChoice } from './trustRule.ts';
import { askTrustedKey } from './trustedKey.ts';
import { verifyAndTell, verifyRequest } from './verify.ts';

/** The command: from a report or node at once, else asks for an image and verifies it first. */
export async function trustSigner(host: Host, argument: unknown): Promise<void> {
  const report = await reportFor(host, argument, vscode.l10n.t('Trust This Signer'));
  if (report !== undefined) await trustSignerOf(host, report);
}

/** Which key → did it sign this → at which level → for which images → rule written → verified again. */
export async function trustSignerOf(host: Host, report: VerifyReport): Promise<void> {
  if (report.signatures.length === 0) {
    const words = vscode.l10n.t('{0} has no signature that a key could verify.', report.repository);
    inBackground(host, showWarning(words));
    return;
  }
  // Which editor is in front may change with every dialog: the folder that judged is the one that is written to.
  const folder = host.reports.folderOf(report);
  const key = await askTrustedKey(host, report);
  if (key === undefined) return;
  if (!(await signedIt(host, report, key))) {
    inBackground(host, tellThatItDidNot(host, report, key));
    return;
  }
  const level = await askLevel(report, folder);
  if (level === undefined) return;
  const rule = await askRule(report, level);
  if (rule === undefined) return;
  const entry = entryFor(key, level, folder);
  if (rule.kind === 'existing') await addKeyToTrustRule(rule.images, entry, level, folder);
  else await addTrustRule({ images: rule.images, keys: [entry] }, level, folder);
  showStatus(vscode.l10n.t('{0} is trusted for {1}.', key.name, rule.images));
  await verifyAndTell(host, report.reference, optionsOf(report, folder));
}

async function signedIt(host: Host, report: VerifyReport, key: TrustedKeyChoice): Promise<boolean> {
  const reference = `${report.repository}@${report.digest}`;
  const folder = host.reports.folderOf(report);
  const usual = await verifyRequest(host, reference, [], folder);
  const { settings = usual.settings, savedIn } = optionsOf(report, folder);
  const request = { ...usual, settings, ...(savedIn === undefined ? {} : { savedIn }) };
  const title = vscode.l10n.t('Trying {0} on the signatures of {1}', key.name, report.repository);
  return withProgress(title, true, async (signal) => {
    const signed = await host.engine().keySignedIt(request, key, signal);
    if (signal.aborted) throw new EngineError('cancelled', { what: 'trying a public key' });
    return signed;
  });
}

async function tellThatItDidNot(host: Host, report: VerifyReport, key: TrustedKeyChoice): Promise<void> {
  const another = vscode.l10n.t('Try Another Key');
  const words = vscode.l10n.t(
    '{0} verifies none of the signatures found on {1}. No rule was written.',
    key.name,
    report.repository,
  );
  if ((await showWarning(words, another)) === another) await told(host, () => trustSignerOf(host, report));
}
