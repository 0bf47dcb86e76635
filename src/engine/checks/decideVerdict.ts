// From judged signatures and answered places to the verdict of the image (the order is in verdict.ts; S3, S14, S17).
import { certificateAnnotation } from '../signatures/readSignatureImage.ts';
import type { ChosenJudges, ChosenRule } from '../trustedSigners/judges.ts';
import type {
  BrokenRule,
  CheckResult,
  JudgedSignature,
  Judges,
  PlaceAnswer,
  ProvenSigner,
  RuleResult,
  Verdict,
  VerdictReason,
} from '../verdict.ts';

export interface Evidence {
  readonly judges: ChosenJudges;
  readonly places: readonly PlaceAnswer[];
  readonly judged: readonly JudgedSignature[];
}

export interface Decision {
  readonly verdict: Verdict;
  /**
   * Everything the verdict rests on, most important first: failed checks of trusted signers (S14), then what kept
   * it from being checked, then rules that nobody satisfied. Under "verified" all of them are notes.
   */
  readonly reasons: readonly VerdictReason[];
  /** The rules that judged and who satisfied each: for the report. */
  readonly judges: Judges;
}

/** The verdict on what was found. Pure: the same evidence gives the same decision. */
export function decideVerdict(evidence: Evidence): Decision {
  const rules = evidence.judges.rules.map((rule) => judgeRule(rule, evidence.judged));
  const blocking = whatKeptItFromBeingChecked(evidence, rules);
  const verdict = choose(evidence, rules, blocking);
  const reasons = [...failedChecks(evidence.judged), ...blocking, ...notesOfPlaces(evidence.places)];
  if (verdict !== 'verified' && verdict !== 'unsigned') reasons.push(...unsatisfied(evidence.judges, rules));
  return {
    verdict,
    reasons,
    judges: { level: evidence.judges.level, source: evidence.judges.source, rules },
  };
}

function choose(
  { places, judged }: Evidence,
  rules: readonly RuleResult[],
  blocking: readonly VerdictReason[],
): Verdict {
  if (rules.length > 0 && rules.every((rule) => rule.satisfiedBy.length > 0)) return 'verified';
  if (blocking.length > 0) return 'could-not-check';
  if (judged.some((signature) => signature.status === 'rejected')) return 'rejected';
  if (judged.some((signature) => signature.status !== 'not-judged')) return 'untrusted';
  // Nobody who was asked is not the same as nobody who signed.
  return places.some((answer) => answer.place.required) ? 'unsigned' : 'could-not-check';
}

function judgeRule(rule: ChosenRule, judged: readonly JudgedSignature[]): RuleResult {
  const { images } = rule;
  const asked = { images, ...(rule.sameName ? { sameName: true as const } : {}) };
  if (rule.faults.length > 0) return { ...asked, satisfiedBy: [], broken: brokenRule(rule) };
  const satisfiedBy = new Map<string, ProvenSigner>();
  for (const { status, signer, checks } of judged) {
    if (status !== 'valid' || signer === undefined) continue;
    if (rule.sameName && !checks.some(isSameName)) continue;
    if (!rule.keys.some((key) => key.publicKey.fingerprint === signer.fingerprint)) continue;
    satisfiedBy.set(signer.fingerprint, signer);
  }
  const keyFiles = rule.keys.flatMap(({ file }) => (file === '' ? [] : [file]));
  return { ...asked, satisfiedBy: [...satisfiedBy.values()], ...(keyFiles.length > 0 ? { keyFiles } : {}) };
}

function isSameName({ check, outcome }: CheckResult): boolean {
  return check === 'docker-reference' && outcome === 'passed';
}

/** A rule without a readable pattern is named by its position. */
function brokenRule({ images, faults }: ChosenRule): BrokenRule {
  const index = faults[0]?.path[0];
  const position = images === '' && typeof index === 'number' ? index + 1 : undefined;
  return { position, faults: faults.map(({ fault }) => fault) };
}

function whatKeptItFromBeingChecked(
  { judges, places, judged }: Evidence,
  rules: readonly RuleResult[],
): readonly VerdictReason[] {
  const reasons: VerdictReason[] = [];
  // Where there is no signature, no key could have made one.
  if (judges.moreOwnKeys && judged.some(({ status }) => status !== 'not-judged')) {
    reasons.push({ kind: 'own-keys-not-listed' });
  }
  for (const { images, broken } of rules) {
    if (broken !== undefined) reasons.push({ kind: 'broken-rule', images, broken });
  }
  for (const answer of places) {
    if (answer.outcome !== 'could-not-read' || !answer.place.required) continue;
    reasons.push({ kind: 'place-not-readable', place: answer.place, failure: answer.failure });
  }
  // Of those that there was no time for, one stands for all.
  const late = judged.find(({ problem }) => problem?.code === 'no-time-left');
  for (const signature of judged) {
    if (signature.status !== 'not-judged') continue;
    if (signature.problem?.code !== 'no-time-left' || signature === late)
      reasons.push(...notJudged(signature));
  }
  return reasons;
}

/** Attestations and foreign artifacts beside the image sign nothing: they are shown and change no verdict. */
function notJudged({ format, place, index, descriptor, problem }: JudgedSignature): readonly VerdictReason[] {
  if (format === 'attestation') return [];
  if (format === 'other' && problem?.code !== 'no-time-left') return [];
  if (problem !== undefined) return [{ kind: 'signature-not-readable', place, index, problem }];
  // The layer is like any other: what this version cannot judge is the certificate beside it.
  const mediaType =
    format === 'simple-signing' ? certificateAnnotation : (descriptor.artifactType ?? descriptor.mediaType);
  return [{ kind: 'format-not-judged', place, mediaType }];
}

function failedChecks(judged: readonly JudgedSignature[]): VerdictReason[] {
  return judged
    .filter((signature) => signature.status === 'rejected')
    .flatMap(({ place, index, checks }) =>
      checks
        .filter((check) => check.outcome === 'failed')
        .map(({ check }) => ({ kind: 'check-failed' as const, place, index, check })),
    );
}

/** A place that is not required and could not be read is worth a note, never a verdict. */
function notesOfPlaces(places: readonly PlaceAnswer[]): readonly VerdictReason[] {
  return places.flatMap((answer) =>
    answer.outcome === 'could-not-read' && !answer.place.required
      ? [{ kind: 'place-not-readable' as const, place: answer.place, failure: answer.failure }]
      : [],
  );
}

function unsatisfied(judges: ChosenJudges, rules: readonly RuleResult[]): readonly VerdictReason[] {
  if (judges.level === 'own-keys') return [];
  return rules
    .filter((rule) => rule.satisfiedBy.length === 0 && rule.broken === undefined)
    .map(({ images, sameName }) => ({ kind: 'rule-not-satisfied', images, ...(sameName && { sameName }) }));
}
