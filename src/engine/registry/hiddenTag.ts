// A 403 for a tag by which some products say that it is not there (S30; registries §3.5).
import { type EngineError, isEngineError } from '../errors.ts';
import { mayMeanMissingTag } from '../products/products.ts';

/** True where this failure of reading a tag may only mean that there is no such tag: the list of tags then decides. */
export function mayBeMissing(error: unknown): error is EngineError<'forbidden'> {
  return (
    isEngineError(error, 'forbidden') && mayMeanMissingTag(`${error.details.code} ${error.details.message}`)
  );
}
