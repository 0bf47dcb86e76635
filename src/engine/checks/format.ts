// The format check: what was signed is a simple signing payload, stored as one, and every reader reads it alike
// (cosign-formats 1.1, 1.3; security N5). Bytes of another kind may carry a good signature for another purpose.
import { digestOf } from '../oci/digest.ts';
import { simpleSigning } from '../oci/mediaTypes.ts';
import type { CheckResult, SignatureClaims } from '../verdict.ts';
import type { Candidate } from './found.ts';

/** `claims` is undefined where the payload is no simple signing document; `unreadable` says why. */
export function checkFormat(
  { descriptor, payload }: Candidate,
  claims: SignatureClaims | undefined,
  unreadable: string,
): CheckResult {
  const expected = `${simpleSigning}, ${String(descriptor.size)} bytes, ${descriptor.digest}`;
  const found = `${descriptor.mediaType}, ${String(payload.length)} bytes, ${digestOf(payload)}`;
  const passes = found === expected && claims !== undefined;
  const reason = claims === undefined && found === expected ? unreadable : found;
  return { check: 'format', outcome: passes ? 'passed' : 'failed', expected, found: reason };
}
