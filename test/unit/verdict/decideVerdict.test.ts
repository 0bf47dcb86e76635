// The verdict of an image: every combination of what can be found, and what the report says first.
import assert from 'node:assert/strict';
import { decideVerdict } from '../../../src/engine/checks/decideVerdict.ts';
import type { Decision } from '../../../src/engine/checks/decideVerdict.ts';
import type { ChosenJudges } from '../../../src/engine/trustedSigners/judges.ts';
import type { JudgedSignature, PlaceAnswer, Verdict, SignatureProblem } from '../../../src/engine/verdict.ts';
import {
  failed,
  judged,
  judgesOf,
  keyNamed,
  nothingIn,
  place,
  signaturesIn,
  unreadable,
} from '../../support/judged.ts';

const release = keyNamed('aa', 'release');
const security = keyNamed('bb');
const byRelease = { fingerprint: 'aa', label: 'release' };
const bySecurity = { fingerprint: 'bb', label: '' };
const api = place({ kind: 'referrers-api' });
const bundle = judged('not-judged', { format: 'bundle', place: api });
const attestation = judged('not-judged', { format: 'attestation', place: api });

function decide(
  found: readonly JudgedSignature[],
  judges: ChosenJudges = judgesOf([release]),
  places: readonly PlaceAnswer[] = [signaturesIn(place(), found.length)],
): Decision {
  return decideVerdict({ judges, places, judged: found });
}

/** What may be the case at the same time: a column each. `y`, `n`, or `*` for either. */
const columns = [
  'a rule is broken',
  'valid',
  'required place unreadable',
  'bundle',
  'payload unreadable',
  'rejected',
  'untrusted',
  'attestation',
  'optional place unreadable',
] as const;

const table: readonly (readonly [row: string, verdict: Verdict])[] = [
  ['y * * * * * * * *', 'could-not-check'],
  ['n y * * * * * * *', 'verified'],
  ['n n y * * * * * *', 'could-not-check'],
  ['n n n y * * * * *', 'could-not-check'],
  ['n n n n y * * * *', 'could-not-check'],
  ['n n n n n y * * *', 'rejected'],
  ['n n n n n n y * *', 'untrusted'],
  ['n n n n n n n * *', 'unsigned'],
];

const everyCombination = Array.from({ length: 2 ** columns.length }, (_, bits) =>
  columns.map((_name, column) => Boolean(bits & (1 << column))),
);

/** Why a payload or a referrer could not be read. */
const notThere: SignatureProblem = {
  code: 'payload-not-readable',
  failure: { code: 'unreachable', details: { host: 'ghcr.io', reason: 'refused', message: 'refused' } },
};

function isAbout(row: string, facts: readonly boolean[]): boolean {
  return row.split(' ').every((cell, column) => cell === '*' || (cell === 'y') === facts[column]);
}

function verdictOf(facts: readonly boolean[]): Verdict {
  const is = (name: (typeof columns)[number]): boolean => facts[columns.indexOf(name)] === true;
  const found: JudgedSignature[] = [];
  if (is('untrusted')) found.push(judged('untrusted'));
  if (is('rejected')) found.push(judged('rejected', { signer: byRelease }));
  if (is('bundle')) found.push(bundle);
  if (is('attestation')) found.push(attestation);
  if (is('payload unreadable')) found.push(judged('not-judged', { problem: notThere }));
  if (is('valid')) found.push(judged('valid', { signer: byRelease }));
  const places = [
    found.length > 0 ? signaturesIn(place(), found.length) : nothingIn(place()),
    is('required place unreadable') ? unreadable(api) : nothingIn(api),
    ...(is('optional place unreadable')
      ? [unreadable(place({ role: 'other-layout', required: false }))]
      : []),
  ];
  return decide(found, is('a rule is broken') ? judgesOf([release], 'broken') : judgesOf([release]), places)
    .verdict;
}

describe('The verdict', () => {
  it('has exactly one row in this table for each of the 512 combinations', () => {
    for (const facts of everyCombination) {
      assert.equal(table.filter(([row]) => isAbout(row, facts)).length, 1, JSON.stringify(facts));
    }
  });

  for (const [row, verdict] of table) {
    const cells = row.split(' ');
    const words = columns.filter((_, column) => cells[column] === 'y').join(', ') || 'nothing else';
    const without = columns.filter((_, column) => cells[column] === 'n').join(', ') || 'nothing';
    it(`is "${verdict}" in every combination with ${words} and without ${without} [S14]`, () => {
      for (const facts of everyCombination) {
        if (isAbout(row, facts)) assert.equal(verdictOf(facts), verdict, JSON.stringify(facts));
      }
    });
  }

  it('is "verified" only when every matching rule is satisfied [S3]', () => {
    const both = judgesOf([release], [security]);
    const one = decide([judged('valid', { signer: byRelease })], both);
    assert.equal(one.verdict, 'untrusted');
    assert.deepEqual(one.reasons, [{ kind: 'rule-not-satisfied', images: 'rule-1' }]);
    assert.deepEqual(one.judges.rules, [
      { images: 'rule-0', satisfiedBy: [byRelease] },
      { images: 'rule-1', satisfiedBy: [] },
    ]);
    const two = [judged('valid', { signer: byRelease }), judged('valid', { signer: bySecurity })];
    assert.equal(decide(two, both).verdict, 'verified');
  });

  it('lets any one key satisfy a rule, and one signature several rules [S3]', () => {
    const judges = judgesOf([release, security], [security]);
    assert.equal(decide([judged('valid', { signer: bySecurity })], judges).verdict, 'verified');
  });

  it('counts no signature but a valid one towards a rule [S14]', () => {
    for (const status of ['rejected', 'untrusted', 'not-judged'] as const) {
      const { verdict, judges } = decide([judged(status, { signer: byRelease })]);
      assert.notEqual(verdict, 'verified', status);
      assert.deepEqual(judges.rules[0]?.satisfiedBy, [], status);
    }
  });

  it('is not made "verified" by a broken rule or by an empty list of rules [S3]', () => {
    const valid = [judged('valid', { signer: byRelease })];
    const broken = decide(valid, judgesOf('broken'));
    assert.equal(broken.verdict, 'could-not-check');
    assert.deepEqual(broken.reasons, [
      {
        kind: 'broken-rule',
        images: 'rule-0',
        broken: { position: undefined, faults: [{ code: 'not-an-object' }] },
      },
    ]);
    assert.equal(decide(valid, judgesOf()).verdict, 'untrusted');
  });

  it('does not say that nobody trusted signed while own keys that judge are missing from the list [S6] [S13]', () => {
    const own = { images: '', sameName: false, keys: [release], faults: [] };
    const judges: ChosenJudges = {
      ...{ level: 'own-keys', source: '', ownKeys: [release], rules: [own], moreOwnKeys: true },
    };
    const reason = { kind: 'own-keys-not-listed' };
    for (const status of ['untrusted', 'rejected'] as const) {
      const { verdict, reasons } = decide([judged(status)], judges);
      assert.equal(verdict, 'could-not-check', status);
      assert.deepEqual(reasons.at(-1), reason, status);
    }
    const valid = decide([judged('valid', { signer: byRelease })], judges);
    assert.deepEqual([valid.verdict, valid.reasons], ['verified', [reason]]);
    assert.equal(decide([], judges, [nothingIn(place())]).verdict, 'unsigned');
  });

  it('names a rule without a readable pattern by its position, and the key files of a good one', () => {
    const fault = { path: [1, 'images'], fault: { code: 'no-images' } } as const;
    const filed = { ...release, file: '/keys/release.pub' };
    const judges: ChosenJudges = {
      ...judgesOf(),
      rules: [
        { images: '', sameName: false, keys: [], faults: [fault] },
        { images: '**', sameName: false, keys: [filed], faults: [] },
      ],
    };
    assert.deepEqual(decide([], judges).judges.rules, [
      { images: '', satisfiedBy: [], broken: { position: 2, faults: [{ code: 'no-images' }] } },
      { images: '**', satisfiedBy: [], keyFiles: ['/keys/release.pub'] },
    ]);
  });

  it('puts a failed check of a trusted signer first, whatever the verdict [S14]', () => {
    const rejected = judged('rejected', { signer: byRelease, index: 3, checks: [failed('annotations')] });
    const first = { kind: 'check-failed', place: place(), index: 3, check: 'annotations' };
    const cases = [
      { found: [judged('valid', { signer: byRelease }), rejected], verdict: 'verified' },
      { found: [bundle, rejected], verdict: 'could-not-check' },
      { found: [judged('untrusted'), rejected], verdict: 'rejected' },
    ];
    for (const { found, verdict } of cases) {
      const decision = decide(found, judgesOf([release]), [
        signaturesIn(place(), 2),
        unreadable(place({ required: false })),
      ]);
      assert.equal(decision.verdict, verdict);
      assert.deepEqual(decision.reasons[0], first, verdict);
    }
  });

  it('keeps an unreadable place as a note under "verified"', () => {
    const places = [signaturesIn(place(), 1), unreadable(api)];
    const { verdict, reasons } = decide(
      [judged('valid', { signer: byRelease })],
      judgesOf([release]),
      places,
    );
    assert.equal(verdict, 'verified');
    assert.deepEqual(
      reasons.map(({ kind }) => kind),
      ['place-not-readable'],
    );
  });

  it('says "unsigned" only when a required place was asked at all [S17]', () => {
    assert.equal(decide([], judgesOf([release]), []).verdict, 'could-not-check');
    assert.equal(
      decide([], judgesOf([release]), [nothingIn(place({ required: false }))]).verdict,
      'could-not-check',
    );
    assert.equal(decide([], judgesOf([release]), [nothingIn(place())]).verdict, 'unsigned');
  });

  it('names the format that it cannot judge, and shows artifacts that sign nothing without a word', () => {
    const descriptor = {
      ...bundle.descriptor,
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    };
    assert.deepEqual(decide([{ ...bundle, descriptor }]).reasons[0], {
      kind: 'format-not-judged',
      place: api,
      mediaType: descriptor.artifactType,
    });
    const sbom = judged('not-judged', { format: 'other', place: api });
    const { verdict, reasons } = decide([attestation, sbom], judgesOf([release]), [signaturesIn(api, 2)]);
    assert.equal(verdict, 'unsigned');
    assert.deepEqual(reasons, []);
    const broken = { ...bundle, problem: notThere };
    assert.equal(decide([broken]).reasons[0]?.kind, 'signature-not-readable');
  });

  it('says of own keys that no rule was there to be satisfied [S6]', () => {
    const judges: ChosenJudges = { ...judgesOf([release]), level: 'own-keys', source: '' };
    const { verdict, reasons, judges: named } = decide([judged('untrusted')], judges);
    assert.equal(verdict, 'untrusted');
    assert.deepEqual(reasons, []);
    assert.equal(named.level, 'own-keys');
  });
});
