// The payloads that cosign would write for an image here (cosign-formats §1.1): one that a layer names by its digest need
// not be fetched (S20). Only the fetch is saved: every check goes over the bytes, and these are the ones the digest names.
import { isEngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { digestOf, type Digest } from '../oci/digest.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import { buildPayload } from './payload.ts';

export interface PredictedPayload {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

/**
 * The payload without annotations, and the one with exactly those that were asked for. None with a tag in its name: what
 * wrote tags also wrote a time, which nobody can predict, or took any text from a flag.
 */
export function predictPayloads(
  repository: Repository,
  subject: Digest,
  wantedAnnotations: readonly (readonly [name: string, value: string])[],
): readonly PredictedPayload[] {
  const predicted = [predict(repository, subject, [])];
  if (wantedAnnotations.length > 0) predicted.push(predict(repository, subject, wantedAnnotations));
  return predicted.flat();
}

function predict(
  repository: Repository,
  subject: Digest,
  annotations: readonly (readonly [name: string, value: string])[],
): readonly PredictedPayload[] {
  try {
    const bytes = buildPayload(formatRepository(repository), subject, annotations);
    return [{ digest: digestOf(bytes), bytes }];
  } catch (error) {
    // Nobody can have written these annotations.
    if (isEngineError(error, 'bad-annotation')) return [];
    throw error;
  }
}

/** The bytes that this descriptor names, where they are predicted: digest and size must both be theirs. */
export function predictedFor(
  { digest, size }: Descriptor,
  predicted: readonly PredictedPayload[],
): Uint8Array | undefined {
  return predicted.find((one) => one.digest === digest && one.bytes.length === size)?.bytes;
}
