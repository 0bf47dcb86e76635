// The order of names in the tree.
import assert from 'node:assert/strict';
import { compareRepositories, compareTags } from '../../../../src/host/tree/order.ts';

const hex = '0123456789abcdef'.repeat(4);

function shuffled(names: readonly string[]): string[] {
  // Each name once from the front and once from the back: no order that sorting could keep by accident.
  return names
    .flatMap((name, at) => (at % 2 === 0 ? [name] : []))
    .concat(names.filter((_, at) => at % 2).reverse());
}

describe('the order of names', () => {
  const tagOrders: readonly (readonly [says: string, tags: readonly string[]])[] = [
    ['puts 1.10 before 1.9', ['1.10', '1.9', '1.1']],
    ['puts latest first', ['latest', 'v2', 'v1', '9', '1']],
    [
      'puts a release before its candidates and variants',
      ['1.1', '1.0', '1.0-rc2', '1.0-rc1', '1.0-alpine', '0.9'],
    ],
    ['puts the exact version before the shorter one', ['1.27.3', '1.27', '1.26.10', '1.26.9', '1']],
    ['puts signature tags behind all others', ['zzz', 'v1', '1.0', `sha256-${hex}.sig`]],
    ['takes numbers longer than any number for what they are', [`1${'0'.repeat(99)}`, '9'.repeat(99), '8']],
    ['tells names apart that differ only in leading zeros', ['1.9', '1.09', '1.1']],
    ['goes by code and not by language', ['z', 'a', 'Z', 'A', '9', '1']],
  ];
  for (const [says, tags] of tagOrders) {
    it(`${says} among tags [V9]`, () => {
      assert.deepEqual(shuffled(tags).sort(compareTags), tags);
    });
  }

  it('sorts repositories upwards, numbers by their value [V9]', () => {
    const repositories = ['app', 'app-2', 'app-10', 'app/base', 'app9', 'app10', 'web'];
    assert.deepEqual(shuffled(repositories).sort(compareRepositories), repositories);
  });

  it('is the same whichever names are compared first', () => {
    const letters = ['', '1', '0', '10', '.', '-', '_', '+', 'a'];
    const names = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `1${a}${b}${c}`)));
    for (const compare of [compareTags, compareRepositories]) {
      const sorted = [...new Set(names)].sort(compare);
      // Every pair stands as the comparison says: no three names go round in a circle.
      for (const [at, a] of sorted.entries()) {
        for (const b of sorted.slice(at + 1)) {
          if (compare(a, b) >= 0 || compare(b, a) <= 0) assert.fail(`${a} stands before ${b}`);
        }
      }
    }
  });
});
