// The script that compares requirements with tests: a requirement that nobody shows must not slip through it.
import assert from 'node:assert/strict';
import { idsOf, judgeRequirements } from '../../requirements/judge.ts';
import { mutations } from '../../requirements/mutations.ts';
import { later, requirements } from '../../requirements/table.ts';
import { changeSource } from '../../support/mutate.ts';
import type { TestState } from '../../support/task/results.ts';

const table = [{ id: 'S1', says: 'It holds.' }];

function reasons(
  tests: readonly (readonly [title: string, state: TestState])[],
  rows = table,
): readonly unknown[] {
  const results = [
    {
      part: 'unit',
      tests: tests.map(([title, state]) => ({ title, state, duration: 0, file: 'x.test.ts' })),
    },
  ];
  return judgeRequirements(rows, ['S9'], results).map(({ reason }) => reason);
}

describe('The table of requirements', () => {
  it('takes a requirement for shown when one of its tests passed and none failed', () => {
    assert.deepEqual(reasons([['it holds [S1]', 'passed']]), [undefined]);
    assert.deepEqual(
      reasons([
        ['it holds [S2, S1]', 'passed'],
        ['later [S9]', 'passed'],
      ])[0],
      undefined,
    );
  });

  it('misses a requirement whose tests are absent, skipped or failed', () => {
    assert.match(String(reasons([])[0]), /no test names it/);
    assert.match(String(reasons([['S1 holds', 'passed']])[0]), /no test names it/);
    assert.match(String(reasons([['it holds [S1]', 'skipped']])[0]), /skipped/);
    const mixed = reasons([
      ['it holds [S1]', 'passed'],
      ['always [S1]', 'failed'],
    ]);
    assert.match(String(mixed[0]), /failed: always/);
  });

  it('wants every test that a row names beside those with the id', () => {
    const row = { id: 'S1', says: 'It holds.', shownBy: [{ suite: 'unit', title: 'in a browser' }] };
    assert.match(String(reasons([['it holds [S1]', 'passed']], [row])[0]), /in a browser/);
    const both = reasons(
      [
        ['it holds [S1]', 'passed'],
        ['it holds in a browser', 'passed'],
      ],
      [row],
    );
    assert.deepEqual(both, [undefined]);
  });

  it('refuses an id that it does not know, and knows those of later stages', () => {
    assert.equal(
      reasons([
        ['it holds [S1]', 'passed'],
        ['odd [S99]', 'passed'],
      ]).length,
      2,
    );
    assert.equal(
      reasons([
        ['it holds [S1]', 'passed'],
        ['later [S9]', 'passed'],
      ]).length,
      1,
    );
  });

  it('reads ids only at the end of a title', () => {
    assert.deepEqual(idsOf('it holds [S1]'), ['S1']);
    assert.deepEqual(idsOf('it holds [S1, U2] [N3]'), ['S1', 'U2', 'N3']);
    assert.deepEqual(idsOf('[S1] it holds'), []);
    assert.deepEqual(idsOf('it reads a[S1]b'), []);
    assert.deepEqual(idsOf('it has V8 inside [V9]'), ['V9']);
  });

  it('names every requirement once, now or later', () => {
    const ids = [...requirements.map(({ id }) => id), ...later];
    assert.equal(new Set(ids).size, ids.length);
    for (const [letter, last] of [
      ['S', 43],
      ['N', 8],
      ['U', 15],
      ['V', 16],
    ] as const) {
      for (let number = 1; number <= last; number += 1)
        assert.ok(ids.includes(`${letter}${number}`), `${letter}${number}`);
    }
  });

  it('takes checks out only for requirements that it knows', () => {
    const ids = new Set(requirements.map(({ id }) => id));
    for (const { id, file } of mutations) assert.ok(ids.has(id), `${id} of ${file}`);
  });
});

describe('Taking a check out of a source', () => {
  it('replaces the text where it stands exactly once', () => {
    const change = { file: 'a.ts', find: 'if (bad) throw', replace: 'if (false) throw' };
    assert.equal(changeSource('x; if (bad) throw 1;', change), 'x; if (false) throw 1;');
  });

  it('stops when the text is gone or stands twice', () => {
    const change = { file: 'a.ts', find: 'bad', replace: '' };
    assert.throws(() => changeSource('good', change), /0 times/);
    assert.throws(() => changeSource('bad bad', change), /2 times/);
  });
});
