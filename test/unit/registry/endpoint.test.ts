// Names become URLs here and nowhere else (S4, S27).
import assert from 'node:assert/strict';
import { schemesFor, urlBelow, wireHost } from '../../../src/engine/registry/endpoint.ts';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { readBlob } from '../../../src/engine/registry/blobs.ts';
import { createTestWorld } from '../../support/world.ts';
import { createSession, failureOf, never } from './support.ts';

describe('the URLs of a registry', () => {
  for (const path of [
    'acme/../evil',
    '..',
    'a//b',
    'a/./b',
    '/a',
    'a/',
    'a%2fb',
    'A/b',
    'a?b',
    'a#b',
    'a\\b',
  ]) {
    it(`are never made of the name ${path} [S4]`, async () => {
      const { session, world } = createSession({}, { fetch: () => Promise.reject(new Error('asked')) });
      await failureOf(
        'bad-reference',
        getManifest(session, { registry: 'reg.example', path }, 'latest', never),
      );
      assert.deepEqual(world.logged, []);
    });
  }

  for (const target of ['../x', 'a/b', '', '.x', 'sha256:abc', `sha256:${'A'.repeat(64)}`]) {
    it(`are never made of the tag or digest "${target}" [S4]`, async () => {
      const { session, world } = createSession({}, { fetch: () => Promise.reject(new Error('asked')) });
      const repository = { registry: 'reg.example', path: 'a' };
      await failureOf('bad-reference', getManifest(session, repository, target, never));
      await failureOf(
        'bad-reference',
        readBlob(session, repository, target as `sha256:${string}`, 10, never),
      );
      assert.deepEqual(world.logged, []);
    });
  }

  for (const registry of [
    'reg.example/x',
    'user:pw@reg.example',
    'reg.example?x',
    'reg.example#x',
    '',
    'a b',
  ]) {
    it(`are never made of the registry "${registry}"`, () => {
      assert.throws(() => urlBelow('https', { registry, path: 'a' }, '', ''), /bad-reference/);
    });
  }

  it('go to the host where Docker Hub answers', () => {
    const url = urlBelow('https', { registry: 'index.docker.io', path: 'library/nginx' }, 'manifests/1', '');
    assert.equal(url.href, 'https://registry-1.docker.io/v2/library/nginx/manifests/1');
    assert.equal(wireHost('ghcr.io'), 'ghcr.io');
  });

  it('are http for loopback and for what is listed, https for everything else [S27]', () => {
    const world = createTestWorld({ permissions: { plainHttp: (registry) => registry === 'old.lan:5000' } });
    for (const registry of [
      'localhost:5000',
      'localhost',
      'a.localhost:1',
      '127.0.0.1:5000',
      '127.9.9.9',
      '[::1]:5000',
    ]) {
      assert.deepEqual(schemesFor(world, registry), ['http', 'https'], registry);
    }
    assert.deepEqual(schemesFor(world, 'old.lan:5000'), ['https', 'http']);
    for (const registry of [
      'old.lan',
      '10.0.0.1:5000',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'notlocalhost',
      'ghcr.io',
    ]) {
      assert.deepEqual(schemesFor(world, registry), ['https'], registry);
    }
  });
});
