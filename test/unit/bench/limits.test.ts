// The bench fails by counts: more requests or rounds than allowed, or a limit that nothing was measured for.
import assert from 'node:assert/strict';
import { figureOf, inWords, ratioInWords } from '../../bench/figures.ts';
import { judge } from '../../bench/limits.ts';
import type { Row } from '../../bench/signAndVerify.ts';

function row(registry: string, action: Row['action'], requests: number[], rounds: number[]): Row {
  return {
    registry,
    action,
    by: 'tag',
    roundTrip: 50,
    who: 'extension',
    title: '',
    wall: undefined,
    parts: {},
    connections: undefined,
    requests: figureOf(requests),
    rounds: figureOf(rounds),
  };
}

const within: readonly Row[] = [
  row('distribution v3.1.2', 'sign', [9, 9, 9], [6, 6, 6]),
  row('ggcr-registry v0.22.1', 'sign', [7, 7, 7], [5, 5, 5]),
  row('distribution v3.1.2', 'verify', [5, 5, 5], [2, 2, 2]),
  row('ggcr-registry v0.22.1', 'verify', [5, 5, 5], [2, 2, 2]),
  { ...row('distribution v3.1.2', 'verify', [5, 5, 5], [1, 1, 1]), by: 'digest' },
  { ...row('ggcr-registry v0.22.1', 'verify', [5, 5, 5], [1, 1, 1]), by: 'digest' },
];

function failures(changed: readonly Row[]): readonly string[] {
  return judge(changed)
    .filter(({ passed }) => !passed)
    .map(({ said }) => said);
}

describe('the limits of the bench', () => {
  it('are kept by what takes as many requests and rounds as allowed', () => {
    assert.deepEqual(failures(within), []);
  });

  it('are broken by one run with a request too many', () => {
    const more = row('distribution v3.1.2', 'sign', [9, 10, 9], [6, 6, 6]);
    assert.deepEqual(failures([more, ...within.slice(1)]), ['10 requests in 6 rounds']);
  });

  it('are broken by a round too many in most runs, and not by one late request of a busy machine', () => {
    const often = row('distribution v3.1.2', 'verify', [5, 5, 5], [2, 3, 3]);
    const once = row('distribution v3.1.2', 'verify', [5, 5, 5], [2, 2, 3]);
    const others = within.filter((one) => one !== within[2]);
    assert.deepEqual(failures([...others, often]), ['5 requests in 3 rounds']);
    assert.deepEqual(failures([...others, once]), []);
  });

  it('are broken by another way to name the image', () => {
    const byDigest: Row = { ...row('ggcr-registry v0.22.1', 'sign', [8], [6]), by: 'digest' };
    assert.deepEqual(failures([...within, byDigest]), ['8 requests in 6 rounds']);
  });

  it('are broken by a second round where the digest is known', () => {
    const byDigest: Row = { ...row('ggcr-registry v0.22.1', 'verify', [5], [2]), by: 'digest' };
    assert.deepEqual(failures([...within, byDigest]), ['5 requests in 2 rounds']);
  });

  it('are broken by what was not measured, or only next door where no rounds are counted', () => {
    assert.equal(failures([]).length, 6);
    const near: Row = { ...within[0]!, roundTrip: 0, rounds: undefined };
    assert.deepEqual(failures([near, ...within.slice(1)]), ['it was not measured']);
  });

  it('do not count cosign or the whole process', () => {
    const cosign: Row = { ...row('distribution v3.1.2', 'sign', [14], [10]), who: 'cosign' };
    assert.deepEqual(failures([...within, cosign]), []);
  });
});

describe('a figure of the bench', () => {
  it('has minimum, median and maximum, whatever the order and number of runs', () => {
    assert.deepEqual(figureOf([3, 1, 2]), { minimum: 1, median: 2, maximum: 3, runs: 3 });
    assert.deepEqual(figureOf([4, 1, 2, 3]), { minimum: 1, median: 2.5, maximum: 4, runs: 4 });
    assert.equal(figureOf([]), undefined);
  });

  it('is one number where all runs agree', () => {
    assert.equal(inWords(figureOf([9, 9])), '9');
    assert.equal(inWords(figureOf([9, 10])), '9 / 10 / 10');
    assert.equal(inWords(undefined), '-');
  });

  it('is loud where it is slower', () => {
    assert.equal(ratioInWords(figureOf([132]), figureOf([100])), '1.32 × SLOWER');
    assert.equal(ratioInWords(figureOf([41]), figureOf([100])), '0.41 ×');
  });
});
