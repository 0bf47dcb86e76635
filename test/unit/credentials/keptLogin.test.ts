// What the person signed in to by hand: before all other sources, for the longest name, and never read in the background.
import assert from 'node:assert/strict';
import { findCredential } from '../../../src/engine/credentials/findCredential.ts';
import { withoutHelpers } from '../../../src/engine/credentials/withoutHelpers.ts';
import { EngineError, isEngineError } from '../../../src/engine/errors.ts';
import type { KeptLogin } from '../../../src/engine/signIn.ts';
import { createTestWorld, type WorldOptions } from '../../support/world.ts';
import { authFile, dockerPath, find, findLogin, login, never, repositoryOf } from './support.ts';

function scene(...logins: readonly KeptLogin[]) {
  const reads: KeptLogin[] = [];
  const options: WorldOptions = {
    logins: {
      kept: () => Promise.resolve(logins),
      read: (one) => {
        reads.push(one);
        return Promise.resolve({ kind: 'basic', username: one.user, password: 'canary' });
      },
    },
  };
  return { options, reads };
}

const kept = (registry: string, path: string, user: string): KeptLogin => ({ registry, path, user });

describe('a login given by hand', () => {
  it('comes before what Docker wrote down', async () => {
    const { options } = scene(kept('ghcr.io', '', 'hand'));
    const files = { [dockerPath]: authFile({ 'ghcr.io': login('docker') }) };
    assert.deepEqual(await findLogin('ghcr.io/acme/app', { ...options, files }), {
      ...{ kind: 'kept-login', detail: 'ghcr.io', user: 'hand' },
    });
    assert.equal((await findLogin('quay.io/acme/app', { ...options, files })).kind, 'anonymous');
  });

  it('is that of the longest namespace that holds the repository', async () => {
    const { options } = scene(
      kept('ghcr.io', 'acme', 'team'),
      kept('ghcr.io', '', 'all'),
      kept('ghcr.io', 'acme/app', 'app'),
    );
    const userOf = async (image: string): Promise<string> => (await findLogin(image, options)).user;
    assert.equal(await userOf('ghcr.io/acme/app'), 'app');
    assert.equal(await userOf('ghcr.io/acme/other'), 'team');
    assert.equal(await userOf('ghcr.io/acme-two/app'), 'all');
    assert.equal((await findLogin('ghcr.io/acme/app', options)).detail, 'ghcr.io/acme/app');
  });

  it('of Docker Hub is one under all of its names', async () => {
    const { options } = scene(kept('index.docker.io', '', 'ann'));
    for (const name of ['docker.io', 'index.docker.io', 'registry-1.docker.io']) {
      assert.equal((await findLogin(`${name}/library/nginx`, options)).user, 'ann');
    }
  });

  it('is for its own host alone: no other name, port or ending gets it, and it is not even read [S24]', async () => {
    const { options, reads } = scene(kept('registry.example:5000', '', 'ann'), kept('ghcr.io', '', 'ann'));
    for (const host of [
      'registry.example',
      'registry.example:5001',
      'registry.example:5000.evil.example',
      'ghcr.io.evil.example',
      'evil-ghcr.io',
    ]) {
      assert.equal((await find(`${host}/acme/app`, options)).kind, 'anonymous', host);
    }
    assert.deepEqual(reads, []);
  });

  it('that is a refresh token stays one', async () => {
    const token = { kind: 'identity-token', username: '', token: 'canary' } as const;
    const { source, identity, ...secret } = await find('acme.azurecr.io/app', {
      logins: {
        kept: () => Promise.resolve([kept('acme.azurecr.io', '', '')]),
        read: () => Promise.resolve(token),
      },
    });
    assert.deepEqual(secret, token);
    assert.equal(source.kind, 'kept-login');
    assert.ok(!identity.includes('canary'));
  });

  it('is the same one on each asking: a plan that was looked at still holds [S26]', async () => {
    const world = createTestWorld(scene(kept('ghcr.io', '', 'ann')).options);
    const ask = () => findCredential(world, repositoryOf('ghcr.io/acme/app'), never);
    assert.equal((await ask()).identity, (await ask()).identity);
  });

  it('is not read in the background, and that is said: a locked keychain would ask [S25] [U15]', async () => {
    const { options, reads } = scene(kept('ghcr.io', '', 'ann'));
    await assert.rejects(
      findCredential(withoutHelpers(createTestWorld(options)), repositoryOf('ghcr.io/acme/app'), never),
      (error) =>
        isEngineError(error, 'credential-helper-failed') && error.details.reason.code === 'in-background',
    );
    assert.deepEqual(reads, []);
  });

  it('that the keychain does not give is a failure, and nobody goes on in another name', async () => {
    const { options } = scene(kept('ghcr.io', '', 'ann'));
    const locked = new EngineError('keychain-failed', { reason: 'no-answer', message: '' });
    await assert.rejects(
      find('ghcr.io/acme/app', {
        logins: { ...options.logins, read: () => Promise.reject(locked) },
        files: { [dockerPath]: authFile({ 'ghcr.io': login('docker') }) },
      }),
      locked,
    );
  });

  it('that somebody took out of the keychain counts as none, and the log says so', async () => {
    const { options } = scene(kept('ghcr.io', '', 'ann'));
    const world = createTestWorld({
      logins: { ...options.logins, read: () => Promise.resolve(undefined) },
      files: { [dockerPath]: authFile({ 'ghcr.io': login('docker') }) },
    });
    const found = await findCredential(world, repositoryOf('ghcr.io/acme/app'), never);
    assert.equal(found.source.kind, 'docker-config');
    assert.match(world.logged.join(), /kept for ghcr\.io is gone/);
  });
});
