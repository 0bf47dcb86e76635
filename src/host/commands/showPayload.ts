// Show Payload: what a signature signed, byte for byte, as a read-only document. Nothing is checked by looking at it.
import * as vscode from 'vscode';
import type { JudgedSignature } from '../../engine/verdict.ts';
import { signatureSettings } from '../config.ts';
import { folderThatApplies } from '../folder.ts';
import type { Host } from '../host.ts';
import { placeName } from '../report/verdictWords.ts';
import { familiar } from '../tree/entry.ts';
import { showInfo } from '../ui/messages.ts';
import { pickOne } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import { askReference, beginningOf, referenceOfArgument } from './askReference.ts';

interface Payload {
  /** Canonical `host/path` of the repository that holds it. */
  readonly repository: string;
  readonly digest: string;
}

/** The command: from a signature at once; from an image or a report picks among its signatures, else asks for one. */
export async function showPayload(host: Host, argument: unknown): Promise<void> {
  const payload = payloadOfNode(host, argument) ?? (await pickPayload(host, argument));
  if (payload === undefined) return;
  const { repository, digest } = payload;
  const title = vscode.l10n.t('Reading the payload {0}', digest);
  const text = await withProgress(title, true, (signal) =>
    host.engine().readPayloadText(repository, digest, signal),
  );
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  await host.reports.showText(`${name}@${digest.slice(7, 19)}.payload.json`, text);
}

function payloadOfNode(host: Host, argument: unknown): Payload | undefined {
  const node = host.registries.own(argument);
  if (node?.isPayload !== true || node.repository === undefined || node.digest === undefined)
    return undefined;
  return { repository: node.repository, digest: node.digest };
}

async function pickPayload(host: Host, argument: unknown): Promise<Payload | undefined> {
  const signatures = await signaturesOf(host, argument);
  if (signatures === undefined) return undefined;
  const payloads = signatures.filter(({ format }) => format === 'simple-signing');
  const [first] = payloads;
  if (first === undefined) {
    void showInfo(vscode.l10n.t('No signature with a payload of its own was found.'));
    return undefined;
  }
  const items = payloads.map((signature) => ({
    label: vscode.l10n.t('Signature {0}', signature.index + 1),
    description: familiar(placeName(signature.place)),
    detail:
      signature.claims === undefined ? '' : vscode.l10n.t('claims {0}', signature.claims.dockerReference),
    value: signature,
  }));
  const picked =
    payloads.length === 1 ? first : await pickOne(items, { title: vscode.l10n.t('Show Payload') });
  if (picked === undefined) return undefined;
  return { repository: picked.place.repository, digest: picked.descriptor.digest };
}

async function signaturesOf(host: Host, argument: unknown): Promise<readonly JudgedSignature[] | undefined> {
  const report = host.reports.imageOf(argument)?.report;
  if (report !== undefined) return report.signatures;
  const beginning = beginningOf(host, argument);
  const reference =
    referenceOfArgument(host, argument) ??
    (await askReference({
      title: vscode.l10n.t('Show Payload'),
      prompt: vscode.l10n.t('The image whose signature you want to look into.'),
      ...(beginning === undefined ? {} : { value: beginning }),
    }));
  if (reference === undefined) return undefined;
  const settings = signatureSettings(await folderThatApplies(host.extension.workspaceState));
  const title = vscode.l10n.t('Looking for signatures of {0}', reference);
  const found = await withProgress(title, true, (signal) =>
    host.engine().inspectSignatures({ reference, settings }, signal),
  );
  return found.signatures;
}
