// What a copy leaves as it is at its target, and what it takes for granted there: nothing.
import assert from 'node:assert/strict';
import { useCopyScene } from './copyScene.ts';
import type { CopyPlan } from '../../src/engine/copyPlan.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { attachedTag, fallbackTag, signatureTag } from '../../src/engine/signatures/tags.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { repositoryOf, storeManifest } from '../demo/state.ts';
import { copyImage, manifestAt, watchCopy } from '../support/copied.ts';
import { append, hangBundle, overwrite, signatureBy } from '../support/rival.ts';
import type { PushedImage } from '../support/sampleImages.ts';
import { makeSigner, noSettings, noSignal, signRequest, verifyRequest } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const eve = makeSigner('eve');
const predicate = 'https://sigstore.dev/cosign/sign/v1';
const predicates = { stated: predicate, claimed: predicate };

describe('a copy into what is there already', () => {
  const scene = useCopyScene();

  it('keeps the signatures that the target has, and adds to them', async () => {
    await scene.start({}, {});
    await copyImage(scene.stage.engine, scene.request());
    const signAt = async (reference: string, signer: typeof ann): Promise<void> => {
      const plan = await scene.stage.engine.planSign(signRequest(reference, signer), noSignal);
      const watch = { step: () => undefined, laterLook: () => undefined };
      await scene.stage.engine.runSign(plan, signer.open, watch, noSignal);
    };
    await signAt(scene.to(), ben);
    await scene.stage.sign(ann);
    const { plan, result } = await copyImage(scene.stage.engine, scene.request());
    assert.equal(plan.manifests.find(({ part }) => part === 'signatures')?.action, 'merge');
    assert.equal(result.merged, 1);
    for (const signer of [ann, ben]) {
      const report = await scene.stage.engine.verify(
        verifyRequest(scene.to(), { trusted: [signer] }),
        noSignal,
      );
      assert.equal(report.verdict, 'verified', signer.key.label);
    }
    const again = await copyImage(scene.stage.engine, scene.request());
    assert.equal(again.result.outcome, 'already-there');
    assert.equal(again.plan.blobs, 0);
  });

  /** The source is signed by ann; the target holds ben's signature of the same image. */
  async function planBesideBen(): Promise<CopyPlan> {
    await scene.start({}, {});
    await scene.stage.sign(ann);
    append(scene.target, imageThere(), signatureBy(ben, imageThere()));
    return scene.stage.engine.planCopy(scene.request(), noSignal);
  }
  const imageThere = (): PushedImage => ({ ...scene.stage.image, repository: scene.to('new/app') });
  const layersThere = async (): Promise<number> => {
    const found = await manifestAt(scene.to('new/app'), signatureTag(scene.stage.image.digest));
    const { layers } = JSON.parse(new TextDecoder().decode(found?.bytes)) as { layers: unknown[] };
    return layers.length;
  };

  it('starts no new list where the one that the plan showed is gone [S30]', async () => {
    const plan = await planBesideBen();
    repositoryOf(scene.target.state, 'new/app').tags.delete(signatureTag(scene.stage.image.digest));
    await assert.rejects(
      scene.stage.engine.runCopy(plan, watchCopy(), noSignal),
      (error) => isEngineError(error, 'plan-changed') && error.details.what === 'place',
    );
    assert.equal(await manifestAt(scene.to('new/app'), signatureTag(scene.stage.image.digest)), undefined);
  });

  it('brings back what another wrote over between plan and run', async () => {
    const plan = await planBesideBen();
    overwrite(scene.target, imageThere(), [signatureBy(eve, imageThere())]);
    await scene.stage.engine.runCopy(plan, watchCopy(), noSignal);
    assert.equal(await layersThere(), 3);
  });

  it('leaves another SBOM of the target as it is, and says so', async () => {
    await scene.start({}, {});
    scene.attach('sbom', 'an SBOM');
    const mine = scene.attach('sbom', 'another SBOM', scene.target, 'new/app');
    const { plan } = await copyImage(scene.stage.engine, scene.request());
    assert.equal(plan.manifests.find(({ part }) => part === 'sbom')?.action, 'stays');
    assert.equal(
      (await manifestAt(scene.to('new/app'), attachedTag(scene.stage.image.digest, 'sbom')))?.digest,
      mine,
    );
  });

  it('brings of two SBOMs the one beside the image, and says that the signature repository’s is left out', async () => {
    await scene.start({}, {});
    const beside = scene.attach('sbom', 'an SBOM');
    scene.attach('sbom', 'another SBOM', scene.stage.registry, 'sigs');
    const origin = { kind: 'default', name: '' } as const;
    const settings = {
      ...noSettings,
      signatureRepository: { value: `${scene.stage.registry.address}/sigs`, origin },
      layout: { value: 'shared', origin } as const,
    };
    const request = { ...scene.request(), settings };
    const { plan } = await copyImage(scene.stage.engine, request);
    const actions = plan.manifests.flatMap(({ part, action }) => (part === 'sbom' ? [action] : []));
    assert.deepEqual(actions, ['send', 'stays']);
    const tag = attachedTag(scene.stage.image.digest, 'sbom');
    assert.equal((await manifestAt(scene.to('new/app'), tag))?.digest, beside);
  });

  it('adds to the fallback index of the target and keeps what is listed there', async () => {
    await scene.start({}, { referrers: false });
    hangBundle(scene.stage.registry, scene.stage.image, predicates, false);
    const foreign = { ...descriptor(ociManifest, json({ other: true })), note: 'kept' };
    storeManifest(scene.target.state, 'new/app', undefined, ociManifest, json({ other: true }));
    const index = json({
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [foreign],
      annotations: { a: 'b' },
    });
    const tag = fallbackTag(scene.stage.image.digest);
    storeManifest(scene.target.state, 'new/app', tag, ociIndex, index);
    const planned = await scene.stage.engine.planCopy(scene.request(), noSignal);
    repositoryOf(scene.target.state, 'new/app').tags.delete(tag);
    await assert.rejects(
      scene.stage.engine.runCopy(planned, watchCopy(), noSignal),
      (error) => isEngineError(error, 'plan-changed') && error.details.what === 'referrers',
    );
    assert.equal(await manifestAt(scene.to('new/app'), tag), undefined, 'none is started in its place');
    storeManifest(scene.target.state, 'new/app', tag, ociIndex, index);
    const { plan } = await copyImage(scene.stage.engine, scene.request());
    const now = JSON.parse(new TextDecoder().decode((await manifestAt(scene.to('new/app'), tag))?.bytes)) as {
      manifests: { digest: string }[];
      annotations: unknown;
    };
    const referrer = plan.manifests.find(({ part }) => part === 'referrer');
    assert.deepEqual(
      now.manifests.map(({ digest }) => digest).sort(),
      [foreign.digest, referrer?.digest].sort(),
    );
    assert.deepEqual(
      now.manifests.find(({ digest }) => digest === foreign.digest),
      foreign,
    );
    assert.deepEqual(now.annotations, { a: 'b' });
  });

  it('shows what a tag of the target points at, moves it last, and stops when it moved meanwhile', async () => {
    await scene.start({}, {});
    const other = storeManifest(scene.target.state, 'new/app', '1.0', ociManifest, scene.imageOf('other'));
    const plan = await scene.stage.engine.planCopy(scene.request(), noSignal);
    assert.equal(plan.target.pointsAt, other);
    const moved = storeManifest(scene.target.state, 'new/app', '1.0', ociManifest, scene.imageOf('moved'));
    await assert.rejects(
      scene.stage.engine.runCopy(plan, watchCopy(), noSignal),
      (error) => isEngineError(error, 'plan-changed') && error.details.what === 'tag',
    );
    assert.equal(repositoryOf(scene.target.state, 'new/app').tags.get('1.0'), moved);
    const { result } = await copyImage(scene.stage.engine, scene.request());
    assert.equal(result.tag, '1.0');
    const writes = scene.target.requests.filter(
      ({ method, path }) => method === 'PUT' && path.includes('/manifests/'),
    );
    assert.ok(writes.at(-1)?.path.endsWith('/manifests/1.0'));
  });

  it('proves each blob at the target, also where the manifest is there already [S20]', async () => {
    await scene.start({}, { checks: false });
    const { plan } = await copyImage(scene.stage.engine, scene.request());
    const lost = plan.manifests[0]?.blobs[0]?.digest ?? '';
    repositoryOf(scene.target.state, 'new/app').blobs.delete(lost);
    const { result } = await copyImage(scene.stage.engine, scene.request());
    assert.equal(result.blobs.sent, 1);
    assert.ok(repositoryOf(scene.target.state, 'new/app').blobs.has(lost));
  });
});
