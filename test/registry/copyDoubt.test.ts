// Copies that end before they begin, and sources that would make one go on without end.
import assert from 'node:assert/strict';
import { useCopyScene } from './copyScene.ts';
import type { CopyRequest } from '../../src/engine/copyPlan.ts';
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

  it('names the image of an index that the registry does not have', async () => {
    await scene.start({}, {});
    const gone = descriptor(ociManifest, json({ gone: true }));
    const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [gone] });
    const path = pathOf(scene.stage.image);
    storeManifest(scene.stage.registry.state, path, 'sparse', ociIndex, index);
    const reference = `${scene.stage.image.repository}:sparse`;
    await assert.rejects(
      scene.stage.engine.planCopy({ ...scene.request(), reference }, noSignal),
      (error) =>
        isEngineError(error, 'subject-not-found') && error.details.reference.endsWith(`@${gone.digest}`),
    );
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

  /** Puts an image whose only layer stands at this address under the tag `foreign`; gives it. */
  function putForeign(address: string): Uint8Array {
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
      layers: [{ ...layer, urls: [`http://${address}/v2/a/blobs/${layer.digest}`] }],
    });
    storeManifest(scene.stage.registry.state, path, 'foreign', ociManifest, image);
    return image;
  }
  const foreignRequest = (): CopyRequest =>
    copyRequest(`${scene.stage.image.repository}:foreign`, scene.to('new/app:foreign'));

  it('never asks the addresses that a descriptor names, and leaves that layer where it is [S39]', async () => {
    let asked = 0;
    const elsewhere = await startRegistry({ statusFor: () => ((asked += 1), undefined) });
    scene.others.push(elsewhere);
    await scene.start({ checks: false }, { checks: false });
    const image = putForeign(elsewhere.address);
    const { plan } = await copyImage(scene.stage.engine, foreignRequest());
    assert.equal(plan.manifests[0]?.foreign, 1);
    assert.equal((await manifestAt(scene.to('new/app'), 'foreign'))?.digest, digestOf(image));
    assert.equal(asked, 0);
  });

  it('leaves a layer elsewhere only where the registry says that it has it not', async () => {
    const { digest } = descriptor('', json({ layer: 1 }));
    let status = 403;
    const statusFor = ({ path }: { path: string }): { status: number; body: string } | undefined =>
      path.endsWith(digest) ? { status, body: '' } : undefined;
    await scene.start({ checks: false, statusFor }, { checks: false });
    putForeign('elsewhere.example');
    for (const [answered, code] of [
      [403, 'forbidden'],
      [400, 'registry-refused'],
    ] as const) {
      status = answered;
      await assert.rejects(scene.stage.engine.planCopy(foreignRequest(), noSignal), (error) =>
        isEngineError(error, code),
      );
    }
    status = 200;
    const held = await scene.stage.engine.planCopy(foreignRequest(), noSignal);
    assert.equal(held.manifests[0]?.foreign, 0);
    assert.ok(held.manifests[0].blobs.some((blob) => blob.digest === digest));
  });

  it('says of a manifest that did not arrive where it should be, and which it is', async () => {
    let swallowed = /\/manifests\/sha256:/;
    const swallow = ({ method, path }: { method: string; path: string }): { status: number } | undefined =>
      method === 'PUT' && swallowed.test(path) ? { status: 201 } : undefined;
    const isDenied = ({ method, path }: { method: string; path: string }): boolean =>
      method === 'GET' && path.endsWith('/manifests/1.0') && scene.target.requests.some(isTagWrite);
    const isTagWrite = ({ method, path }: { method: string; path: string }): boolean =>
      method === 'PUT' && path.endsWith('/manifests/1.0');
    await scene.start(
      {},
      { statusFor: (request) => (isDenied(request) ? { status: 403, body: '{}' } : swallow(request)) },
    );
    const details = async (): Promise<unknown> => {
      try {
        await copyImage(scene.stage.engine, scene.request());
      } catch (error) {
        if (isEngineError(error, 'copy-not-confirmed')) return error.details;
        throw error;
      }
      return assert.fail('it was confirmed');
    };
    const { manifests } = await scene.stage.engine.planCopy(scene.request(), noSignal);
    const first = manifests[0]?.digest ?? '';
    const place = `${scene.to('new/app')}@${first}`;
    assert.deepEqual(await details(), { place, digest: first, reason: 'nothing-there' });
    swallowed = /never/;
    const { digest } = scene.stage.image;
    assert.deepEqual(await details(), { place: scene.to(), digest, reason: 'forbidden' });
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

  const withSignaturesAt = (repository: string): CopyRequest['settings'] => {
    const origin = { kind: 'default', name: '' } as const;
    return {
      ...noSettings,
      signatureRepository: { value: repository, origin },
      layout: { value: 'shared', origin },
    };
  };

  it('runs only with the logins that the plan showed, of the signature repository too [S26]', async () => {
    await scene.start({}, {});
    const elsewhere = await startRegistry();
    scene.others.push(elsewhere);
    const sigs = `${elsewhere.address}/sigs`;
    const settings = withSignaturesAt(sigs);
    const plan = await scene.stage.engine.planCopy({ ...scene.request(), settings }, noSignal);
    const { source, target } = plan;
    assert.deepEqual(source.further, [{ repository: sigs, credential: source.credential }]);
    const was = { ...target.credential, identity: 'somebody else' };
    const changed = [
      { ...plan, target: { ...target, credential: was } },
      { ...plan, source: { ...source, credential: was } },
      { ...plan, source: { ...source, further: [{ repository: sigs, credential: was }] } },
    ];
    for (const one of changed) {
      await assert.rejects(
        scene.stage.engine.runCopy(one, watchCopy(), noSignal),
        (error) => isEngineError(error, 'plan-changed') && error.details.what === 'credential',
      );
    }
    assert.ok(scene.target.requests.every(({ method }) => method === 'GET'));
    await scene.stage.engine.runCopy(plan, watchCopy(), noSignal);
  });

  it('stops at a signature repository that nobody may look into [S17]', async () => {
    const denied = { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' }, body: '{}' };
    await scene.start({}, {});
    const locked = await startRegistry({
      statusFor: ({ path }) => (path === '/v2/' || path.endsWith('/tags/list') ? denied : undefined),
    });
    scene.others.push(locked);
    const settings = withSignaturesAt(`${locked.address}/sigs`);
    await assert.rejects(
      scene.stage.engine.planCopy(copyRequest(scene.stage.image.reference, scene.to(), settings), noSignal),
      (error) => isEngineError(error, 'place-not-readable'),
    );
  });
});
