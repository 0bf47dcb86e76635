// Show Signature Tags: `sha256-….sig` tags stand in the plain lists of tags too. Its counterpart is hideSignatureTags.ts.
import { setShowSignatureTags } from '../config.ts';

export async function showSignatureTags(): Promise<void> {
  await setShowSignatureTags(true);
}
