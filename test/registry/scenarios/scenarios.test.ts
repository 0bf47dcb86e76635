// The same scenarios at every registry product: the cells of the table that is printed at the end of this part (print.ts).
import assert from 'node:assert/strict';
import { products } from '../../../src/engine/products/products.ts';
import { findPeer } from '../../support/peers.ts';
import { skipTest } from '../../support/skip.ts';
import { columns, suiteOf, titleOf } from './columns.ts';
import { startSite } from './row.ts';
import { rows } from './rows.ts';

describe('the table of scenarios', () => {
  it('has a row for every product that Countersign knows, and a title of its own for every cell', () => {
    const known = new Set<string>(rows.map(({ product }) => product));
    assert.deepEqual(
      products.map(({ id }) => id).filter((id) => !known.has(id)),
      [],
    );
    const titles = rows.flatMap((row) => columns.map((column) => titleOf(row, column)));
    assert.equal(new Set(titles).size, rows.length * 13);
  });
});

for (const row of rows) {
  describe(suiteOf(row), () => {
    before(async function () {
      if (row.product !== 'distribution' || (await findPeer('distribution')) !== undefined) return;
      skipTest(this, 'distribution is not built (.ci/run builds it)');
    });

    for (const { sentence, run, switches, product, notApplicable } of columns) {
      if (notApplicable?.(row) !== undefined) continue;
      it(sentence(row), async () => {
        const site = await startSite(row, switches, product?.(row));
        try {
          await run(site, row);
        } finally {
          await site.stop();
        }
      });
    }
  });
}
