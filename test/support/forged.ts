// What every test of a forged signature asks: one check and no other stands between it and "verified".
import assert from 'node:assert/strict';
import { decideVerdict } from '../../src/engine/checks/decideVerdict.ts';
import type { JudgeContext } from '../../src/engine/checks/found.ts';
import type { FoundSignature } from '../../src/engine/signatures/foundSignature.ts';
import { judgeSignature } from '../../src/engine/checks/judge.ts';
import type { CheckName, CheckResult, SignatureStatus, Verdict } from '../../src/engine/verdict.ts';
import { signaturesIn } from './judged.ts';

/** Judges the forged signature as the only one of its image. */
export function verdictOn(found: FoundSignature, context: JudgeContext): Verdict {
  const judged = [judgeSignature(found, context)];
  return decideVerdict({ judges: context.judges, places: [signaturesIn(found.place, 1)], judged }).verdict;
}

/** Asserts that it is not accepted, and because of this check alone. Returns the check's result. */
export function assertOnlyThisRejects(
  check: CheckName,
  status: SignatureStatus,
  found: FoundSignature,
  context: JudgeContext,
): CheckResult {
  const judged = judgeSignature(found, context);
  assert.notEqual(verdictOn(found, context), 'verified', 'the forged signature is accepted');
  assert.equal(judged.status, status);
  assert.equal(verdictOn(found, context), status);
  const failed = judged.checks.filter(({ outcome }) => outcome === 'failed');
  assert.deepEqual(
    failed.map((result) => result.check),
    [check],
    'another check rejects it too, so this test shows nothing about this one',
  );
  const [result] = failed;
  assert.ok(
    result !== undefined && result.expected !== result.found,
    'expected and found tell what is wrong',
  );
  return result;
}

/** Asserts that the same signature without the forgery is verified: nothing else is wrong with it. */
export function assertVerified(found: FoundSignature, context: JudgeContext): void {
  assert.deepEqual(
    judgeSignature(found, context).checks.filter(({ outcome }) => outcome !== 'passed'),
    [],
  );
  assert.equal(verdictOn(found, context), 'verified');
}
