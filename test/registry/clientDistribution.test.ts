// The registry client at real registries of the distribution project: open, with htpasswd, with a token server.
import assert from 'node:assert/strict';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { ociConfig, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import type { Repository } from '../../src/engine/oci/reference.ts';
import { readBlob } from '../../src/engine/registry/blobs.ts';
import { listRepositories, listTags } from '../../src/engine/registry/lists.ts';
import { getManifest, putManifest } from '../../src/engine/registry/manifests.ts';
import { mayRead } from '../../src/engine/registry/mayRead.ts';
import { pushGranted } from '../support/pushGranted.ts';
import { getReferrers } from '../../src/engine/registry/referrers.ts';
import type { RegistrySession } from '../../src/engine/registry/session.ts';
import { uploadBlob } from '../../src/engine/registry/upload.ts';
import { htpasswdUsers, startDistribution } from '../support/distribution.ts';
import type { DistributionOptions, RunningDistribution } from '../support/distribution.ts';
import { findDockerRegistry, findPeer } from '../support/peers.ts';
import { skipTest } from '../support/skip.ts';
import { createSession, failureOf, never } from '../unit/registry/support.ts';
import * as logins from '../support/logins.ts';

const config = new TextEncoder().encode(
  '{"architecture":"","os":"","config":{},"rootfs":{"type":"layers","diff_ids":[]}}',
);
const tokens = {
  users: { ann: 'canary-ann', reader: 'canary-reader' },
  grants: (user: string | undefined, name: string, action: string) =>
    name.startsWith('acme/') && (user === 'ann' || (user === 'reader' && action === 'pull')),
};

/** Pushes an image of one config blob and gives its bytes. */
async function push(session: RegistrySession, repository: Repository, tag: string): Promise<Uint8Array> {
  const digest = await uploadBlob(session, repository, config, never);
  const descriptor = { mediaType: ociConfig, size: config.byteLength, digest };
  const bytes = new TextEncoder().encode(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor,
      layers: [],
      annotations: { tag },
    }),
  );
  await putManifest(session, repository, tag, bytes, ociManifest, never);
  return bytes;
}

async function collect(pages: AsyncIterable<{ readonly names: readonly string[] }>): Promise<string[]> {
  const names: string[] = [];
  for await (const page of pages) names.push(...page.names);
  return names.sort();
}

for (const version of ['debian', 'v3'] as const) {
  describe(`the client at distribution's registry, ${version}`, () => {
    let server: RunningDistribution | undefined;
    let repository: Repository;
    before(async function () {
      const there = version === 'debian' ? await findDockerRegistry() : await findPeer('distribution');
      const how = version === 'debian' ? 'apt-get install docker-registry' : 'npm run test:interop builds it';
      if (there === undefined) skipTest(this, `it is not installed (${how})`);
    });
    afterEach(async () => {
      await server?.stop();
      server = undefined;
    });
    const start = async (auth: NonNullable<DistributionOptions['auth']>): Promise<RunningDistribution> => {
      server = await startDistribution({ version, auth }, never);
      repository = { registry: server.address, path: 'acme/app' };
      return server;
    };
    const as = (user: string, password: string) => createSession({ [repository.registry]: [user, password] });

    it('writes and reads an open registry, lists it, and hears that it has no referrers API', async () => {
      const { address } = await start('none');
      const { session } = createSession();
      const bytes = await push(session, repository, 'v1');
      await push(session, repository, 'v2');
      const byTag = await getManifest(session, repository, 'v1', never);
      const byDigest = await getManifest(session, repository, byTag.digest, never);
      assert.deepEqual(Buffer.from(byDigest.bytes), Buffer.from(bytes));
      assert.equal(byTag.mediaType, ociManifest);
      assert.deepEqual(
        Buffer.from(await readBlob(session, repository, digestOf(config), 1000, never)),
        Buffer.from(config),
      );
      assert.deepEqual(await collect(listTags(session, repository, never)), ['v1', 'v2']);
      assert.deepEqual(await collect(listRepositories(session, address, never)), ['acme/app']);
      assert.equal((await getReferrers(session, repository, byTag.digest, never)).kind, 'no-referrers-api');
      assert.equal(await mayRead(session, { ...repository, path: 'acme/none' }, never), true);
      assert.equal(await pushGranted(session, repository, never), 'unknown');
      await failureOf('not-found', getManifest(session, repository, 'none', never));
      await failureOf('not-found', getManifest(session, { ...repository, path: 'acme/none' }, 'v1', never));
      await failureOf('not-found', collect(listTags(session, { ...repository, path: 'acme/none' }, never)));
    });

    it('signs in with the password of an htpasswd file, and names who was refused', async () => {
      const { address } = await start('htpasswd');
      const { session } = as('ann', htpasswdUsers.ann);
      await push(session, repository, 'v1');
      const fetched = await getManifest(session, repository, 'v1', never);
      assert.deepEqual(fetched.reader.credential, logins.ann);
      assert.deepEqual(await collect(listRepositories(session, address, never)), ['acme/app']);
      assert.equal(await mayRead(session, repository, never), true);
      const wrong = await failureOf(
        'not-signed-in',
        getManifest(as('ann', 'canary').session, repository, 'v1', never),
      );
      assert.deepEqual(wrong.credential, logins.ann);
      const nobody = await failureOf(
        'not-signed-in',
        getManifest(createSession().session, repository, 'v1', never),
      );
      assert.deepEqual(nobody.credential, logins.nobody);
    });

    it('signs in with the tokens of a token server, one for each thing it does', async () => {
      const { tokenServer } = await start(tokens);
      const { session, world } = as('ann', 'canary-ann');
      await push(session, repository, 'v1');
      await getManifest(session, repository, 'v1', never);
      await readBlob(session, repository, digestOf(config), 1000, never);
      assert.equal(await pushGranted(session, repository, never), 'granted');
      assert.equal(await mayRead(session, { ...repository, path: 'acme/none' }, never), true);
      assert.equal(await mayRead(session, { ...repository, path: 'other/none' }, never), false);
      assert.deepEqual(
        tokenServer?.requests.map(({ url }) => new URL(url, 'http://x').searchParams.getAll('scope')),
        [
          ['repository:acme/app:pull,push'],
          ['repository:acme/app:pull'],
          ['repository:acme/none:pull'],
          ['repository:other/none:pull'],
          // Nothing was granted: the registry refused that token, and one that had been used before is asked for anew.
          ['repository:other/none:pull'],
        ],
      );
      assert.ok(!world.logged.join('\n').includes('canary'));
    });

    it('tells a reader that a push is denied before anything is written, and is refused by name [U14]', async () => {
      await start(tokens);
      await push(as('ann', 'canary-ann').session, repository, 'v1');
      const { session } = as('reader', 'canary-reader');
      assert.equal(await pushGranted(session, repository, never), 'denied');
      await getManifest(session, repository, 'v1', never);
      await failureOf('not-signed-in', uploadBlob(session, repository, config, never));
      await failureOf('token-refused', getManifest(as('ann', 'canary').session, repository, 'v1', never));
      await failureOf('not-signed-in', getManifest(createSession().session, repository, 'v1', never));
    });
  });
}
