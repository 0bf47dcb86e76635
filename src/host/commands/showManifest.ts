// Show Manifest: the bytes of an image's, an index's or a signature's manifest as a read-only document.
import * as vscode from 'vscode';
import { formatRepository, parseReference } from '../../engine/oci/reference.ts';
import type { Host } from '../host.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { withProgress } from '../ui/progress.ts';
import { askReference, beginningOf } from './askReference.ts';

interface Target {
  /** Canonical `host/path`. */
  readonly repository: string;
  readonly tagOrDigest: string;
}

/** The command: from a node or a report at once, from the selected node, else asks for the image. */
export async function showManifest(host: Host, argument: unknown): Promise<void> {
  const target = targetOf(host, argument) ?? (await askTarget(host, argument));
  if (target === undefined) return;
  const { repository, tagOrDigest } = target;
  const title = vscode.l10n.t('Reading a manifest of {0}', repository);
  const manifest = await withProgress(title, true, (signal) =>
    host.engine().readManifestText(repository, tagOrDigest, signal),
  );
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  await host.reports.showText(`${name}@${manifest.digest.slice(7, 19)}.manifest.json`, manifest.text);
}

function targetOf(host: Host, argument: unknown): Target | undefined {
  const report = host.reports.imageOf(argument)?.report;
  if (report !== undefined) return { repository: report.repository, tagOrDigest: report.digest };
  return targetOfNode(host.registries.own(argument) ?? host.registries.selected());
}

// A payload is no manifest: its signature goes by the signature tag that it stands under.
function targetOfNode(node: TreeNode | undefined): Target | undefined {
  if (node?.kind === 'signature' && node.isPayload === true) return targetOfNode(node.parent);
  const { repository, digest, tag } = node ?? {};
  const tagOrDigest = digest ?? tag;
  return repository === undefined || tagOrDigest === undefined ? undefined : { repository, tagOrDigest };
}

async function askTarget(host: Host, argument: unknown): Promise<Target | undefined> {
  const beginning = beginningOf(host, argument);
  const reference =
    host.reports.imageOf(argument)?.reference ??
    (await askReference({
      title: vscode.l10n.t('Show Manifest'),
      prompt: vscode.l10n.t('The image. Without a tag, latest is meant.'),
      ...(beginning === undefined ? {} : { value: beginning }),
    }));
  if (reference === undefined) return undefined;
  const { repository, tag, digest } = parseReference(reference);
  return { repository: formatRepository(repository), tagOrDigest: digest ?? tag ?? 'latest' };
}
