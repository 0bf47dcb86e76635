// Verify Saved Image: folder → image → what it is to be → verdict, without asking any registry. The name says which rules
// judge; a folder vouches for none.
import * as vscode from 'vscode';
import { assertSameDigest, formatRepository, parseReference } from '../../engine/oci/reference.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { askReference } from './askReference.ts';
import { askSavedImage } from './savedFolder.ts';
import { told } from './told.ts';
import { verifyAndTell } from './verify.ts';
import { readWanted } from './wantedAnnotations.ts';

/** The command. Whatever it is given as an argument counts for nothing (S38). */
export async function verifySaved(host: Host): Promise<void> {
  await told(host, async () => {
    const title = vscode.l10n.t('Verify Saved Image');
    const chosen = await askSavedImage(host, title);
    if (chosen === undefined) return;
    const { folder, image } = chosen;
    const typed = await askReference({
      title,
      prompt: vscode.l10n.t(
        'Which image it is to be: its rules judge. The folder’s own word for it counts for nothing. “-a name=value” behind it asks for an annotation.',
      ),
      // Empty: who made the folder would choose the rules by a name that Enter takes.
      value: '',
      ...(image.name === undefined
        ? {}
        : { placeholder: vscode.l10n.t('The folder says: {0}', familiar(image.name)) }),
      referenceIn: (text) => readWanted(text).reference,
      check: (wanted) => assertSameDigest(wanted, image.digest),
    });
    if (typed === undefined) return;
    const { reference, annotations } = readWanted(typed);
    const repository = formatRepository(parseReference(reference).repository);
    await told(host, async () => {
      await verifyAndTell(host, `${repository}@${image.digest}`, { annotations, savedIn: folder });
    });
  });
}
