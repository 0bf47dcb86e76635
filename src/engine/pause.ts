// Waiting between two tries. What comes behind a wait says itself that somebody gave up, and by its name: so a wait that is
// cut short is no failure of its own.
import type { World } from './world.ts';

/** Waits that many milliseconds, or until the signal aborts. Never rejects: the caller's next step names the cancel. */
export async function pause({ clock }: World, milliseconds: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(milliseconds, signal).catch(() => undefined);
}

/**
 * A time at random between 50 milliseconds and `spread` × `round` more, so that writers who met once do not meet again.
 * 200 was measured to settle 64 writers in a median of five looks.
 */
export function apart({ random }: World, round: number, spread = 200): number {
  const [byte = 0] = random(1);
  return 50 + (spread * round * byte) / 255;
}
