// Which way a list is asked when a product has several, what is told when none answers, and what a failing list API is
// called (test/demo/listings).
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { browseRepositories, browseTags } from '../../src/engine/verbs/browse.ts';
import { newContent } from '../demo/listings/content.ts';
import { newDockerHubLists } from '../demo/listings/dockerHub.ts';
import { says } from '../forged/server/internet.ts';
import { noSignal } from '../support/scene.ts';
import { all, browsedProducts, internetOf, namesOf, repositoriesOf } from './browseProducts.ts';
import type { BrowsedProduct } from './browseProducts.ts';

const content = newContent();

describe('browsing a product', () => {
  const named = (name: string): BrowsedProduct => browsedProducts.find((one) => one.name === name)!;
  const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => assert.fail('it worked'),
      (error: unknown) =>
        isEngineError(error) ? [error.code, 'reason' in error.details && error.details.reason] : error,
    );

  it('lists the namespace of the login where the whole of Docker Hub or GitHub is asked for', async () => {
    for (const name of ['Docker Hub', 'GitHub']) {
      const product = named(name);
      const net = internetOf(product, product.servers(content));
      assert.equal(namesOf(await repositoriesOf(net, product.registry, undefined)).length, 230, name);
    }
  });

  it('lists each registry of an account, and each repository key', async () => {
    for (const name of ['DigitalOcean with several registries', 'Artifactory on a host of its own']) {
      const product = named(name);
      const net = internetOf(product, product.servers(content));
      const pages = await repositoriesOf(net, product.registry, undefined);
      assert.equal(namesOf(pages).length, content.length, name);
      assert.deepEqual(pages.filter(({ complete }) => complete).length, 1, name);
    }
  });

  it('reads acme at Docker Hub as a namespace, which is typed as library/acme is', async () => {
    const product = named('Docker Hub');
    const net = internetOf(product, product.servers(content));
    assert.equal(namesOf(await repositoriesOf(net, product.registry, 'library/acme')).length, 230);
  });

  it('says what is missing where nobody lists: a namespace, or a token', async () => {
    const cases = [
      ['Docker Hub', undefined, 'namespace'],
      ['GitHub', 'acme', 'login'],
      ['DigitalOcean', 'acme', 'login'],
    ] as const;
    for (const [name, path, reason] of cases) {
      const product = named(name);
      const servers = { ...product.servers(content), [product.registry]: () => says(401) };
      const net = internetOf(product, servers, false);
      assert.deepEqual(
        await failureOf(repositoriesOf(net, product.registry, path)),
        ['no-list', reason],
        name,
      );
    }
  });

  it('names the failure of a list API, whatever it answers', async () => {
    const product = named('Docker Hub');
    const cases = [
      [() => says(200, '<!doctype html><title>Login</title>'), 'not-a-registry'],
      [() => says(200, '{"results":'), 'bad-answer'],
      [() => says(200, { results: 'none' }), 'bad-answer'],
      [() => says(401, {}), 'not-signed-in'],
      [() => says(403, {}), 'forbidden'],
      [() => says(404, {}), 'not-found'],
      [() => says(429, {}, { 'retry-after': '3600' }), 'rate-limited'],
      [() => says(403, {}, { 'x-ratelimit-remaining': '0' }), 'rate-limited'],
      [() => says(302, '', { location: 'https://collect.example/' }), 'registry-refused'],
    ] as const;
    for (const [server, code] of cases) {
      const net = internetOf(product, { 'hub.docker.com': server });
      const failure = await failureOf(repositoriesOf(net, product.registry, 'acme'));
      assert.deepEqual((failure as unknown[])[0], code);
      assert.deepEqual(net.to('collect.example'), []);
    }
  });

  it('asks the registry for the tags where the list API does not tell them', async () => {
    const product = named('Docker Hub');
    const net = internetOf(product, {
      'hub.docker.com': () => says(503, {}, { 'retry-after': '3600' }),
      'registry-1.docker.io': ({ url }) =>
        url.pathname === '/v2/acme/app-000/tags/list' ? says(200, { tags: ['1.0'] }) : says(404),
    });
    const pages = await all(browseTags(net.engine, 'docker.io/acme/app-000', {}, noSignal));
    assert.deepEqual(namesOf(pages), ['1.0']);
  });

  it('says that a list broke off, and neither ends it nor begins another', async () => {
    const product = named('Docker Hub');
    const lists = newDockerHubLists(content, product.secret);
    const net = internetOf(product, {
      'hub.docker.com': (asked) =>
        asked.url.searchParams.get('page') === '2' ? says(503, {}, { 'retry-after': '3600' }) : lists(asked),
    });
    const names: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const page of browseRepositories(
        net.engine,
        { registry: product.registry, path: 'acme' },
        {},
        noSignal,
      )) {
        assert.ok(!page.complete);
        names.push(...page.names);
      }
    };
    const failure = await failureOf(reading());
    assert.equal((failure as unknown[])[0], 'registry-failed');
    assert.equal(names.length, 100);
  });

  it('tells what the registry says of tags that nobody tells', async () => {
    const product = named('Docker Hub');
    const net = internetOf(
      product,
      {
        'hub.docker.com': () => says(404, {}),
        'registry-1.docker.io': () => says(401, {}, { 'www-authenticate': 'Basic realm="x"' }),
      },
      false,
    );
    const failure = await failureOf(all(browseTags(net.engine, 'docker.io/acme/app', {}, noSignal)));
    assert.deepEqual((failure as unknown[])[0], 'not-signed-in');
  });

  it('shows a stranger what is public where the login is refused', async () => {
    const product = { ...named('Docker Hub'), secret: 'a-wrong-one' };
    const net = internetOf(product, { 'hub.docker.com': newDockerHubLists(content, 'another') });
    assert.equal(namesOf(await repositoriesOf(net, product.registry, 'acme')).length, 230);
    assert.equal(net.asked.filter(({ method }) => method === 'POST').length, 1);
  });

  it('shows no stranger’s list for the login’s where the API’s sign-in fails, and asks again next time', async () => {
    const product = named('Docker Hub');
    const lists = newDockerHubLists(content, product.secret);
    let status = 503;
    const net = internetOf(product, {
      'hub.docker.com': (asked) =>
        asked.method === 'POST' && status !== 200
          ? says(status, { message: product.secret }, { 'retry-after': '3600' })
          : lists(asked),
    });
    for (const [failing, code] of [
      [503, 'registry-failed'],
      [429, 'rate-limited'],
    ] as const) {
      status = failing;
      const failure = await repositoriesOf(net, product.registry, 'acme').catch((error: unknown) => error);
      assert.ok(isEngineError(failure, code));
      assert.ok(!JSON.stringify(failure).includes(product.secret));
    }
    status = 200;
    assert.equal(namesOf(await repositoriesOf(net, product.registry, 'acme')).length, 230);
  });

  it('asks for one token of the API however many lists are read', async () => {
    const product = named('Docker Hub');
    const net = internetOf(product, product.servers(content));
    const lists = [0, 1, 2, 3].map(() => repositoriesOf(net, product.registry, 'acme'));
    await Promise.all(lists);
    assert.equal(net.asked.filter(({ method }) => method === 'POST').length, 1);
  });

  it('asks for a new token of the API before the one at hand may have run out', async () => {
    const product = named('Docker Hub');
    const net = internetOf(product, product.servers(content));
    const tokens = (): number => net.asked.filter(({ method }) => method === 'POST').length;
    for (const [later, asked] of [
      [0, 1],
      [4 * 60_000, 1],
      [60_000, 2],
    ] as const) {
      net.clock.advance(later);
      await repositoriesOf(net, product.registry, 'acme');
      assert.equal(tokens(), asked);
    }
  });

  it('takes the empty list of a catalog for one only where nobody knows better', async () => {
    const net = internetOf(named('Google'), {
      'gcr.io': ({ url }) =>
        url.pathname === '/v2/_catalog'
          ? says(200, { repositories: [] })
          : says(200, { child: ['app'], tags: [] }),
    });
    assert.deepEqual(namesOf(await repositoriesOf(net, 'gcr.io', 'acme')), ['gcr.io/acme/app']);
    const [page] = await repositoriesOf(net, 'gcr.io', undefined);
    assert.deepEqual(page, { names: [], dropped: 0, complete: true });
  });

  it('asks nobody for a namespace that is none: its path could be another one’s [S4]', async () => {
    const product = named('Docker Hub');
    const net = internetOf(product, product.servers(content));
    for (const path of ['../auth', 'acme/../other', 'acme?page=2', 'Acme#x']) {
      const failure = await failureOf(repositoriesOf(net, product.registry, path));
      assert.equal((failure as unknown[])[0], 'bad-reference', path);
    }
    assert.deepEqual(net.asked, []);
  });

  it('asks nobody for a filter that no name can match', async () => {
    const product = named('Docker Hub');
    const net = internetOf(product, { 'hub.docker.com': () => says(200, {}) });
    const [page] = await repositoriesOf(net, product.registry, 'acme', { filter: 'a&b=%' });
    assert.deepEqual([page?.names, page?.complete], [[], true]);
    assert.deepEqual(net.asked, []);
  });

  it('ends when somebody gives up, between two pages', async () => {
    const product = named('Docker Hub');
    const net = internetOf(product, product.servers(content));
    const stop = new AbortController();
    const pages = browseRepositories(
      net.engine,
      { registry: product.registry, path: 'acme' },
      {},
      stop.signal,
    );
    await pages.next();
    stop.abort();
    await assert.rejects(pages.next(), (error) => isEngineError(error, 'cancelled'));
  });
});
