// Removing signatures at real registries: distribution with deleting on and off, Debian's 2.8, go-containerregistry's.
import assert from 'node:assert/strict';
import type { EngineApi } from '../../src/engine/api.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { startDistribution } from '../support/distribution.ts';
import { startGgcrRegistry } from '../support/ggcrRegistry.ts';
import { findDockerRegistry, findPeer } from '../support/peers.ts';
import { lookAt, remove, removeRequest } from '../support/removal.ts';
import { pushImage, type PushedImage } from '../support/sampleImages.ts';
import { makeSigner, noSignal, signRequest, verifyRequest, type Signer } from '../support/scene.ts';
import type { RunningServer } from '../support/serverProcess.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

interface Registry {
  readonly title: string;
  readonly isThere: () => Promise<string | undefined>;
  readonly start: () => Promise<RunningServer>;
  readonly deletes: boolean;
}

const registries: readonly Registry[] = [
  {
    title: 'distribution 3',
    isThere: () => findPeer('distribution'),
    start: () => startDistribution({ version: 'v3' }, noSignal),
    deletes: true,
  },
  {
    title: 'distribution 2.8',
    isThere: findDockerRegistry,
    start: () => startDistribution({ version: 'debian' }, noSignal),
    deletes: true,
  },
  {
    title: 'go-containerregistry’s registry',
    isThere: () => findPeer('ggcr-registry'),
    start: () => startGgcrRegistry({ referrers: false }, noSignal),
    deletes: true,
  },
  {
    title: 'distribution 2.8 that deletes nothing',
    isThere: findDockerRegistry,
    start: () => startDistribution({ version: 'debian', deletes: false }, noSignal),
    deletes: false,
  },
  {
    title: 'distribution 3 that deletes nothing',
    isThere: () => findPeer('distribution'),
    start: () => startDistribution({ version: 'v3', deletes: false }, noSignal),
    deletes: false,
  },
];

for (const { title, isThere, start, deletes } of registries) {
  describe(`removing signatures at ${title}`, () => {
    let server: RunningServer | undefined;
    let engine: EngineApi;
    let image: PushedImage;
    before(async function () {
      if ((await isThere()) === undefined) skipTest(this, 'this registry is not installed');
    });
    beforeEach(async () => {
      server = await start();
      image = await pushImage(server.address, 'demo/app', '1.0');
      engine = createEngine(createTestWorld());
    });
    afterEach(async () => {
      engine.dispose();
      await server?.stop();
      server = undefined;
    });
    const sign = async (signer: Signer): Promise<void> => {
      const plan = await engine.planSign(signRequest(image.reference, signer), noSignal);
      const watch = { step: () => undefined, laterLook: () => undefined };
      await engine.runSign(plan, signer.open, watch, noSignal);
    };
    const verdict = async (trusted: Signer): Promise<string> =>
      (await engine.verify(verifyRequest(image.reference, { trusted: [trusted] }), noSignal)).verdict;
    const tagNow = (): ReturnType<typeof lookAt> =>
      lookAt(server?.address ?? '', 'demo/app', signatureTag(image.digest));

    it('takes one signer’s signature away, and leaves the other’s as it was, byte for byte', async () => {
      await sign(ann);
      await sign(ben);
      const [, bens] = (await tagNow()).layers;
      const { lists } = await remove(engine, image.reference, ann);
      assert.deepEqual(
        lists.map(({ outcome, removed, left, unconfirmed }) => ({ outcome, removed, left, unconfirmed })),
        [{ outcome: 'rewritten', removed: 1, left: 1, unconfirmed: undefined }],
      );
      assert.deepEqual((await tagNow()).layers, [bens]);
      assert.equal(await verdict(ann), 'untrusted');
      assert.equal(await verdict(ben), 'verified');
    });

    if (deletes) {
      it('deletes the list when nothing would be left, and leaves the image', async () => {
        await sign(ann);
        const { lists } = await remove(engine, image.reference);
        assert.equal(lists[0]?.outcome, 'deleted');
        assert.equal((await tagNow()).status, 404);
        assert.equal((await lookAt(server?.address ?? '', 'demo/app', '1.0')).status, 200);
        assert.equal(await verdict(ann), 'unsigned');
      });

      it('signs again after that, in a new list', async () => {
        await sign(ann);
        await remove(engine, image.reference);
        await sign(ann);
        assert.equal(await verdict(ann), 'verified');
      });
    } else {
      it('says that it deletes nothing, and removes nothing', async () => {
        await sign(ann);
        await assert.rejects(remove(engine, image.reference), (error) =>
          isEngineError(error, 'cannot-delete'),
        );
        assert.equal((await tagNow()).layers.length, 1);
      });

      it('then plans an empty list, which counts as unsigned and can be signed again', async () => {
        await sign(ann);
        await remove(engine, image.reference).catch(() => undefined);
        const plan = await engine.planRemove(removeRequest(image.reference), noSignal);
        assert.deepEqual(
          plan.lists.map(({ action, undeletable }) => ({ action, undeletable })),
          [{ action: 'empty-list', undeletable: true }],
        );
        const { lists } = await engine.runRemove(plan, () => undefined, noSignal);
        assert.equal(lists[0]?.outcome, 'emptied');
        assert.deepEqual((await tagNow()).layers, []);
        assert.equal(await verdict(ann), 'unsigned');
        await sign(ann);
        assert.equal(await verdict(ann), 'verified');
      });
    }

    it('leaves an empty list where that was chosen', async () => {
      await sign(ann);
      const { lists } = await remove(engine, image.reference, { kind: 'all' }, { whenEmpty: 'empty-list' });
      assert.equal(lists[0]?.outcome, 'emptied');
      assert.equal(await verdict(ann), 'unsigned');
    });
  });
}

describe('removing signatures at distribution 2.8 beside hundreds of tags', () => {
  before(async function () {
    if ((await findDockerRegistry()) === undefined) skipTest(this, 'this registry is not installed');
  });

  it('deletes nothing by a digest that nobody can tell the tags of, and leaves an empty list instead', async () => {
    const server = await startDistribution({ version: 'debian' }, noSignal);
    const engine = createEngine(createTestWorld());
    try {
      const image = await pushImage(server.address, 'demo/app', '1.0');
      const { text } = await lookAt(server.address, 'demo/app', '1.0');
      const headers = { 'content-type': image.mediaType };
      for (let at = 0; at < 300; at += 1) {
        const address = `http://${server.address}/v2/demo/app/manifests/v${at}`;
        assert.equal((await fetch(address, { method: 'PUT', headers, body: text })).status, 201);
      }
      const signing = await engine.planSign(signRequest(image.reference, ann), noSignal);
      const watch = { step: () => undefined, laterLook: () => undefined };
      await engine.runSign(signing, ann.open, watch, noSignal);
      await assert.rejects(
        remove(engine, image.reference),
        (error) => isEngineError(error, 'cannot-delete') && error.details.by === 'tag',
      );
      const { lists } = await remove(engine, image.reference, undefined, { whenEmpty: 'empty-list' });
      assert.equal(lists[0]?.outcome, 'emptied');
    } finally {
      engine.dispose();
      await server.stop();
    }
  });
});
