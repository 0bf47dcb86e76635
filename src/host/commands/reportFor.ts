// The report that a command works with: that of its node or document, the one in sight, or a new one of an image.
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import type { ShownReport } from '../report/shownReport.ts';
import { askReference, beginningOf, referenceOfArgument, savedImageOf } from './askReference.ts';
import { makeReport } from './verify.ts';

/** Undefined where the person gave up. Throws what verifying throws. */
export async function reportFor(
  host: Host,
  argument: unknown,
  title: string,
): Promise<ShownReport | undefined> {
  const kept = keptReport(host, argument);
  if (kept !== undefined) return kept;
  const beginning = beginningOf(host, argument) ?? host.reports.last();
  const saved = savedImageOf(host, argument);
  const reference =
    saved?.reference ??
    referenceOfArgument(host, argument) ??
    (await askReference({
      title,
      prompt: vscode.l10n.t('The image is verified first. Without a tag, latest is meant.'),
      ...(beginning === undefined ? {} : { value: beginning }),
    }));
  const options = (saved ?? host.reports.imageOf(argument))?.options;
  return reference === undefined ? undefined : makeReport(host, reference, options);
}

function keptReport(host: Host, argument: unknown): ShownReport | undefined {
  const node = host.registries.own(argument);
  // Of the document that it was started from, even where that is no longer good and another is in sight.
  if (node === undefined) return (host.reports.imageOf(argument) ?? host.reports.active())?.report;
  if (node.kind !== 'tag' && node.kind !== 'platform') return undefined;
  const { repository, digest } = node;
  return repository === undefined || digest === undefined ? undefined : host.reports.find(repository, digest);
}
