// Verify, Sign and Show Signatures in the menus of Container Tools' views. Its nodes only name the image (S38): what they
// name is read by one adapter, and signing still shows its plan.
import * as vscode from 'vscode';
import type { ForeignImage } from '../containerTools.ts';
import { imageOfContainerTools } from '../containerTools.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { showWarning } from '../ui/messages.ts';
import { askReference } from './askReference.ts';
import { signImage } from './sign.ts';
import { told } from './told.ts';
import { makeReport, verifyAndTell } from './verify.ts';

export async function verifyContainerImage(host: Host, argument: unknown): Promise<void> {
  const reference = await referenceOf(argument, vscode.l10n.t('Verify Image'));
  if (reference !== undefined) await told(host, () => verifyAndTell(host, reference));
}

export async function signContainerImage(host: Host, argument: unknown): Promise<void> {
  const reference = await referenceOf(argument, vscode.l10n.t('Sign Image'));
  if (reference !== undefined) await signImage(host, reference);
}

/** The report, which lists every signature with what it claims, also where the image is verified. */
export async function showContainerSignatures(host: Host, argument: unknown): Promise<void> {
  const reference = await referenceOf(argument, vscode.l10n.t('Show Signatures'));
  if (reference === undefined) return;
  await told(host, async () => host.reports.show(await makeReport(host, reference)));
}

async function referenceOf(argument: unknown, title: string): Promise<string | undefined> {
  const image = imageOfContainerTools(argument);
  if (image?.namesRegistry === true) return image.reference;
  if (image === undefined) {
    const words = vscode.l10n.t(
      'Countersign cannot tell which image this is: Container Tools shows it in a way that this version does not know. Type its name instead.',
    );
    const type = vscode.l10n.t('Type the Name');
    if ((await showWarning(words, type)) !== type) return undefined;
  }
  return askName(image, title);
}

// What stands on this machine under a name without a registry may be no copy of what Docker Hub has under it.
function askName(image: ForeignImage | undefined, title: string): Promise<string | undefined> {
  return askReference({
    title,
    prompt: vscode.l10n.t('The image as it is in its registry. An image that was never pushed is in none.'),
    ...(image === undefined ? {} : { value: familiar(image.reference) }),
  });
}
