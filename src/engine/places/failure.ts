// A failure as data: what a place answered when it could not be read.
import { isEngineError } from '../errors.ts';
import type { Failure } from '../verdict.ts';

/** Code and details of a named failure; anything else is `internal`, so that it is shown and never lost. */
export function failureOf(error: unknown): Failure {
  if (isEngineError(error)) return { code: error.code, details: error.details } as Failure;
  return { code: 'internal', details: { what: error instanceof Error ? error.message : String(error) } };
}
