// What a write that came to nothing is called: refused, or never seen.
import { EngineError, isEngineError, type WriteProblem } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { failureOf } from '../places/failure.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import type { Target } from './keepAll.ts';

/** What a gateway answers in place of a registry that may still be storing it. */
const statusesOfGateways = [408, 499, 502, 504];

/** True where the registry itself said that it did not store what was sent. */
export function wasRefused(failure: Error): boolean {
  if (!isEngineError(failure) || !('status' in failure.details)) return false;
  return !statusesOfGateways.includes(failure.details.status);
}

/** The named failure of a write that may be there and was not seen. */
export function notConfirmed(
  { repository, tag }: Target,
  digest: Digest,
  reason: WriteProblem,
  failure: Error | undefined,
): EngineError {
  const details = { place: nameOfTag(repository, tag), digest, reason };
  return new EngineError('write-not-confirmed', details, failure);
}

/** The named failure of a write that the registry refused and does not show. */
export function notStored({ repository, tag }: Target, failure: Error): EngineError {
  const details = { place: nameOfTag(repository, tag), reason: failureOf(failure).code };
  return new EngineError('not-stored', details, failure);
}
