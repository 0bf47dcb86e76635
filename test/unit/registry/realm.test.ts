// Which token server gets a credential (S27, S29). Registries at https are played by a fetch that answers from a table.
import assert from 'node:assert/strict';
import { createHttp } from '../../../src/engine/http/http.ts';
import { isKnownRealm } from '../../../src/engine/products/products.ts';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';

interface Asked {
  readonly url: string;
  readonly authorization: string | null;
}

/** A registry whose challenge names `realm`, and a token server wherever it is. */
function scene(
  registry: string,
  realm: string,
  options: { login?: boolean; allowed?: boolean; plain?: (registry: string) => boolean } = {},
) {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = (input as URL).href;
    const authorization = new Headers(init?.headers).get('authorization');
    asked.push({ url, authorization });
    if (url.includes('/token')) return Promise.resolve(Response.json({ token: 'good' }));
    if (url.startsWith('https://old.lan')) return Promise.reject(refused());
    const headers = { 'www-authenticate': `Bearer realm="${realm}"`, 'content-type': manifestType };
    const status = authorization === 'Bearer good' ? 200 : 401;
    return Promise.resolve(new Response(status === 200 ? manifestText : '', { status, headers }));
  };
  const permissions = {
    tokenRealm: () => options.allowed ?? false,
    plainHttp: options.plain ?? (() => false),
  };
  const logins = (options.login ?? true) ? { [registry]: ['ann', 'canary'] as const } : {};
  const { session } = createSession(logins, { fetch, permissions });
  const names: Record<string, string[]> = {
    'inside.example': ['10.1.2.3'],
    'inner-registry.example': ['10.0.0.1'],
  };
  const http = createHttp(session.world, (name) => Promise.resolve(names[name] ?? ['93.184.216.34']));
  const read = () => getManifest({ ...session, http }, { registry, path: 'a/b' }, '1', never);
  return { asked, read, tokens: () => asked.filter(({ url }) => url.includes('/token')) };
}

function refused(): Error {
  const cause = Object.assign(new Error(), { code: 'ECONNREFUSED' });
  return new TypeError('fetch failed', { cause });
}

describe('the realm of a challenge', () => {
  const good: readonly (readonly [name: string, registry: string, realm: string])[] = [
    ['on its own host', 'reg.example', 'https://reg.example/token'],
    ['on its own host at another port', 'reg.example:5000', 'https://reg.example:8443/token'],
    ['of Docker Hub', 'index.docker.io', 'https://auth.docker.io/token'],
    ['of GitLab', 'registry.gitlab.com', 'https://gitlab.com/jwt/token'],
    ['of a private registry on another private host that is known', '10.0.0.1', 'https://10.0.0.1:99/token'],
  ];
  for (const [name, registry, realm] of good) {
    it(`${name} gets the credential without a question [S29]`, async () => {
      const { read, tokens } = scene(registry, realm);
      await read();
      assert.match(tokens()[0]?.authorization ?? '', /^Basic /);
    });
  }

  it('on an unknown host gets nothing, and the host is named for the question [S29]', async () => {
    const { read, tokens } = scene('reg.example', 'https://evil.example:8443/token');
    const details = await failureOf('token-realm-unknown', read());
    assert.deepEqual(details, {
      registry: 'reg.example',
      realmHost: 'evil.example:8443',
      privateAddress: false,
    });
    assert.deepEqual(tokens(), []);
  });

  for (const realm of [
    'https://10.1.2.3/token',
    'https://localhost/token',
    'https://[fe80::1]/token',
    'https://inside.example/token',
  ]) {
    for (const login of [true, false]) {
      it(`inside the network, ${realm}, is not asked for a public registry, signed in or not (${String(login)}) [S29]`, async () => {
        const { read, tokens } = scene('reg.example', realm, { login });
        assert.equal((await failureOf('token-realm-unknown', read())).privateAddress, true);
        assert.deepEqual(tokens(), []);
      });
    }
  }

  it('is asked once the person said yes [S29]', async () => {
    const { read, tokens } = scene('reg.example', 'https://10.1.2.3/token', { allowed: true });
    await read();
    assert.equal(tokens().length, 1);
  });

  it('on an unknown public host is asked by nobody in particular without a question', async () => {
    const { read, tokens } = scene('reg.example', 'https://auth.example/token', { login: false });
    await read();
    assert.equal(tokens()[0]?.authorization, null);
  });

  it('inside the network is no surprise to a registry inside the network', async () => {
    const { read, tokens } = scene('inner-registry.example', 'https://10.1.2.3/token', { login: false });
    await read();
    assert.equal(tokens().length, 1);
  });

  it('at http is refused for a registry at https, on the same host too [S27]', async () => {
    for (const realm of ['http://reg.example/token', 'http://localhost/token']) {
      const { read, tokens } = scene('reg.example', realm, { allowed: true });
      const { host: realmHost } = new URL(realm);
      assert.deepEqual(await failureOf('plain-http-refused', read()), {
        ...{ registry: 'reg.example', realmHost, reason: 'downgrade' },
      });
      assert.deepEqual(tokens(), []);
    }
  });

  it('at http gets a credential on a host that is listed, and on no other [S27]', async () => {
    const plain = (registry: string): boolean => registry === 'old.lan';
    const own = scene('old.lan', 'http://old.lan:81/token', { plain });
    await own.read();
    assert.match(own.tokens()[0]?.authorization ?? '', /^Basic /);
    const other = scene('old.lan', 'http://auth.lan/token', { plain, allowed: true });
    assert.deepEqual(await failureOf('plain-http-refused', other.read()), {
      ...{ registry: 'old.lan', realmHost: 'auth.lan', reason: 'not-listed' },
    });
    assert.deepEqual(other.tokens(), []);
  });

  for (const realm of [
    'ftp://reg.example/token',
    'https://u:p@reg.example/token',
    'https://[/token',
    'javascript:1',
  ]) {
    it(`is no URL to ask: ${realm}`, async () => {
      const { read, tokens } = scene('reg.example', realm);
      await failureOf('bad-answer', read());
      assert.deepEqual(tokens(), []);
    });
  }

  it('is known only by the whole host name [S29]', () => {
    const pairs: readonly (readonly [string, string, boolean])[] = [
      ['index.docker.io', 'auth.docker.io', true],
      ['registry-1.docker.io', 'auth.docker.io', true],
      ['index.docker.io', 'auth.docker.io.evil.example', false],
      ['index.docker.io', 'xauth.docker.io', false],
      ['index.docker.io', 'auth.docker.io:444', false],
      ['evil.example', 'auth.docker.io', false],
      ['registry.gitlab.com', 'gitlab.com', true],
      ['registry.digitalocean.com', 'api.digitalocean.com', true],
      ['registry.cn-hangzhou.aliyuncs.com', 'dockerauth.cn-hangzhou.aliyuncs.com', true],
      ['acme-registry.cn-hangzhou.cr.aliyuncs.com', 'dockerauth-ee.cn-hangzhou.aliyuncs.com', true],
      ['registry.cn-hangzhou.aliyuncs.com', 'evil.oss-cn-hangzhou.aliyuncs.com', false],
    ];
    for (const [registry, realm, known] of pairs)
      assert.equal(isKnownRealm(registry, realm), known, `${registry} ${realm}`);
  });
});
