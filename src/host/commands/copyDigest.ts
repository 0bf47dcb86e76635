// Copy Digest: of what a node stands for; a tag whose digest is not known yet is asked for it.
import * as vscode from 'vscode';
import { parseReference } from '../../engine/oci/reference.ts';
import type { Host } from '../host.ts';
import { showStatus } from '../ui/messages.ts';
import { withProgress } from '../ui/progress.ts';
import { askReference, beginningOf, referenceOfArgument } from './askReference.ts';

/** The command: from a node or a report at once, from the selected node, else asks for the image. */
export async function copyDigest(host: Host, argument: unknown): Promise<void> {
  const digest = await digestOf(host, argument);
  if (digest === undefined) return;
  await vscode.env.clipboard.writeText(digest);
  showStatus(vscode.l10n.t('Copied: {0}', digest));
}

async function digestOf(host: Host, argument: unknown): Promise<string | undefined> {
  const shown = host.reports.imageOf(argument);
  if (shown?.report !== undefined) return shown.report.digest;
  // Of a saved image, no registry is asked what its digest is.
  if (shown?.options.savedIn !== undefined) return parseReference(shown.reference).digest;
  const node = host.registries.own(argument) ?? host.registries.selected();
  if (node?.digest !== undefined) return node.digest;
  const { repository, tag } = node ?? {};
  if (repository !== undefined && tag !== undefined) return resolve(host, `${repository}:${tag}`);
  const beginning = beginningOf(host, node);
  const reference =
    referenceOfArgument(host, argument) ??
    (await askReference({
      title: vscode.l10n.t('Copy Digest'),
      prompt: vscode.l10n.t('The image. Without a tag, latest is meant.'),
      ...(beginning === undefined ? {} : { value: beginning }),
    }));
  return reference === undefined ? undefined : resolve(host, reference);
}

async function resolve(host: Host, reference: string): Promise<string> {
  const title = vscode.l10n.t('Reading {0}', reference);
  const image = await withProgress(title, true, (signal) => host.engine().inspectImage(reference, signal));
  const tag = reference.startsWith(`${image.repository}:`)
    ? reference.slice(image.repository.length + 1)
    : '';
  if (tag !== '') host.registries.learned(image.repository, tag, image.digest);
  return image.digest;
}
