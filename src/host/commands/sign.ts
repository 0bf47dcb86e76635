// Sign Image: reference → key → plan → password → run → result. Nothing but the plan's own first line confirms (S38).
import * as vscode from 'vscode';
import type { OpenKeyHandle } from '../../engine/api.ts';
import { isEngineError } from '../../engine/errors.ts';
import type { LaterLook, SignPlan, SignRequest, SignResult } from '../../engine/plan.ts';
import { signatureSettings } from '../config.ts';
import { setContext } from '../contexts.ts';
import { folderThatApplies, nameWhereFoldersDisagree } from '../folder.ts';
import type { Host } from '../host.ts';
import { openFileKey } from '../keys/fileKey.ts';
import { settingsLeftOut } from '../leftOut.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import { askPlan } from '../ui/plan.ts';
import type { PlanNotes } from '../ui/plan.ts';
import { planChanges } from '../ui/planChanges.ts';
import { tellFailure, type Retry } from '../ui/failures.ts';
import { withProgress } from '../ui/progress.ts';
import { resultWords, stepTeller } from '../ui/signWords.ts';
import { askReference, beginningOf, referenceOfArgument } from './askReference.ts';
import { copyCommandFor } from './copyCosignCommand.ts';
import { chooseKey, unlockKey } from './ownKeys.ts';
import { changeRequest, settingsBehind } from './signChanges.ts';
import { tellLaterLook } from './tellLaterLook.ts';
import { inBackground, told } from './told.ts';
import { makeReport, verifyAndTell } from './verify.ts';

/** The command. Its argument only names the image, and only where it is a node of the tree or a report. */
export async function sign(host: Host, argument: unknown): Promise<void> {
  const reference = referenceOfArgument(host, argument) ?? (await askImage(host, argument));
  if (reference !== undefined) await signImage(host, reference);
}

/** Begins with this image; the plan is still to be confirmed. */
export async function signImage(host: Host, reference: string): Promise<void> {
  const key = await chooseKey(host);
  if (key === undefined) return;
  const folder = await folderThatApplies(host.extension.workspaceState);
  const settings = signatureSettings(folder);
  await planAndSign(host, { reference, key, annotations: [], settings }, folder);
}

async function askImage(host: Host, argument: unknown): Promise<string | undefined> {
  const beginning = beginningOf(host, argument);
  return askReference({
    title: vscode.l10n.t('Sign Image'),
    prompt: vscode.l10n.t(
      'Without a tag, latest is meant. The digest that it points at is what gets signed.',
    ),
    ...(beginning === undefined ? {} : { value: beginning }),
  });
}

/**
 * Plans, lets the person confirm, and runs; a run that finds something else than planned shows a new plan. A failure is
 * told here, so that Retry begins with what the person had chosen.
 */
async function planAndSign(
  host: Host,
  configured: SignRequest,
  folder: vscode.WorkspaceFolder | undefined,
  from = configured,
): Promise<void> {
  let request = from;
  try {
    let shown: SignPlan | undefined;
    let opened: OpenKeyHandle | undefined;
    for (;;) {
      const plan = await confirmedPlan(host, request, configured, shown, folder);
      if (plan === undefined) return;
      request = plan.request;
      if (opened?.fingerprint !== request.key.fingerprint) opened = await unlockKey(host, request.key);
      if (opened === undefined) return;
      if (await runAndTell(host, plan, opened, folder)) return;
      shown = plan;
    }
  } catch (error) {
    const again: Retry = async (action) => {
      const settings = await settingsBehind(action, folder);
      if (settings === undefined) return planAndSign(host, configured, folder, request);
      // Only the media types are others: what else was chosen in the plan stays chosen.
      const { legacyMediaTypes } = settings;
      const next = { ...request, settings: { ...request.settings, legacyMediaTypes } };
      const then = { ...configured, settings: { ...configured.settings, legacyMediaTypes } };
      return planAndSign(host, then, folder, next);
    };
    tellFailure(host, error, (action) => told(host, () => again(action)));
  }
}

/** The plan as the person confirmed it; undefined where they gave up or nothing would be written. */
async function confirmedPlan(
  host: Host,
  first: SignRequest,
  configured: SignRequest,
  before: SignPlan | undefined,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<SignPlan | undefined> {
  const leftOut = await settingsLeftOut(host.engine().locateInSettings, folder);
  let request = first;
  let shown = before;
  for (;;) {
    const plan = await makePlan(host, request);
    const changes = shown === undefined ? [] : planChanges(shown, plan);
    const notes: PlanNotes = {
      changes,
      password: await passwordSource(host, plan),
      algorithm: host.engine().readPublicKey(plan.request.key.publicKeyPem, '').algorithm,
      folder: nameWhereFoldersDisagree(folder),
      repositoryLeftOut: leftOut.includes('signatureRepository'),
    };
    let next: SignRequest | undefined;
    while (next === undefined) {
      const choice = await askPlan(plan, notes);
      if (choice === undefined || choice.kind === 'close') return undefined;
      if (choice.kind === 'sign') return plan;
      next = await changeRequest(host, plan, choice, configured.settings);
    }
    request = next;
    shown = plan;
  }
}

async function makePlan(host: Host, request: SignRequest): Promise<SignPlan> {
  const title = vscode.l10n.t('Planning the signature of {0}', request.reference);
  const plan = await withProgress(title, true, (signal) => host.engine().planSign(request, signal));
  if (plan.tag !== undefined) host.registries.learned(plan.repository, plan.tag, plan.digest);
  return plan;
}

async function passwordSource(host: Host, plan: SignPlan): Promise<PlanNotes['password']> {
  const { fingerprint } = plan.request.key;
  if (openFileKey(plan.request.key) !== undefined) return 'file';
  const key = (await host.keys.list()).find((one) => one.fingerprint === fingerprint);
  if (key?.passwordStored === true) return 'stored';
  return host.engine().passwordFromEnvironment() === undefined ? 'asked' : 'environment';
}

/** False where things are no longer as planned: the person is to see a new plan. */
async function runAndTell(
  host: Host,
  plan: SignPlan,
  key: OpenKeyHandle,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<boolean> {
  let cancelled = false;
  const title = vscode.l10n.t('Signing {0}', plan.request.reference);
  const laterLook = (look: LaterLook): void => tellLaterLook(host, look);
  try {
    const result = await withProgress(title, true, async (signal, report) => {
      const step = stepTeller(plan, report);
      const done = await host.engine().runSign(plan, key, { step, laterLook }, signal);
      cancelled = signal.aborted;
      return done;
    });
    setContext('hasSigned', true);
    for (const { repository, digest } of [result, ...result.further]) host.reports.drop(repository, digest);
    inBackground(host, host.registries.reveal(result.repository, result.digest, plan.tag));
    inBackground(host, tellResult(host, plan, { result, cancelled, folder }));
    return true;
  } catch (error) {
    for (const { repository, digest } of perhapsSigned(plan, error)) host.reports.drop(repository, digest);
    // What may be there all the same waits in the journal.
    inBackground(host, host.registries.recount());
    // Another key under the same record would be found again and again.
    if (isEngineError(error, 'plan-changed') && error.details.what !== 'key') return false;
    if (!isEngineError(error, 'cancelled')) throw error;
    inBackground(host, showInfo(vscode.l10n.t('Cancelled; nothing was written.')));
    return true;
  }
}

/** The images that have a signature more although the run failed, or may have: it was sent, and not seen there (S18). */
function perhapsSigned(plan: SignPlan, error: unknown): readonly SignPlan[] {
  if (isEngineError(error, 'write-not-confirmed')) return [plan];
  if (!isEngineError(error, 'signed-in-part')) return [];
  const { signed, reason } = error.details;
  const all = [plan, ...plan.further.map((image) => image.plan)];
  return all.slice(0, reason === 'write-not-confirmed' ? signed + 1 : signed);
}

interface Done {
  readonly result: SignResult;
  /** The person asked for it, too late. */
  readonly cancelled: boolean;
  /** Whose settings made the plan. */
  readonly folder: vscode.WorkspaceFolder | undefined;
}

async function tellResult(host: Host, plan: SignPlan, { result, cancelled, folder }: Done): Promise<void> {
  const copy = vscode.l10n.t('Copy as cosign Command');
  const verifying = vscode.l10n.t('Verify');
  const show = vscode.l10n.t('Show Report');
  const isCertain = [result, ...result.further].every(({ unconfirmed }) => unconfirmed === undefined);
  const tell = isCertain ? showInfo : showWarning;
  const chosen = await tell(resultWords(plan, result, cancelled), copy, verifying, show);
  const image =
    plan.tag === undefined ? `${plan.repository}@${plan.digest}` : `${plan.repository}:${plan.tag}`;
  if (chosen === copy) await told(host, () => copyCommandFor(host, signedImage(plan, result)));
  // Where the plan put it, also where that was chosen for this once.
  const { annotations, settings } = plan.request;
  if (chosen === verifying) {
    await told(host, async () => {
      await verifyAndTell(host, image, { annotations, settings, folder });
    });
  }
  if (chosen === show) {
    await told(host, async () => {
      await host.reports.show(await makeReport(host, image, { annotations, settings, folder }));
    });
  }
}

function signedImage(plan: SignPlan, result: SignResult): Parameters<typeof copyCommandFor>[1] {
  return {
    repository: result.repository,
    digest: result.digest,
    signatureRepository: result.place.repository,
    fingerprint: plan.request.key.fingerprint,
    annotations: plan.request.annotations,
    // As it was written: every cosign reads that.
    scheme: undefined,
  };
}
