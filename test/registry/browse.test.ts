// Browsing the products that cannot run here, by their own list APIs (test/demo/listings): every name once, page by page,
// with dates and digests where the list tells them, and each login only where it belongs.
import assert from 'node:assert/strict';
import { browseRepositories, browseTags } from '../../src/engine/verbs/browse.ts';
import { digestOf, newContent } from '../demo/listings/content.ts';
import type { Internet } from '../forged/server/internet.ts';
import { noSignal } from '../support/scene.ts';
import { all, browsedProducts, internetOf, namesOf, repositoriesOf } from './browseProducts.ts';
import type { BrowsedProduct } from './browseProducts.ts';

const content = newContent();
const owned = content.filter(({ path }) => path.startsWith('acme/'));
const [first] = owned;
assert.ok(first);

/** The secret was seen by nobody but these. */
function assertOnly(net: Internet, { secret, trusted }: BrowsedProduct): void {
  const hosts = net.carrying(secret).map((line) => new URL(line.slice(line.indexOf(' ') + 1)).host);
  for (const host of hosts) assert.ok(trusted.includes(host), `${host} saw the login`);
  for (const { url } of net.asked) assert.ok(!decodeURIComponent(url.href).includes(secret), url.href);
  assert.ok(!net.world.logged.join('\n').includes(secret));
}

for (const product of browsedProducts) {
  describe(`the lists of ${product.name}`, () => {
    const { registry, repositories, tags } = product;
    const open = (): Internet => internetOf(product, product.servers(content));

    if (repositories !== undefined) {
      it('tell every repository of a namespace once, and a login goes nowhere else [S24] [S29]', async () => {
        const net = open();
        const pages = await repositoriesOf(net, registry, 'acme');
        assert.deepEqual(
          namesOf(pages).sort(),
          owned.map(({ path }) => `${registry}/${path}`),
        );
        assert.equal(pages.at(-1)?.complete, true);
        if (product.name !== 'Google') assert.ok(pages.length > 1, 'in one page');
        const total = repositories.includes('total') ? owned.length : undefined;
        assert.equal(pages[0]?.total, total);
        const date = repositories.includes('dates') ? first.date : undefined;
        const dates = new Map(pages.flatMap((page) => [...(page.dates ?? [])]));
        assert.equal(dates.get(`${registry}/${first.path}`), date);
        assertOnly(net, product);
      });

      it('tell the repositories with a text in their names', async () => {
        const net = open();
        const pages = await repositoriesOf(net, registry, 'acme', { filter: 'P-11' });
        const wanted = owned.map(({ path }) => path).filter((path) => path.includes('p-11'));
        assert.deepEqual(
          namesOf(pages).sort(),
          wanted.map((path) => `${registry}/${path}`),
        );
        const isServers = repositories.includes('filter');
        assert.ok(pages.every(({ filtered }) => filtered === isServers));
      });

      it('are asked for no more pages than somebody reads', async () => {
        const net = open();
        const pages = browseRepositories(net.engine, { registry, path: 'acme' }, {}, noSignal);
        await pages.next();
        const before = net.asked.length;
        await pages.return();
        assert.equal(net.asked.length, before);
      });
    }

    if (tags !== undefined) {
      it('tell every tag with its digest', async () => {
        const net = open();
        const pages = await all(browseTags(net.engine, `${registry}/${first.path}`, {}, noSignal));
        assert.deepEqual(namesOf(pages).sort(), first.tags.map(({ name }) => name).sort());
        const digests = new Map(pages.flatMap((page) => [...(page.digests ?? [])]));
        const dates = new Map(pages.flatMap((page) => [...(page.dates ?? [])]));
        for (const { name, digest, date } of first.tags) {
          assert.equal(digests.get(name), digest);
          assert.equal(dates.get(name), tags.includes('dates') ? date : undefined);
        }
        assert.equal(digests.get(`sha256-${digestOf(0).slice(7)}.sig`), digestOf(130));
        assertOnly(net, product);
      });

      it('tell the tags with a text in their names', async () => {
        const pages = await all(
          browseTags(open().engine, `${registry}/${first.path}`, { filter: '.12' }, noSignal),
        );
        const wanted = first.tags.map(({ name }) => name).filter((name) => name.includes('.12'));
        assert.deepEqual(namesOf(pages).sort(), wanted.sort());
        assert.ok(pages.every(({ filtered }) => filtered === tags.includes('filter')));
      });
    }
  });
}
