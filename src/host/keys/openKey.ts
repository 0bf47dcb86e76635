// Opening an encrypted key file with a password that is tried at once (U4).
import type { OpenKeyHandle } from '../../engine/api.ts';
import { EngineError, isEngineError } from '../../engine/errors.ts';
import type { Host } from '../host.ts';
import { wordsOf } from '../ui/errorWords.ts';
import type { Attempt } from '../ui/picks.ts';

export interface ClosedKey {
  /** The encrypted key file's text. */
  readonly file: string;
  /** For errors. */
  readonly name: string;
  /** What the key must be; undefined where nobody knows before it is open. */
  readonly fingerprint: string | undefined;
}

/** The open key, or the words that the password is wrong. Throws `plan-changed` where it is another key than it must be. */
export async function tryToOpen(
  host: Pick<Host, 'engine'>,
  { file, name, fingerprint }: ClosedKey,
  password: string,
  signal: AbortSignal,
): Promise<Attempt<OpenKeyHandle>> {
  let opened: OpenKeyHandle;
  try {
    opened = await host.engine().openKey(file, password, name, signal);
  } catch (error) {
    if (isEngineError(error, 'wrong-password')) return { problem: wordsOf(error).message };
    throw error;
  }
  if (fingerprint === undefined || opened.fingerprint === fingerprint) return { value: opened };
  const found = opened.fingerprint;
  throw new EngineError('plan-changed', { what: 'key', planned: fingerprint, found });
}
