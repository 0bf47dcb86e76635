// Refuses a key file. The reason says what kind of text it is, never what it holds.
import { EngineError } from '../errors.ts';
import type { KeyProblem } from '../problems.ts';

/** Throws `bad-key-file`. */
export function refuseKey(name: string, reason: KeyProblem): never {
  throw new EngineError('bad-key-file', { name, reason });
}
