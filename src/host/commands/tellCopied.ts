// What is told of an image that was copied or loaded, and what can be done with it next.
import * as vscode from 'vscode';
import type { CopyResult } from '../../engine/copyPlan.ts';
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
