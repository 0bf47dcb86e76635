// The payload-type check: the signed document calls itself a cosign signature (cosign-formats 1.1; security S16).
// cosign's own verify does not look; the same key may sign other simple signing documents that say no such thing.
import { payloadType } from '../signatures/payload.ts';
import type { CheckResult, SignatureClaims } from '../verdict.ts';

export function checkPayloadType(claims: SignatureClaims): CheckResult {
  const passes = claims.type === payloadType;
  return {
    check: 'payload-type',
    outcome: passes ? 'passed' : 'failed',
    expected: payloadType,
    found: claims.type,
  };
}
