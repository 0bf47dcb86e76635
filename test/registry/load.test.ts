// What loading a saved image brings into a registry.
import assert from 'node:assert/strict';
import { useCopyScene } from './copyScene.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { fallbackTag } from '../../src/engine/signatures/tags.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { storeBlob, storeManifest } from '../demo/state.ts';
import { copyImage, manifestAt } from '../support/copied.ts';
import { hangBundle } from '../support/rival.ts';
import { saveImage, useFolders } from '../support/saved.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const predicate = 'https://sigstore.dev/cosign/sign/v1';
const predicates = { stated: predicate, claimed: predicate };

describe('loading a saved image', () => {
  const scene = useCopyScene();
  const folders = useFolders();
  const watch = { progress: () => undefined, laterLook: () => undefined };

  for (const referrers of [true, false]) {
    it(`brings everything to a registry ${referrers ? 'with' : 'without'} the referrers API, byte by byte`, async () => {
      await scene.start({}, { referrers, checks: false });
      const { stage } = scene;
      await stage.sign(ann);
      hangBundle(stage.registry, stage.image, predicates, false);
      scene.attach('attestation', 'an attestation');
      scene.attach('sbom', 'an SBOM');
      const scan = scene.refer(scene.referrersOf(stage.image.digest)[0] ?? '');
      const folder = folders.path();
      const saved = await saveImage(stage.engine, stage.image.reference, folder);
      const [image] = (await stage.engine.readSavedImages(folder, noSignal)).images;
      assert.equal(image?.digest, stage.image.digest);
      assert.equal(image.name, stage.image.reference);
      const request = { folder, digest: image.digest, target: scene.to() };
      const plan = await stage.engine.planLoad(request, noSignal);
      const parts = (list: readonly { part: string; digest: string }[]): string[] =>
        list.map(({ part, digest }) => `${part} ${digest}`).sort();
      assert.deepEqual(parts(plan.manifests), parts(saved.plan.manifests));
      const result = await stage.engine.runLoad(plan, watch, noSignal);
      assert.equal(result.outcome, 'copied');
      for (const { digest } of saved.plan.manifests) {
        assert.equal((await manifestAt(scene.to('new/app'), digest))?.digest, digest);
      }
      assert.ok(plan.manifests.some(({ digest }) => digest === scan));
      const report = await stage.engine.verify(verifyRequest(scene.to(), { trusted: [ann] }), noSignal);
      assert.equal(report.verdict, 'verified');
      assert.equal(report.signatures.length, 3);
    });
  }

  it('brings what a fallback index alone says that it hangs on the image, and takes it for no image', async () => {
    await scene.start({ referrers: false }, { referrers: false });
    const { stage } = scene;
    const { state } = stage.registry;
    const plain = scene.imageOf('a scan');
    const subject = descriptor(ociManifest, json({ another: 'image' }));
    const scans = [plain, json({ ...(JSON.parse(new TextDecoder().decode(plain)) as object), subject })];
    storeBlob(state, 'demo/app', json({ text: 'a scan' }));
    for (const scan of scans) storeManifest(state, 'demo/app', undefined, ociManifest, scan);
    const manifests = scans.map((scan) => descriptor(ociManifest, scan));
    const list = json({ schemaVersion: 2, mediaType: ociIndex, manifests });
    storeManifest(state, 'demo/app', fallbackTag(stage.image.digest), ociIndex, list);
    const folder = folders.path();
    await saveImage(stage.engine, stage.image.reference, folder);
    const [only, ...others] = (await stage.engine.readSavedImages(folder, noSignal)).images;
    assert.deepEqual([only?.digest, others], [stage.image.digest, []]);
    const request = { folder, digest: stage.image.digest, target: scene.to() };
    await stage.engine.runLoad(await stage.engine.planLoad(request, noSignal), watch, noSignal);
    const there = await manifestAt(scene.to('new/app'), fallbackTag(stage.image.digest));
    for (const { digest } of manifests) assert.ok(Buffer.from(there?.bytes ?? []).includes(digest));
  });

  it('adds to the signatures that are there, and moves only the tag that the plan showed', async () => {
    await scene.start({}, {});
    const { stage } = scene;
    await copyImage(stage.engine, scene.request());
    const planned = await stage.engine.planSign(signRequest(scene.to(), ben), noSignal);
    const signing = { step: () => undefined, laterLook: () => undefined };
    await stage.engine.runSign(planned, ben.open, signing, noSignal);
    await stage.sign(ann);
    const folder = folders.path();
    await saveImage(stage.engine, stage.image.reference, folder);
    const request = { folder, digest: stage.image.digest, target: scene.to() };
    const plan = await stage.engine.planLoad(request, noSignal);
    assert.equal(plan.manifests.find(({ part }) => part === 'signatures')?.action, 'merge');
    assert.equal(plan.target.pointsAt, stage.image.digest);
    assert.equal((await stage.engine.runLoad(plan, watch, noSignal)).merged, 1);
    for (const signer of [ann, ben]) {
      const report = await stage.engine.verify(verifyRequest(scene.to(), { trusted: [signer] }), noSignal);
      assert.equal(report.verdict, 'verified', signer.key.label);
    }
  });

  it('loads nothing under the digest of another image than the folder’s', async () => {
    await scene.start({}, {});
    const { engine, image } = scene.stage;
    const folder = folders.path();
    await saveImage(engine, image.reference, folder);
    const { digest } = image;
    const other = scene.to(`new/app@sha256:${'a'.repeat(64)}`);
    await assert.rejects(
      engine.planLoad({ folder, digest, target: other }, noSignal),
      (error) => isEngineError(error, 'bad-reference') && error.details.reason === 'other-digest',
    );
    const named = await engine.planLoad({ folder, digest, target: scene.to(`new/app@${digest}`) }, noSignal);
    assert.equal(named.target.tag, undefined);
  });
});
