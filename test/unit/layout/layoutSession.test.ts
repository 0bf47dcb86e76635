// What a folder is read through: nothing behind it reaches the network, a program or a login, whoever asks.
import assert from 'node:assert/strict';
import { findCredential } from '../../../src/engine/credentials/findCredential.ts';
import { layoutSession } from '../../../src/engine/layout/layoutSession.ts';
import { readLayout } from '../../../src/engine/layout/readLayout.ts';
import { ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { parseReference } from '../../../src/engine/oci/reference.ts';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { describe as descriptor } from '../../demo/images.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { image, indexText, parts } from '../../support/layouts.ts';
import { useFolders, writeLayout } from '../../support/saved.ts';
import { noSignal } from '../../support/scene.ts';
import { createTestWorld } from '../../support/world.ts';

describe('a session that a folder answers', () => {
  const folders = useFolders();

  it('leaves its folder for nothing, also where somebody goes past its answers [S39]', async () => {
    const asked: string[] = [];
    const note = (what: string) => (): Promise<never> => {
      asked.push(what);
      return Promise.reject(new Error('this is for nobody'));
    };
    const auth = Buffer.from('ann:secret').toString('base64');
    const world = createTestWorld({
      clock: createFakeClock(),
      fetch: note('network'),
      run: note('program'),
      files: {
        '/home/ann/.docker/config.json': JSON.stringify({ auths: { 'registry.example': { auth } } }),
      },
    });
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociManifest, image)]), parts);
    const { repository } = parseReference('registry.example/demo/app:1.0');
    const session = await layoutSession(world, await readLayout(world, folder), repository, noSignal);

    const found = await getManifest(session, repository, digestOf(image), noSignal);
    assert.equal(found.digest, digestOf(image));
    const { world: within, http, registries, quiet } = session;
    const past = { world: within, http, registries, quiet };
    await assert.rejects(getManifest(past, repository, digestOf(image), noSignal));
    const options = { args: ['get'], stdin: '', timeoutMilliseconds: 1000, outputLimit: 1000 };
    await assert.rejects(within.processes.run('/usr/bin/helper', options, noSignal));
    const { kind } = await findCredential(within, repository, noSignal);
    assert.deepEqual([kind, asked], ['anonymous', []], 'it left the folder');
  });
});
