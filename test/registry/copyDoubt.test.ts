// Copies that end before they begin, and sources that would make one go on without end.
import assert from 'node:assert/strict';
import { useCopyScene } from './copyScene.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { fallbackTag } from '../../src/engine/signatures/tags.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { startRegistry } from '../demo/registry.ts';
import { storeBlob, storeManifest } from '../demo/state.ts';
import { copyImage, copyRequest, manifestAt, watchCopy } from '../support/copied.ts';
import { pathOf } from '../support/rival.ts';
import { noSettings, noSignal } from '../support/scene.ts';

describe('a copy of what is not to be trusted', () => {
  const scene = useCopyScene();

  it('says which listed referrers are not there, and is held up by none', async () => {
    await scene.start({ referrers: false }, {});
    const gone = descriptor(ociManifest, json({ gone: true }));
    const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [gone] });
    storeManifest(
      scene.stage.registry.state,
      pathOf(scene.stage.image),
      fallbackTag(scene.stage.image.digest),
      ociIndex,
      index,
    );
    const { plan } = await copyImage(scene.stage.engine, scene.request());
    assert.deepEqual(plan.missing, [gone.digest]);
  });

  it('stops at a place of the source that cannot be read, before anything is written', async () => {
    await scene.start(
      { statusFor: ({ path }) => (path.includes('/referrers/') ? { status: 403, body: '{}' } : undefined) },
      {},
    );
    await assert.rejects(scene.stage.engine.planCopy(scene.request(), noSignal), (error) =>
      isEngineError(error, 'forbidden'),
    );
    assert.equal(scene.target.requests.length, 0);
  });

  it('never asks the addresses that a descriptor names, and leaves that layer where it is [S39]', async () => {
    let asked = 0;
    const elsewhere = await startRegistry({ statusFor: () => ((asked += 1), undefined) });
    scene.others.push(elsewhere);
    await scene.start({ checks: false }, { checks: false });
    const path = pathOf(scene.stage.image);
    const config = json({ foreign: true });
    storeBlob(scene.stage.registry.state, path, config);
    const layer = {
      ...descriptor('application/vnd.oci.image.layer.nondistributable.v1.tar', json({ layer: 1 })),
    };
    const image = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: [{ ...layer, urls: [`http://${elsewhere.address}/v2/a/blobs/${layer.digest}`] }],
    });
    storeManifest(scene.stage.registry.state, path, 'foreign', ociManifest, image);
    const reference = `${scene.stage.image.repository}:foreign`;
    const { plan } = await copyImage(scene.stage.engine, copyRequest(reference, scene.to('new/app:foreign')));
    assert.equal(plan.manifests[0]?.foreign, 1);
    assert.equal((await manifestAt(scene.to('new/app'), 'foreign'))?.digest, digestOf(image));
    assert.equal(asked, 0);
  });

  it('ends with an index that nests too deeply, or holds itself [S39]', async () => {
    await scene.start({ checks: false }, {});
    const path = pathOf(scene.stage.image);
    let inner: unknown[] = [];
    let digest = '';
    for (let depth = 0; depth < 12; depth += 1) {
      const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests: inner });
      digest = storeManifest(scene.stage.registry.state, path, undefined, ociIndex, index);
      inner = [descriptor(ociIndex, index)];
    }
    const reference = `${scene.stage.image.repository}@${digest}`;
    await assert.rejects(
      scene.stage.engine.planCopy(copyRequest(reference, scene.to()), noSignal),
      (error) => isEngineError(error, 'not-an-image') && error.details.reason === 'nested-too-deeply',
    );
  });

  it('reads once what an index names the same child a thousand times [S39]', async () => {
    await scene.start({ checks: false }, {});
    const path = pathOf(scene.stage.image);
    const child = scene.imageOf('child');
    storeBlob(scene.stage.registry.state, path, json({ text: 'child' }));
    storeManifest(scene.stage.registry.state, path, undefined, ociManifest, child);
    const manifests = Array.from({ length: 1000 }, () => descriptor(ociManifest, child));
    const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests });
    storeManifest(scene.stage.registry.state, path, 'many', ociIndex, index);
    const before = scene.stage.registry.requests.length;
    const plan = await scene.stage.engine.planCopy(
      copyRequest(`${scene.stage.image.repository}:many`, scene.to()),
      noSignal,
    );
    assert.equal(plan.manifests.length, 2);
    assert.ok(scene.stage.registry.requests.length - before < 20);
  });

  it('runs only with the logins that the plan showed [S26]', async () => {
    await scene.start({}, {});
    const plan = await scene.stage.engine.planCopy(scene.request(), noSignal);
    const was = { ...plan.target.credential, identity: 'somebody else' };
    const changed = [
      { ...plan, target: { ...plan.target, credential: was } },
      { ...plan, source: { ...plan.source, credential: was } },
    ];
    for (const one of changed) {
      await assert.rejects(
        scene.stage.engine.runCopy(one, watchCopy(), noSignal),
        (error) => isEngineError(error, 'plan-changed') && error.details.what === 'credential',
      );
    }
    assert.ok(scene.target.requests.every(({ method }) => method === 'GET'));
  });

  it('stops at a signature repository that nobody may look into [S17]', async () => {
    const denied = { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' }, body: '{}' };
    await scene.start({}, {});
    const locked = await startRegistry({
      statusFor: ({ path }) => (path === '/v2/' || path.endsWith('/tags/list') ? denied : undefined),
    });
    scene.others.push(locked);
    const settings = {
      ...noSettings,
      signatureRepository: {
        value: `${locked.address}/sigs`,
        origin: { kind: 'default', name: '' } as const,
      },
      layout: { value: 'shared', origin: { kind: 'default', name: '' } } as const,
    };
    await assert.rejects(
      scene.stage.engine.planCopy(copyRequest(scene.stage.image.reference, scene.to(), settings), noSignal),
      (error) => isEngineError(error, 'place-not-readable'),
    );
  });
});
