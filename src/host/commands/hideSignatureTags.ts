// Hide Signature Tags: `sha256-….sig` tags stand under the image they sign only. Its counterpart is showSignatureTags.ts.
import { setShowSignatureTags } from '../config.ts';

export async function hideSignatureTags(): Promise<void> {
  await setShowSignatureTags(false);
}
