// What a registry, or the list API of a product, may get out of browsing: no login that is not its own, no request that it
// chose, no name outside the grammar, no list without an end. The honest APIs are in test/demo/listings.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import type { ErrorCode } from '../../../src/engine/errors.ts';
import { browseRepositories, browseTags } from '../../../src/engine/verbs/browse.ts';
import { noSignal } from '../../support/scene.ts';
import { dockerConfig } from '../../unit/registry/support.ts';
import { canary } from './collectors.ts';
import { newInternet, says, type Asked, type Internet, type Site } from './internet.ts';

const apiHosts = ['hub.docker.com', 'api.github.com', 'gitlab.com', 'api.digitalocean.com', 'quay.io'];

/** An internet in which every API collects what it gets; the login is for `registry`. */
function internetWith(
  registry: string,
  sites: Readonly<Record<string, Site>>,
  [user, secret]: readonly [string, string] = ['ann', canary],
): Internet {
  const collecting = Object.fromEntries(apiHosts.map((host) => [`https://${host}`, () => says(200, [])]));
  const files = { '/home/ann/.docker/config.json': dockerConfig({ [registry]: [user, secret] }) };
  return newInternet({ ...collecting, 'https://collect.example': () => says(200, {}), ...sites }, { files });
}

async function browse(net: Internet, registry: string, path?: string): Promise<ErrorCode | string[]> {
  const names: string[] = [];
  try {
    const where = path === undefined ? { registry } : { registry, path };
    for await (const page of browseRepositories(net.engine, where, {}, noSignal)) names.push(...page.names);
    if (path !== undefined)
      for await (const page of browseTags(net.engine, `${registry}/${path}/app`, {}, noSignal))
        names.push(...page.names);
  } catch (error) {
    if (isEngineError(error)) return error.code;
    throw error;
  }
  return names;
}

const hub = 'index.docker.io';
const hubKey = 'https://index.docker.io/v1/';

describe('browsing a registry', () => {
  it('that says it is another product gets nobody’s API asked with its login [S24]', async () => {
    const challenges = [
      'Bearer realm="https://registry.example/jwt/auth",service="container_registry"',
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
      'Bearer realm="https://ghcr.io/token",service="ghcr.io"',
      'Bearer realm="https://api.digitalocean.com/v2/registry/auth",service="registry.digitalocean.com"',
      'Basic realm="x"',
    ];
    const headers = { 'gitlab-container-registry-version': 'v4.1.0', 'x-github-request-id': '1' };
    for (const secret of [canary, 'glpat-canary', 'ghp_canary', 'dop_v1_0ca9a27']) {
      for (const challenge of challenges) {
        const net = internetWith(
          'registry.example',
          { 'https://registry.example': () => says(401, {}, { ...headers, 'www-authenticate': challenge }) },
          ['oauth2', secret],
        );
        await browse(net, 'registry.example', 'acme');
        await browse(net, 'registry.example', 'acme');
        for (const host of apiHosts) assert.deepEqual(net.to(host), [], `${host} was asked`);
      }
    }
  });

  it('whose name only looks like a product’s gets no API asked [S24]', async () => {
    for (const registry of [
      'ghcr.io.evil.example',
      'registry.gitlab.com.evil.example',
      'xghcr.io',
      'ghcr.io:8443',
      'containers.a.b.ghe.com',
    ]) {
      const net = internetWith(registry, { [`https://${registry}`]: () => says(404) }, ['ann', 'ghp_canary']);
      await browse(net, registry, 'acme');
      assert.deepEqual([...new Set(net.asked.map(({ url }) => url.host))], [registry]);
    }
  });

  it('whose login is no token of the API keeps it from the API [S29]', async () => {
    for (const [registry, api] of [
      ['ghcr.io', 'api.github.com'],
      ['registry.gitlab.com', 'gitlab.com'],
      ['registry.digitalocean.com', 'api.digitalocean.com'],
      ['quay.io', 'quay.io'],
    ] as const) {
      const net = internetWith(registry, {});
      await browse(net, registry, 'acme');
      assert.deepEqual(net.carrying(canary), [], `${api} got the login`);
    }
  });

  it('whose list API leads elsewhere is not followed, and its login goes nowhere [S29]', async () => {
    const lead: Site = () => says(302, '', { location: 'https://collect.example/v2' });
    const leads: readonly Site[] = [
      lead,
      () => says(307, '', { location: 'https://collect.example/v2' }),
      ({ method }) => (method === 'POST' ? says(200, { access_token: 'jwt' }) : lead({} as Asked)),
      () => says(200, { results: [], next: 'https://collect.example/?page=2' }),
      () => says(200, { results: [] }, { link: '<https://collect.example/>; rel="next"' }),
    ];
    for (const site of leads) {
      const net = internetWith(hubKey, { 'https://hub.docker.com': site });
      await browse(net, hub, 'acme');
      assert.deepEqual(net.to('collect.example'), [], 'another host was asked');
    }
  });

  it('with a Link of its API to another host ends by an error [S29]', async () => {
    const site: Site = () =>
      says(200, [{ name: 'app', owner: { login: 'acme' } }], {
        link: '<https://collect.example/>; rel="next"',
      });
    const net = internetWith('ghcr.io', { 'https://api.github.com': site }, ['ann', 'ghp_canary']);
    assert.equal(await browse(net, 'ghcr.io', 'acme'), 'bad-answer');
    assert.deepEqual(net.to('collect.example'), []);
  });

  it('whose list API names what is outside the grammar has it dropped and counted [S4]', async () => {
    const results = ['../evil', 'a b', '', '<b>', 'app', 7, null, {}].map((name) => ({
      namespace: 'acme',
      name,
    }));
    const net = internetWith(hubKey, { 'https://hub.docker.com': () => says(200, { results, next: null }) });
    const pages = browseRepositories(net.engine, { registry: hub, path: 'acme' }, {}, noSignal);
    const { value } = await pages.next();
    assert.deepEqual(value?.names, [`${hub}/acme/app`]);
    assert.equal(value.dropped, results.length - 1);
  });

  it('whose list API names a registry outside the grammar is not asked for it [S4]', async () => {
    const token = 'dop_v1_0ca9a27';
    const names = ['../../account', 'a/../../account', 'x?y', 'A', 'acme'];
    const site: Site = ({ url }) =>
      url.pathname === '/v2/registry'
        ? says(200, { registries: names.map((name) => ({ name })) })
        : says(200, { repositories: [{ name: 'app' }] });
    const net = internetWith('registry.digitalocean.com', { 'https://api.digitalocean.com': site }, [
      token,
      token,
    ]);
    assert.deepEqual(await browse(net, 'registry.digitalocean.com'), ['registry.digitalocean.com/acme/app']);
    assert.deepEqual(
      net.to('api.digitalocean.com').map(({ url }) => url.pathname),
      ['/v2/registry', '/v2/registry/acme/repositoriesV2'],
    );
  });

  it('whose list API goes on for ever with what is known is ended [S40]', async () => {
    const page = { results: [{ namespace: 'acme', name: 'app' }], next: 'https://hub.docker.com/next' };
    const net = internetWith(hubKey, { 'https://hub.docker.com': () => says(200, page) });
    assert.equal(await browse(net, hub, 'acme'), 'endless-list');
    assert.ok(net.asked.length < 60, 'it goes on asking');
  });

  it('that never runs out of new names is ended at a number of them [S40]', async () => {
    let page = 0;
    const site: Site = () => {
      page += 1;
      const repositories = Array.from(
        { length: page < 40 ? 5000 : 1 },
        (_, index) => `acme/p${String(page)}-${String(index)}`,
      );
      // Without the limit the list ends, and nothing is wrong.
      return says(
        200,
        { repositories },
        page < 40 ? { link: `</v2/_catalog?page=${String(page)}>; rel="next"` } : {},
      );
    };
    const net = internetWith('registry.example', { 'https://registry.example': site });
    const ended = await browse(net, 'registry.example');
    assert.ok(ended === 'too-large', 'it is read to its end');
    assert.ok(net.asked.length < 30, 'it goes on asking');
  });

  it('whose page is larger than any page is ended [S40]', async () => {
    const site: Site = () =>
      says(200, { results: [{ namespace: 'acme', name: 'x'.repeat(17 * 1024 * 1024) }], next: null });
    const net = internetWith(hubKey, { 'https://hub.docker.com': site });
    assert.equal(await browse(net, hub, 'acme'), 'too-large');
  });
});
