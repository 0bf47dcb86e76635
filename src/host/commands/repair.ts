// Repair Signatures: does on demand what the looks behind a result do (S34). Journal → plan → confirmation → run → result.
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { LaterLook, RepairPlan, RepairRequest } from '../../engine/plan.ts';
import type { Host } from '../host.ts';
import { signerKey } from '../keys/signerKey.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askRepair, askRepairOf, resultWords, type RepairChoice } from '../ui/repairPlan.ts';
import { tellLaterLook } from './tellLaterLook.ts';
import { inBackground } from './told.ts';

/** The command: everything in the journal, or what is there of one signature tag of the tree. */
export async function repair(host: Host, argument: unknown): Promise<void> {
  const keys = (await host.keys.list()).map(signerKey);
  const request: RepairRequest = { keys, place: placeOf(host, argument) };
  try {
    const plan = await withProgress(vscode.l10n.t('Looking for what was signed here'), true, (signal) =>
      host.engine().planRepair(request, signal),
    );
    if (plan.items.length === 0 && plan.bad.length === 0) {
      inBackground(
        host,
        showInfo(vscode.l10n.t('Nothing that was signed on this machine waits to be confirmed.')),
      );
      return;
    }
    await confirmAndRun(host, plan);
  } catch (error) {
    if (!isEngineError(error, 'cancelled')) throw error;
    inBackground(host, showInfo(vscode.l10n.t('Cancelled.')));
  } finally {
    await host.registries.recount();
  }
}

function placeOf(host: Host, argument: unknown): RepairRequest['place'] {
  const node = host.registries.own(argument);
  if (node?.kind !== 'signatureTag' || node.repository === undefined || node.tag === undefined)
    return undefined;
  return { repository: node.repository, tag: node.tag };
}

async function confirmAndRun(host: Host, plan: RepairPlan): Promise<void> {
  const choice = await chosen(plan);
  if (choice?.kind === 'forget') return host.engine().forgetUnconfirmed(choice.ids);
  if (choice?.kind !== 'repair') return;
  const laterLook = (look: LaterLook): void => tellLaterLook(host, look);
  const result = await withProgress(vscode.l10n.t('Repairing signatures'), true, (signal) =>
    host.engine().runRepair({ ...plan, items: choice.items }, { laterLook }, signal),
  );
  for (const { item, outcome } of result.items) {
    // One that failed may have been sent all the same.
    if (outcome.kind !== 'written-back' && outcome.kind !== 'failed') continue;
    host.reports.dropEverywhere(item.digest);
    inBackground(host, host.registries.reveal(item.repository, item.digest));
  }
  const { text, isWell } = resultWords(result);
  inBackground(host, isWell ? showInfo(text) : showWarning(text));
}

/** Giving up at one of them brings the list back. */
async function chosen(plan: RepairPlan): Promise<RepairChoice | undefined> {
  for (;;) {
    const choice = await askRepair(plan);
    if (choice?.kind !== 'entry' && choice?.kind !== 'bad') return choice;
    const one = await askRepairOf(choice);
    if (one !== undefined) return one;
  }
}
