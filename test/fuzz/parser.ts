// What the fuzzer knows of a parser: how to make an input of a number, and what must hold whatever the input is.
import { isEngineError, type ErrorCode } from '../../src/engine/errors.ts';
import type { Random } from './random.ts';

export interface Parser {
  readonly name: string;
  /** Inputs in `npm test`: a second's worth. */
  readonly inputs: number;
  make(random: Random): string | Uint8Array;
  /**
   * Parses and says what became of it: a word for the statistics, so that a fuzzer which never gets anywhere is seen.
   * Throws where a promise is broken.
   */
  check(input: never): 'taken' | 'refused' | Promise<'taken' | 'refused'>;
}

/** Runs the parser; undefined where it refused by one of these names. Any other failure is a finding. */
export function parsed<T>(parse: () => T, ...refusals: readonly ErrorCode[]): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (refusals.some((code) => isEngineError(error, code))) return undefined;
    throw error;
  }
}
