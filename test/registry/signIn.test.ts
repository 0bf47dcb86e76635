// Trying a login before it is kept, at real registries: distribution with htpasswd and with a token server, and the demo
// registry for what they do not do. Who is refused, what the rights are, and that nothing of a trial stays.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineApi } from '../../src/engine/api.ts';
import type { LoginSecret, SignInTrial } from '../../src/engine/signIn.ts';
import { startRegistry } from '../demo/registry.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { htpasswdUsers, startDistribution } from '../support/distribution.ts';
import { findDockerRegistry } from '../support/peers.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld, type TestWorld, type WorldOptions } from '../support/world.ts';
import { failureOf, never } from '../unit/registry/support.ts';

const basic = (username: string, password: string): LoginSecret => ({ kind: 'basic', username, password });

function newEngine(options: WorldOptions = {}): { engine: EngineApi; world: TestWorld } {
  const world = createTestWorld(options);
  return { engine: createEngine(world), world };
}

async function tryAt(address: string, login: LoginSecret, repository?: string): Promise<SignInTrial> {
  return newEngine().engine.trySignIn({ registry: address, repository, login }, never);
}

describe('a login that is tried', () => {
  describe('at distribution 2.8', () => {
    before(async function () {
      if ((await findDockerRegistry()) === undefined) {
        skipTest(this, 'it is not installed (apt-get install docker-registry)');
      }
    });

    it('with htpasswd is taken with the right password and refused with a wrong one', async () => {
      const server = await startDistribution({ version: 'debian', auth: 'htpasswd' }, never);
      try {
        const right = await tryAt(server.address, basic('ann', htpasswdUsers.ann), 'acme/app');
        assert.deepEqual(right, { login: 'accepted', pull: 'unknown', push: 'unknown' });
        for (const wrong of [basic('ann', 'canary'), basic('nobody', htpasswdUsers.ann)]) {
          const details = await failureOf('not-signed-in', tryAt(server.address, wrong));
          assert.equal(details.credential.kind, 'kept-login');
        }
      } finally {
        await server.stop();
      }
    });

    it('with tokens says what they grant: all to one, reading to another [U14]', async () => {
      const users = { ann: 'canary-ann', reader: 'canary-reader' };
      const auth = {
        users,
        grants: (user: string | undefined, _name: string, action: string) =>
          user === 'ann' || (user === 'reader' && action === 'pull'),
      };
      const server = await startDistribution({ version: 'debian', auth }, never);
      try {
        const may = async (user: 'ann' | 'reader'): Promise<string> =>
          (await tryAt(server.address, basic(user, users[user]), 'acme/app')).push;
        assert.equal(await may('ann'), 'granted');
        assert.equal(await may('reader'), 'denied');
        await failureOf('token-refused', tryAt(server.address, basic('ann', 'wrong')));
      } finally {
        await server.stop();
      }
    });
  });

  async function withDemo(options: RegistryOptions, use: (address: string) => Promise<void>): Promise<void> {
    const registry = await startRegistry(options);
    try {
      await use(registry.address);
    } finally {
      await registry.stop();
    }
  }

  const tokens: RegistryOptions = {
    auth: { token: { refreshTokens: { 'canary-refresh': 'ann' } }, users: { ann: 'canary' } },
  };

  it('that is a refresh token is tried as one', () =>
    withDemo(tokens, async (address) => {
      const token = { kind: 'identity-token', username: '', token: 'canary-refresh' } as const;
      assert.equal((await tryAt(address, token)).login, 'accepted');
      await failureOf('token-refused', tryAt(address, { ...token, token: 'other' }));
    }));

  it('where nobody needs one is not said to be right', () =>
    withDemo({}, async (address) => {
      const trial = await tryAt(address, basic('ann', 'anything'), 'demo/app');
      assert.deepEqual(trial, { login: 'not-asked', pull: 'unknown', push: 'unknown' });
    }));

  it('where nobody answers fails by the name of the network', async () => {
    await failureOf('unreachable', tryAt('127.0.0.1:1', basic('ann', 'canary')));
  });

  it('is not what the next request is signed in with: nothing of the trial stays', () =>
    withDemo(tokens, async (address) => {
      const { engine, world } = newEngine();
      const request = { registry: address, repository: undefined, login: basic('ann', 'canary') };
      await engine.trySignIn(request, never);
      const next = engine.inspectImage(`${address}/demo/app:1.0`, never);
      assert.equal((await failureOf('not-signed-in', next)).credential.kind, 'anonymous');
      assert.ok(!JSON.stringify(world.logged).includes('canary'));
    }));
});
