// The real registries that tests start: each comes up, asks for what it was told to ask for, and goes away.
import assert from 'node:assert/strict';
import { htpasswdUsers, startDistribution } from '../support/distribution.ts';
import { startGgcrRegistry } from '../support/ggcrRegistry.ts';
import { findDockerRegistry, findPeer } from '../support/peers.ts';
import type { RunningServer } from '../support/serverProcess.ts';
import { skipTest } from '../support/skip.ts';

const signal = new AbortController().signal;
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

async function using<T extends RunningServer>(
  start: Promise<T>,
  work: (server: T) => Promise<void>,
): Promise<void> {
  const server = await start;
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

for (const version of ['debian', 'v3'] as const) {
  describe(`distribution's registry, ${version}`, () => {
    before(async function () {
      const there = version === 'debian' ? await findDockerRegistry() : await findPeer('distribution');
      const how = version === 'debian' ? 'apt-get install docker-registry' : 'npm run test:interop builds it';
      if (there === undefined) skipTest(this, `it is not installed (${how})`);
    });

    it('comes up open and is gone after stop', async () => {
      let address = '';
      await using(startDistribution({ version }, signal), async (server) => {
        address = server.address;
        assert.equal((await fetch(`http://${address}/v2/`)).status, 200);
      });
      await assert.rejects(fetch(`http://${address}/v2/`));
    });

    it('lets in the users of its htpasswd file', async () => {
      await using(startDistribution({ version, auth: 'htpasswd' }, signal), async ({ address }) => {
        for (const [user, password] of Object.entries(htpasswdUsers)) {
          const answer = await fetch(`http://${address}/v2/`, { headers: basic(user, password) });
          assert.equal(answer.status, 200);
        }
        assert.equal((await fetch(`http://${address}/v2/`, { headers: basic('ann', 'no') })).status, 401);
      });
    });

    it('takes the tokens of its token server, by GET and by POST', async () => {
      const auth = { users: { ann: 'pw' }, refreshTokens: { 'identity token': 'ann' } };
      await using(startDistribution({ version, auth }, signal), async ({ address, tokenServer }) => {
        assert.ok(tokenServer);
        const path = `http://${address}/v2/demo/app/tags/list`;
        const challenge = (await fetch(path)).headers.get('www-authenticate') ?? '';
        assert.ok(challenge.includes(`realm="${tokenServer.realm}"`), challenge);
        const query = `service=${tokenServer.service}&scope=repository:demo/app:pull`;
        const got = await fetch(`${tokenServer.realm}?${query}`, { headers: basic('ann', 'pw') });
        const form = new URLSearchParams(`${query}&grant_type=refresh_token`);
        form.set('refresh_token', 'identity token');
        const posted = await fetch(tokenServer.realm, { method: 'POST', body: form });
        for (const answer of [got, posted]) {
          const { token } = (await answer.json()) as { token: string };
          const list = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
          assert.equal(list.status, 404, await list.text());
        }
      });
    });
  });
}

for (const referrers of [false, true]) {
  it(`ggcr's registry comes up ${referrers ? 'with' : 'without'} the referrers API`, async function () {
    const name = referrers ? 'referrers-registry' : 'ggcr-registry';
    if ((await findPeer(name)) === undefined)
      skipTest(this, 'it is not built (npm run test:interop builds it)');
    await using(startGgcrRegistry({ referrers }, signal), async ({ address }) => {
      const repository = `http://${address}/v2/demo/app`;
      const headers = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
      await fetch(`${repository}/manifests/1.0`, { method: 'PUT', body: '{"schemaVersion":2}', headers });
      const answer = await fetch(`${repository}/referrers/sha256:${'0'.repeat(64)}`);
      assert.equal(answer.status, referrers ? 200 : 404);
    });
  });
}
