// The format check: what was signed is a simple signing payload, stored as one, and every reader reads it alike
// (cosign-formats 1.1, 1.3; security N5). Bytes of another kind may carry a good signature for another purpose.
import { digestOf } from '../oci/digest.ts';
import { simpleSigning } from '../oci/mediaTypes.ts';
import type { PayloadProblem } from '../problems.ts';
import type { CheckResult, SignatureClaims } from '../verdict.ts';
import type { Candidate } from './found.ts';

/** `claims` is undefined where the payload is no simple signing document; `unreadable` says why. */
export function checkFormat(
  { descriptor, payload }: Candidate,
  claims: SignatureClaims | undefined,
  unreadable: PayloadProblem | undefined,
): CheckResult {
  const expected = { mediaType: simpleSigning, size: descriptor.size, digest: descriptor.digest };
  const found = { mediaType: descriptor.mediaType, size: payload.length, digest: digestOf(payload) };
  const isStoredSo =
    found.mediaType === expected.mediaType &&
    found.size === expected.size &&
    found.digest === expected.digest;
  const passes = isStoredSo && claims !== undefined;
  return {
    check: 'format',
    outcome: passes ? 'passed' : 'failed',
    expected,
    found: isStoredSo && unreadable !== undefined ? { unreadable } : found,
  };
}
