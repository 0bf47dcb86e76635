// The order of the verdicts as a table: everything that takes part in one, alone and in every pair, with the verdict and
// the first reason that a person is given. A row that changes is a promise that changes.
import assert from 'node:assert/strict';
import { decideVerdict, type Evidence } from '../../../src/engine/checks/decideVerdict.ts';
import type { JudgedSignature, PlaceAnswer, Verdict, VerdictReason } from '../../../src/engine/verdict.ts';
import { judged, judgesOf, keyNamed, nothingIn, place, unreadable } from '../../support/judged.ts';

type Input =
  | 'verified rule'
  | 'broken rule'
  | 'unreadable required place'
  | 'unreadable optional place'
  | 'rejected'
  | 'untrusted'
  | 'format not judged'
  | 'attestation'
  | 'nothing';

type First =
  Exclude<VerdictReason['kind'], 'place-not-readable'> | 'required place' | 'optional place' | 'no reason';

type Row = readonly [inputs: readonly [Input, Input?], verdict: Verdict, first: First];

/** Each input alone, then with each of those below it. */
const table: readonly Row[] = [
  [['verified rule'], 'verified', 'no reason'],
  [['verified rule', 'broken rule'], 'could-not-check', 'broken-rule'],
  [['verified rule', 'unreadable required place'], 'verified', 'required place'],
  [['verified rule', 'unreadable optional place'], 'verified', 'optional place'],
  [['verified rule', 'rejected'], 'verified', 'check-failed'],
  [['verified rule', 'untrusted'], 'verified', 'no reason'],
  [['verified rule', 'format not judged'], 'verified', 'format-not-judged'],
  [['verified rule', 'attestation'], 'verified', 'no reason'],
  [['verified rule', 'nothing'], 'verified', 'no reason'],

  [['broken rule'], 'could-not-check', 'broken-rule'],
  [['broken rule', 'unreadable required place'], 'could-not-check', 'broken-rule'],
  [['broken rule', 'unreadable optional place'], 'could-not-check', 'broken-rule'],
  [['broken rule', 'rejected'], 'could-not-check', 'check-failed'],
  [['broken rule', 'untrusted'], 'could-not-check', 'broken-rule'],
  [['broken rule', 'format not judged'], 'could-not-check', 'broken-rule'],
  [['broken rule', 'attestation'], 'could-not-check', 'broken-rule'],
  [['broken rule', 'nothing'], 'could-not-check', 'broken-rule'],

  [['unreadable required place'], 'could-not-check', 'required place'],
  [['unreadable required place', 'unreadable optional place'], 'could-not-check', 'required place'],
  [['unreadable required place', 'rejected'], 'could-not-check', 'check-failed'],
  [['unreadable required place', 'untrusted'], 'could-not-check', 'required place'],
  [['unreadable required place', 'format not judged'], 'could-not-check', 'required place'],
  [['unreadable required place', 'attestation'], 'could-not-check', 'required place'],
  [['unreadable required place', 'nothing'], 'could-not-check', 'required place'],

  [['unreadable optional place'], 'unsigned', 'optional place'],
  [['unreadable optional place', 'rejected'], 'rejected', 'check-failed'],
  [['unreadable optional place', 'untrusted'], 'untrusted', 'optional place'],
  [['unreadable optional place', 'format not judged'], 'could-not-check', 'format-not-judged'],
  [['unreadable optional place', 'attestation'], 'unsigned', 'optional place'],
  [['unreadable optional place', 'nothing'], 'unsigned', 'optional place'],

  [['rejected'], 'rejected', 'check-failed'],
  [['rejected', 'untrusted'], 'rejected', 'check-failed'],
  [['rejected', 'format not judged'], 'could-not-check', 'check-failed'],
  [['rejected', 'attestation'], 'rejected', 'check-failed'],
  [['rejected', 'nothing'], 'rejected', 'check-failed'],

  [['untrusted'], 'untrusted', 'rule-not-satisfied'],
  [['untrusted', 'format not judged'], 'could-not-check', 'format-not-judged'],
  [['untrusted', 'attestation'], 'untrusted', 'rule-not-satisfied'],
  [['untrusted', 'nothing'], 'untrusted', 'rule-not-satisfied'],

  [['format not judged'], 'could-not-check', 'format-not-judged'],
  [['format not judged', 'attestation'], 'could-not-check', 'format-not-judged'],
  [['format not judged', 'nothing'], 'could-not-check', 'format-not-judged'],

  [['attestation'], 'unsigned', 'no reason'],
  [['attestation', 'nothing'], 'unsigned', 'no reason'],

  [['nothing'], 'unsigned', 'no reason'],
];

const key = keyNamed('a'.repeat(64));
const elsewhere = place({ role: 'other-layout', repository: 'ghcr.io/sigs', required: false });
const referrers = place({ kind: 'referrers-api' });

const signatures: Partial<Record<Input, JudgedSignature>> = {
  'verified rule': judged('valid', { signer: { fingerprint: key.publicKey.fingerprint, label: '' } }),
  rejected: judged('rejected', { index: 1 }),
  untrusted: judged('untrusted', { index: 2 }),
  'format not judged': judged('not-judged', { index: 3, format: 'bundle' }),
  attestation: judged('not-judged', { index: 4, format: 'attestation' }),
};

const answers: Partial<Record<Input, PlaceAnswer>> = {
  'unreadable required place': unreadable(referrers),
  'unreadable optional place': unreadable(elsewhere),
};

/** One rule that names the key, and the image's own place, which answered; the rest is in the row. */
function evidenceOf(inputs: readonly Input[]): Evidence {
  return {
    judges: inputs.includes('broken rule') ? judgesOf([key], 'broken') : judgesOf([key]),
    places: [nothingIn(place()), ...inputs.flatMap((input) => answers[input] ?? [])],
    judged: inputs.flatMap((input) => signatures[input] ?? []),
  };
}

function firstOf([reason]: readonly VerdictReason[]): First {
  if (reason === undefined) return 'no reason';
  if (reason.kind !== 'place-not-readable') return reason.kind;
  return reason.place.required ? 'required place' : 'optional place';
}

describe('the verdict on', () => {
  for (const [inputs, verdict, first] of table) {
    const given = inputs.filter((input) => input !== undefined);
    it(`${given.join(' with ')} is "${verdict}", first of all for: ${first} [S14]`, () => {
      // In whatever order the registry brings them.
      for (const order of [given, given.toReversed()]) {
        const decision = decideVerdict(evidenceOf(order));
        assert.equal(decision.verdict, verdict);
        assert.equal(firstOf(decision.reasons), first);
      }
    });
  }

  it('every pair of inputs is in this table, once', () => {
    const inputs = [...new Set(table.flatMap(([row]) => row))].filter((input) => input !== undefined);
    const pairs = table.map(([row]) => row.toSorted().join(' + '));
    assert.equal(new Set(pairs).size, table.length);
    assert.equal(table.length, inputs.length + (inputs.length * (inputs.length - 1)) / 2);
  });
});
