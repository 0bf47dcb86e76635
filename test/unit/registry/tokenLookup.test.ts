// A token server whose name takes long to look up (S29 asks the resolver first): http.md 9.
import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { createPublicNames } from '../../support/publicNames.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import { skipTest } from '../../support/skip.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';

describe('a token server whose name is slow to look up', () => {
  it('is not asked again for a token that another fetched meanwhile', async () => {
    const challenge = { 'www-authenticate': 'Bearer realm="https://gitlab.com/token",service="s"' };
    const server = await startScripted((request, response) => {
      if (request.url.startsWith('/token')) return answer(response, 200, { token: 't' });
      if (request.headers.authorization !== 'Bearer t') return answer(response, 401, '', challenge);
      answer(response, 200, manifestText, { 'content-type': manifestType });
    });
    const registry = 'registry.gitlab.com';
    const { fetch } = createPublicNames({ [registry]: server.address, 'gitlab.com': server.address });
    const lookedUp: (() => void)[] = [];
    const resolveName = (): Promise<readonly string[]> =>
      new Promise((resolve) => void lookedUp.push(() => resolve([])));
    const { session } = createSession({ [registry]: ['ann', 'canary-password'] }, { fetch, resolveName });
    const [first, second] = ['1', '2'].map((tag) =>
      getManifest(session, { registry, path: 'a/b' }, tag, never),
    );
    while (lookedUp.length < 2) await new Promise((resolve) => setImmediate(resolve));
    lookedUp[1]?.();
    await Promise.race([first, second]);
    lookedUp[0]?.();
    await Promise.all([first, second]);
    const tokens = server.requests.filter(({ url }) => url.startsWith('/token'));
    assert.equal(tokens.length, 1);
    await server.stop();
  });

  it('is looked up by the system where nobody brings a resolver, and gets no login at a private address [S29]', async function () {
    const inside = await nameOfThisMachine();
    if (inside === undefined) skipTest(this, 'no name but localhost leads to this machine (/etc/hosts)');
    const server = await startScripted((_request, response) => {
      const challenge = { 'www-authenticate': `Bearer realm="https://${inside}/token",service="s"` };
      answer(response, 401, '', challenge);
    });
    const registry = 'registry.example.com';
    const { fetch, asked } = createPublicNames({ [registry]: server.address, [inside]: server.address });
    const { session } = createSession({ [registry]: ['ann', 'canary-password'] }, { fetch });
    const reading = getManifest(session, { registry, path: 'a/b' }, '1', never);
    const { privateAddress } = await failureOf('token-realm-unknown', reading);
    assert.equal(privateAddress, true);
    assert.ok(asked.every(({ url, authorization }) => url.host === registry && authorization === ''));
    await server.stop();
  });
});

/** One that is not known to be of this machine unless a resolver is asked. */
async function nameOfThisMachine(): Promise<string | undefined> {
  for (const name of ['ip6-localhost', hostname().toLowerCase()]) {
    const found = await lookup(name).catch(() => undefined);
    if (found !== undefined && /^(?:127\.|::1$)/.test(found.address)) return name;
  }
  return undefined;
}
