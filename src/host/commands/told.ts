// Runs what a person started: a failure is told once, in the words of the error table, with Retry (V11, U11).
import type { Host } from '../host.ts';
import { tellFailure } from '../ui/failures.ts';

/** Never rejects. Does not wait for the person to close the message. */
export async function told(host: Host, action: () => unknown): Promise<void> {
  try {
    await action();
  } catch (error) {
    tellFailure(host, error, () => told(host, action));
  }
}

/** Lets something run on, e.g. a message that waits for a click; what it fails with is told. */
export function inBackground(host: Host, running: Promise<unknown>): void {
  running.catch((error: unknown) => {
    tellFailure(host, error);
  });
}
