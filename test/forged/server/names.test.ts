// Names that a person, a catalog, a tag list or a Link brings and that would be other requests once they are URLs (S4).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { listRepositories } from '../../../src/engine/registry/lists.ts';
import { getReferrers } from '../../../src/engine/registry/referrers.ts';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { browseRepositories, browseTags } from '../../../src/engine/verbs/browse.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../../support/scene.ts';
import { loggedIn, newInternet, registrySite, says } from './internet.ts';

const ann = makeSigner('ann');
const evilPaths = [
  'acme/../evil',
  '../evil',
  'acme/./app',
  'acme//app',
  '.',
  '..',
  '',
  'acme/%2e%2e/evil',
  'acme\\evil',
  'acme/app?x=1',
  'acme/app#x',
  '@collect.example/app',
  'Acme/app',
  'acme/app\u0000',
  `a${'/b'.repeat(200)}`,
];

async function all<T>(pages: AsyncGenerator<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

describe('a name outside the grammar', () => {
  it('that was typed is refused before anybody is asked [S4]', async () => {
    const net = newInternet({ 'https://registry.example': () => says(200, {}) });
    for (const path of evilPaths.filter((one) => one !== '')) {
      const typed = `registry.example/${path}`;
      const refused = (error: unknown): boolean => isEngineError(error, 'bad-reference');
      await assert.rejects(verify(net.engine, verifyRequest(`${typed}:1.0`), noSignal), refused, path);
      await assert.rejects(planSign(net.engine, signRequest(`${typed}:1.0`, ann), noSignal), refused, path);
      await assert.rejects(all(browseTags(net.engine, typed, {}, noSignal)), refused, path);
    }
    assert.deepEqual(net.asked, []);
  });

  it('that reaches a URL all the same is refused there [S4]', async () => {
    const net = newInternet({ 'https://registry.example': () => says(200, {}) });
    const { session } = net.engine;
    for (const path of evilPaths.filter((one) => one !== '')) {
      const repository = { registry: 'registry.example', path };
      const refused = (error: unknown): boolean => isEngineError(error, 'bad-reference');
      await assert.rejects(getManifest(session, repository, '1.0', noSignal), refused, path);
    }
    const repository = { registry: 'registry.example', path: 'acme/app' };
    for (const target of ['../../evil/manifests/1.0', 'a b', '', 'sha256:../x', '1.0?x=1']) {
      await assert.rejects(getManifest(session, repository, target, noSignal), (error) =>
        isEngineError(error, 'bad-reference'),
      );
      const digest = target as `sha256:${string}`;
      await assert.rejects(getReferrers(session, repository, digest, noSignal), (error) =>
        isEngineError(error, 'bad-reference'),
      );
    }
    for (const registry of [
      'registry.example/x',
      'registry.example@collect.example',
      'a?b',
      'registry.example#',
    ]) {
      await assert.rejects(all(listRepositories(session, registry, noSignal)), (error) =>
        isEngineError(error, 'bad-reference'),
      );
    }
    assert.deepEqual(net.asked, []);
  });

  it('that a catalog brings is dropped and counted [S4]', async () => {
    const repositories = [...evilPaths, 'acme/app', 7, null, { name: 'x' }];
    const net = newInternet({ 'https://registry.example': () => says(200, { repositories }) });
    const [page] = await all(browseRepositories(net.engine, { registry: 'registry.example' }, {}, noSignal));
    assert.deepEqual(page?.names, ['registry.example/acme/app']);
    assert.equal(page.dropped, repositories.length - 1);
  });

  it('that a tag list brings is dropped and counted [S4]', async () => {
    const tags = ['../1.0', 'a b', '', '-x', 'a/b', 'x'.repeat(129), '1.0\n', '1.0', 1, null];
    const net = newInternet({ 'https://registry.example': () => says(200, { tags }) });
    const [page] = await all(browseTags(net.engine, 'registry.example/acme/app', {}, noSignal));
    assert.deepEqual(page?.names, ['1.0']);
    assert.equal(page.dropped, tags.length - 1);
  });
});

describe('a Link to the next page', () => {
  it('at another host is not followed, and the login goes nowhere [S4]', async () => {
    const canary = 'canary-password-link';
    for (const target of ['https://collect.example/v2/_catalog?n=1', '//collect.example/v2/_catalog?n=1']) {
      const { site, state } = registrySite({ auth: { basic: { ann: canary } } }, ({ headers }) =>
        headers.has('authorization')
          ? says(200, { repositories: ['acme/app'] }, { link: `<${target}>; rel="next"` })
          : undefined,
      );
      state.repositories.clear();
      const net = newInternet(
        { 'https://registry.example': site, 'https://collect.example': () => says(200, {}) },
        loggedIn('registry.example', canary),
      );
      await assert.rejects(
        all(browseRepositories(net.engine, { registry: 'registry.example' }, {}, noSignal)),
        (error) => isEngineError(error, 'bad-answer'),
      );
      assert.deepEqual(net.to('collect.example'), [], 'another host was asked');
    }
  });

  it('to another path of the registry is asked of the same list [S4]', async () => {
    const net = newInternet({
      'https://registry.example': ({ url }) =>
        url.search === ''
          ? says(200, { tags: ['1'] }, { link: '</v2/../admin/delete?last=1>; rel="next"' })
          : says(200, { tags: ['2'] }),
    });
    await all(browseTags(net.engine, 'registry.example/acme/app', {}, noSignal));
    assert.deepEqual(
      net.asked.map(({ url }) => url.pathname),
      ['/v2/acme/app/tags/list', '/v2/acme/app/tags/list'],
    );
  });

  it('that comes back, or never ends, ends the list by an error [S40]', async () => {
    let count = 0;
    const links: readonly (() => string)[] = [
      () => '</v2/acme/app/tags/list?last=1>; rel="next"',
      () => `</v2/acme/app/tags/list?last=${++count}>; rel="next"`,
    ];
    for (const link of links) {
      const net = newInternet({
        'https://registry.example': () => says(200, { tags: ['1'] }, { link: link() }),
      });
      await assert.rejects(all(browseTags(net.engine, 'registry.example/acme/app', {}, noSignal)), (error) =>
        isEngineError(error, 'endless-list'),
      );
      assert.ok(net.asked.length < 10, 'it goes on asking');
    }
  });
});
