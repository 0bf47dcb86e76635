// Judges one signature on its own, check by check (design: reading is generous, judging is strict; S13 to S16).
// What others signed beside it changes nothing here; decideVerdict.ts puts the judgements together.
import type { FoundSignature } from '../signatures/foundSignature.ts';
import { certificateAnnotation } from '../signatures/readSignatureImage.ts';
import { readPayload } from '../signatures/payload.ts';
import type { PayloadClaims } from '../signatures/payload.ts';
import { isEngineError } from '../errors.ts';
import type { PayloadProblem } from '../problems.ts';
import type { TrustedKey } from '../trustedSigners/trustedKey.ts';
import type { CheckResult, JudgedSignature, SignatureStatus } from '../verdict.ts';
import { checkAnnotations } from './annotations.ts';
import { checkDockerReference } from './dockerReference.ts';
import { checkFormat } from './format.ts';
import type { Candidate, JudgeContext } from './found.ts';
import { checkPayloadType } from './payloadType.ts';
import { checkSignature, findSigner } from './signature.ts';
import { checkSubjectDigest } from './subjectDigest.ts';

/**
 * Judges one signature: `valid` when a trusted key made it and every check passes, `rejected` when a trusted key
 * made it and a check fails, `untrusted` when no trusted key made it, `not-judged` when there is nothing to judge
 * with in this version. The signer is named only where a key at hand verifies the signature (S13). Never throws.
 */
export function judgeSignature(found: FoundSignature, context: JudgeContext): JudgedSignature {
  const claims = claimsIn(found.payload);
  const shown = shownOf(found, claims);
  if (!isCandidate(found)) return { ...shown, status: withoutSignature(found), checks: [] };

  const trusted = trustedKeys(context);
  const signer = findSigner(found, trusted);
  const others = context.judges.ownKeys.filter((own) => !trusted.some((key) => isSameKey(key, own)));
  const known = signer ?? findSigner(found, others);
  // Its signer is in the certificate, which nobody can judge here yet: it may well be one that is trusted.
  if (known === undefined && hasCertificate(found)) return { ...shown, status: 'not-judged', checks: [] };
  const signature = checkSignature(trusted, signer?.key, known?.key);
  const checks = runChecks(found, claims, context, signature, isNameRequired(context, signer?.key));
  const status = statusOf(checks, signer?.key);
  if (known === undefined) return { ...shown, status, checks };
  return {
    ...shown,
    status,
    checks,
    signer: { fingerprint: known.key.publicKey.fingerprint, label: known.key.label },
    madeWith: { algorithm: known.key.publicKey.algorithm, scheme: known.scheme },
  };
}

/** What a signature claims, for looking only: nothing is checked and nobody is trusted (S15). Never throws. */
export function describeUnjudged(found: FoundSignature): JudgedSignature {
  const claims = claimsIn(found.payload);
  return { ...shownOf(found, claims), status: 'not-judged', checks: [] };
}

/** `problem`: why there is no value; undefined where there is no payload either. */
interface Claims {
  readonly value: PayloadClaims | undefined;
  readonly problem: PayloadProblem | undefined;
}

const unread: Claims = { value: undefined, problem: undefined };
/** A thousand layers may name one payload: it is in memory once, and so is what it says (S40). */
const claimsOf = new WeakMap<Uint8Array, Claims>();

function runChecks(
  found: Candidate,
  claims: Claims,
  context: JudgeContext,
  signature: CheckResult,
  nameRequired: boolean,
): readonly CheckResult[] {
  const form = [checkFormat(found, claims.value, claims.problem), signature];
  if (claims.value === undefined) return form;
  return [
    ...form,
    checkPayloadType(claims.value),
    checkSubjectDigest(claims.value, context.subject),
    checkDockerReference(claims.value, context.repository, nameRequired),
    ...(context.wantedAnnotations.length > 0
      ? [checkAnnotations(claims.value, context.wantedAnnotations)]
      : []),
  ];
}

/** True where every rule that trusts this signer wants the name to be the same: then a signature for another is none. */
function isNameRequired({ judges }: JudgeContext, signer: TrustedKey | undefined): boolean {
  const trusting = judges.rules.filter(
    (rule) => signer !== undefined && rule.keys.some((key) => isSameKey(key, signer)),
  );
  return trusting.length > 0 && trusting.every((rule) => rule.sameName);
}

function isSameKey(one: TrustedKey, other: TrustedKey): boolean {
  return one.publicKey.fingerprint === other.publicKey.fingerprint;
}

function statusOf(checks: readonly CheckResult[], signer: TrustedKey | undefined): SignatureStatus {
  if (signer === undefined) return 'untrusted';
  return checks.some((check) => check.outcome === 'failed') ? 'rejected' : 'valid';
}

/** Without a payload nothing can be said; a payload that nobody put a signature to is signed by no one you trust. */
function withoutSignature({ format, payload }: FoundSignature): SignatureStatus {
  return format === 'simple-signing' && payload !== undefined ? 'untrusted' : 'not-judged';
}

/** A certificate stands beside it in PEM (cosign-formats §1.5). Only a hint by whoever pushed it: it makes nothing valid. */
function hasCertificate({ descriptor }: FoundSignature): boolean {
  const { annotations = {} } = descriptor;
  const text = Object.hasOwn(annotations, certificateAnnotation) ? annotations[certificateAnnotation] : '';
  return text?.includes('-----BEGIN CERTIFICATE-----') === true;
}

function isCandidate(found: FoundSignature): found is Candidate {
  const looksLikeOne = found.format === 'simple-signing' || found.format === 'other';
  return looksLikeOne && found.payload !== undefined && found.signature !== undefined;
}

/** The keys of every rule that judges, each once. */
function trustedKeys({ judges }: JudgeContext): readonly TrustedKey[] {
  const keys = new Map<string, TrustedKey>();
  for (const key of judges.rules.flatMap((rule) => rule.keys)) keys.set(key.publicKey.fingerprint, key);
  return [...keys.values()];
}

function claimsIn(payload: Uint8Array | undefined): Claims {
  if (payload === undefined) return unread;
  const claims = claimsOf.get(payload) ?? readClaims(payload);
  claimsOf.set(payload, claims);
  return claims;
}

function readClaims(payload: Uint8Array): Claims {
  try {
    return { value: readPayload(payload), problem: undefined };
  } catch (error) {
    if (isEngineError(error, 'bad-payload')) return { value: undefined, problem: error.details.reason };
    return { value: undefined, problem: 'part-missing' };
  }
}

function shownOf(found: FoundSignature, claims: Claims): Omit<JudgedSignature, 'status' | 'checks'> {
  const unreadable = claims.problem && ({ code: 'bad-payload', reason: claims.problem } as const);
  const problem = found.problem ?? unreadable;
  return {
    place: found.place,
    index: found.index,
    format: found.format,
    ...(problem === undefined ? {} : { problem }),
    claims: claims.value,
    descriptor: found.descriptor,
  };
}
