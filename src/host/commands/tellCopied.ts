// What is told of an image that was copied or loaded, and what can be done with it next.
import * as vscode from 'vscode';
import type { CopyPlan, CopyResult } from '../../engine/copyPlan.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { imageName } from '../ui/copyPlan.ts';
import { showInfo, showStatus, showWarning } from '../ui/messages.ts';
import { told } from './told.ts';
import { verifyAndTell } from './verify.ts';

/** Tells it, and does what the person chooses. */
export async function tellCopied(host: Host, words: string, result: CopyResult): Promise<void> {
  const verifying = vscode.l10n.t('Verify');
  const copying = vscode.l10n.t('Copy Reference');
  const tell = result.unconfirmed.length === 0 ? showInfo : showWarning;
  const chosen = await tell(words, verifying, copying);
  const image = result.tag === undefined ? `${result.repository}@${result.digest}` : imageName(result);
  if (chosen === verifying) {
    await told(host, async () => {
      await verifyAndTell(host, image);
    });
  }
  if (chosen !== copying) return;
  const text = familiar(image);
  await vscode.env.clipboard.writeText(text);
  showStatus(vscode.l10n.t('Copied: {0}', text));
}

/** Drops what was said of the images at the target: whatever came of the run, lists of theirs may have been written (S18). */
export function dropVerdicts(
  host: Host,
  { digest, target, manifests }: Pick<CopyPlan, 'digest' | 'target' | 'manifests'>,
): void {
  const images = manifests.filter(({ of }) => of === undefined);
  const digests = new Set([digest, ...images.map((one) => one.digest)]);
  for (const one of digests) host.reports.drop(target.repository, one);
}
