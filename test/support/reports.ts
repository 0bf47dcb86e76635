// Reports of each verdict, for tests of what is shown.
import type { JudgedSignature, Place, Verdict, VerifyReport } from '../../src/engine/verdict.ts';
import { nobody } from './logins.ts';

export const sigPlace: Place = {
  kind: 'sig-tag',
  role: 'own',
  repository: 'ghcr.io/acme/app',
  target: `sha256-${'a'.repeat(64)}.sig`,
  required: true,
};

const signer = { fingerprint: '0123456789ab'.padEnd(64, '0'), label: 'release' };
const reader = { credential: nobody, machine: 'this computer' };

/** A signature that was judged so. */
export function signature(
  status: JudgedSignature['status'],
  more: Partial<JudgedSignature> = {},
): JudgedSignature {
  return {
    place: sigPlace,
    index: 0,
    format: 'simple-signing',
    status,
    ...(status === 'valid' || status === 'rejected' ? { signer } : {}),
    checks: [],
    claims: {
      digest: `sha256:${'a'.repeat(64)}`,
      dockerReference: 'ghcr.io/acme/app',
      type: 'cosign container image signature',
      annotations: [],
    },
    descriptor: {
      mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
      size: 245,
      digest: `sha256:${'c'.repeat(64)}`,
    },
    ...more,
  };
}

/** A report of `ghcr.io/acme/app:1.0` with that verdict, judged by one rule of the user's. */
export function reportOf(verdict: Verdict): VerifyReport {
  const found = verdict !== 'unsigned' && verdict !== 'could-not-check';
  return {
    reference: 'ghcr.io/acme/app:1.0',
    repository: 'ghcr.io/acme/app',
    digest: `sha256:${'a'.repeat(64)}`,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    size: 527,
    tag: '1.0',
    impliedTag: false,
    checkedAt: Date.UTC(2026, 10, 21, 20, 0, 0),
    verdict,
    reasons: reasonsOf(verdict),
    judges: {
      level: 'user',
      source: 'your user settings',
      rules: [{ images: 'ghcr.io/acme/**', satisfiedBy: verdict === 'verified' ? [signer] : [] }],
    },
    places: [placeAnswer(verdict)],
    signatures: found ? [signatureOf(verdict)] : [],
    wantedAnnotations: [],
    reader,
    signatureRepository: undefined,
  };
}

/** A report of an image that satisfies one of two rules. */
export function partlySatisfied(): VerifyReport {
  const { judges, signatures, ...report } = reportOf('verified');
  const images = 'ghcr.io/**';
  return {
    ...report,
    verdict: 'untrusted',
    reasons: [{ kind: 'rule-not-satisfied', images }],
    judges: { ...judges, rules: [...judges.rules, { images, satisfiedBy: [] }] },
    signatures,
  };
}

function reasonsOf(verdict: Verdict): VerifyReport['reasons'] {
  const failure = {
    code: 'forbidden',
    details: {
      registry: 'ghcr.io',
      repository: 'acme/app',
      operation: 'pull',
      status: 403,
      code: 'DENIED',
      message: 'no',
      credential: nobody,
    },
  } as const;
  switch (verdict) {
    case 'could-not-check':
      return [{ kind: 'place-not-readable', place: sigPlace, failure }];
    case 'rejected':
      return [{ kind: 'check-failed', place: sigPlace, index: 0, check: 'subject-digest' }];
    case 'untrusted':
      return [{ kind: 'rule-not-satisfied', images: 'ghcr.io/acme/**' }];
    default:
      return [];
  }
}

function placeAnswer(verdict: Verdict): VerifyReport['places'][number] {
  if (verdict === 'unsigned') return { place: sigPlace, outcome: 'none', reader, why: 'not-there' };
  if (verdict === 'could-not-check') {
    const [reason] = reasonsOf(verdict);
    if (reason?.kind === 'place-not-readable') {
      return { place: sigPlace, outcome: 'could-not-read', failure: reason.failure };
    }
  }
  return { place: sigPlace, outcome: 'found', manifest: `sha256:${'d'.repeat(64)}`, count: 1 };
}

function signatureOf(verdict: Verdict): JudgedSignature {
  if (verdict === 'verified') return signature('valid');
  if (verdict !== 'rejected') return signature('untrusted');
  const failed = {
    check: 'subject-digest',
    outcome: 'failed',
    expected: `sha256:${'a'.repeat(64)}`,
    found: `sha256:${'b'.repeat(64)}`,
  } as const;
  return signature('rejected', { checks: [failed] });
}
