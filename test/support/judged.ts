// Building blocks for tests of verdicts: places, answers, judged signatures and judges, as plain data.
import type { Digest } from '../../src/engine/oci/digest.ts';
import type { ChosenJudges } from '../../src/engine/trustedSigners/judges.ts';
import type { TrustedKey } from '../../src/engine/trustedSigners/trustedKey.ts';
import type { JudgedSignature, Place, PlaceAnswer, SignatureStatus } from '../../src/engine/verdict.ts';
import { nobody } from './logins.ts';

export const someDigest: Digest = `sha256:${'1'.repeat(64)}`;

export function place(change: Partial<Place> = {}): Place {
  const target = `sha256-${'1'.repeat(64)}.sig`;
  return { kind: 'sig-tag', role: 'own', repository: 'ghcr.io/acme/app', target, required: true, ...change };
}

export function nothingIn(where: Place): PlaceAnswer {
  const reader = { credential: nobody, machine: 'this computer' };
  return { place: where, outcome: 'none', reader, why: 'not-there' };
}

export function signaturesIn(where: Place, count: number): PlaceAnswer {
  return { place: where, outcome: 'found', manifest: someDigest, count };
}

export function unreadable(where: Place): PlaceAnswer {
  return {
    place: where,
    outcome: 'could-not-read',
    failure: { code: 'unreachable', details: { host: 'ghcr.io', reason: 'refused', message: 'refused' } },
  };
}

/** A key that is told apart by its fingerprint alone: for tests in which nothing is verified. */
export function keyNamed(fingerprint: string, label = ''): TrustedKey {
  const publicKey = { algorithm: 'ecdsa-p256', fingerprint, pem: '', spki: new Uint8Array() } as const;
  return { publicKey, label, file: '' };
}

/** User rules `rule-0`, `rule-1` …, each with these keys; `broken` stands for a rule that cannot be used. */
export function judgesOf(...rules: readonly (readonly TrustedKey[] | 'broken')[]): ChosenJudges {
  return {
    level: 'user',
    source: 'user settings',
    ownKeys: [],
    rules: rules.map((keys, index) => {
      const images = `rule-${index}`;
      const asked = { images, sameName: false };
      if (keys !== 'broken') return { ...asked, keys, faults: [] };
      return { ...asked, keys: [], faults: [{ path: [index], fault: { code: 'not-an-object' } }] };
    }),
  };
}

export function judged(status: SignatureStatus, change: Partial<JudgedSignature> = {}): JudgedSignature {
  const mediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';
  return {
    place: place(),
    index: 0,
    format: 'simple-signing',
    status,
    checks: status === 'rejected' ? [failed('subject-digest')] : [],
    claims: undefined,
    descriptor: { mediaType, size: 1, digest: someDigest },
    ...change,
  };
}

export function failed(check: JudgedSignature['checks'][number]['check']): JudgedSignature['checks'][number] {
  return { check, outcome: 'failed', expected: 'one', found: 'another' };
}
