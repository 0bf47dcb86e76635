// Open Settings: the settings editor at those of Countersign.
import { openSettings as open } from '../ui/errorActions.ts';

export async function openSettings(): Promise<void> {
  await open(undefined);
}
