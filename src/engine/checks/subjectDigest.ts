// The subject-digest check: what was signed is this image and no other (cosign-formats 1.1, 5.2 e).
import type { Digest } from '../oci/digest.ts';
import type { CheckResult, SignatureClaims } from '../verdict.ts';

export function checkSubjectDigest(claims: SignatureClaims, subject: Digest): CheckResult {
  const passes = claims.digest === subject;
  return {
    check: 'subject-digest',
    outcome: passes ? 'passed' : 'failed',
    expected: subject,
    found: claims.digest,
  };
}
