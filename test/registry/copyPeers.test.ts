// Copies between real registries: distribution, with a token server, and go-containerregistry's with the referrers API.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createEngine } from '../../src/engine/engine.ts';
import { ociConfig, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { fallbackTag } from '../../src/engine/signatures/tags.ts';
import { buildBundleReferrer } from '../demo/bundle.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { newSampleKey } from '../demo/sampleKeys.ts';
import { assertAllThere, copyImage, copyRequest, manifestAt } from '../support/copied.ts';
import { createCountingFetch } from '../support/countingFetch.ts';
import { startDistribution, type RunningDistribution } from '../support/distribution.ts';
import { startGgcrRegistry } from '../support/ggcrRegistry.ts';
import { findPeer } from '../support/peers.ts';
import { pushBlobs, pushImage, pushManifest } from '../support/sampleImages.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../support/scene.ts';
import type { RunningServer } from '../support/serverProcess.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

const ann = makeSigner('ann');
const quiet = { step: () => undefined, laterLook: () => undefined };

describe('a copy between real registries', () => {
  let plain: RunningDistribution | undefined;
  let guarded: RunningDistribution | undefined;
  let ggcr: RunningServer | undefined;
  const counting = createCountingFetch();
  before(async function () {
    this.timeout(60_000);
    for (const peer of ['distribution', 'referrers-registry'] as const) {
      if ((await findPeer(peer)) === undefined)
        skipTest(this, `${peer} is not built (npm run test:interop builds it)`);
    }
    plain = await startDistribution({ version: 'v3' }, noSignal);
    const users = { ann: 'canary-ann' };
    guarded = await startDistribution(
      { version: 'v3', auth: { users, grants: (user) => user === 'ann' } },
      noSignal,
    );
    ggcr = await startGgcrRegistry({ referrers: true }, noSignal);
  });
  after(async () => {
    await plain?.stop();
    await guarded?.stop();
    await ggcr?.stop();
  });
  const engine = () => {
    const auth = Buffer.from('ann:canary-ann').toString('base64');
    const config = JSON.stringify({ auths: { [guarded?.address ?? '']: { auth } } });
    const files = { '/home/ann/.docker/config.json': config };
    return createEngine(createTestWorld({ files, fetch: counting.fetch }));
  };

  it('brings a signed multi-arch image with a bundle over and back with the same digests', async () => {
    const one = engine();
    const [from, into] = [plain?.address ?? '', ggcr?.address ?? ''];
    const image = await pushImage(from, 'demo/app', '1.0', { architectures: ['amd64', 'arm64'] });
    const subject = await manifestAt(image.repository, image.digest);
    const bundle = buildBundleReferrer(
      { digest: image.digest, mediaType: image.mediaType, manifest: subject?.bytes ?? new Uint8Array() },
      newSampleKey('bundle'),
    );
    await pushBlobs(from, 'demo/app', bundle.blobs);
    await pushManifest(from, 'demo/app', bundle.digest, bundle.mediaType, bundle.manifest);
    const index = json({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [descriptor(bundle.mediaType, bundle.manifest)],
    });
    const indexType = 'application/vnd.oci.image.index.v1+json';
    await pushManifest(from, 'demo/app', fallbackTag(image.digest), indexType, index);
    const signing = await one.planSign(signRequest(image.reference, ann), noSignal);
    await one.runSign(signing, ann.open, quiet, noSignal);

    const there = await copyImage(one, copyRequest(image.reference, `${into}/new/app`));
    await assertAllThere(there.plan);
    assert.equal(there.plan.manifests.length, 5);
    const back = await copyImage(one, copyRequest(`${into}/new/app:1.0`, `${from}/back/app:1.0`));
    await assertAllThere(back.plan);
    assert.deepEqual(
      back.plan.manifests.map(({ digest }) => digest).sort(),
      there.plan.manifests.map(({ digest }) => digest).sort(),
    );
    for (const reference of [`${into}/new/app:1.0`, `${from}/back/app:1.0`]) {
      const report = await one.verify(verifyRequest(reference, { trusted: [ann] }), noSignal);
      assert.equal(report.verdict, 'verified', reference);
      assert.equal(report.signatures.length, 2);
    }
    one.dispose();
  });

  it('signs in at a registry with tokens, to write, to mount and to read', async () => {
    const one = engine();
    const image = await pushImage(plain?.address ?? '', 'demo/tokens', '1.0', {
      architectures: ['amd64', 'arm64'],
    });
    const target = `${guarded?.address ?? ''}/acme/app:1.0`;
    const { plan, result } = await copyImage(one, copyRequest(image.reference, target));
    assert.equal(plan.target.credential.push, 'granted');
    assert.equal(result.outcome, 'copied');
    const inside = await copyImage(one, copyRequest(target, `${guarded?.address ?? ''}/acme/copy:1.0`));
    assert.equal(inside.result.blobs.sent, 0);
    assert.equal(inside.result.blobs.mounted, plan.blobs);
    assert.equal(
      (await one.inspectImage(`${guarded?.address ?? ''}/acme/copy:1.0`, noSignal)).digest,
      image.digest,
    );
    one.dispose();
  });

  it('holds but small pieces of a layer of 200 MB', async function () {
    this.timeout(120_000);
    const one = engine();
    const from = plain?.address ?? '';
    const size = 200_000_000;
    const { digest } = await pushLarge(from, 'demo/large', size);
    const config = json({ large: true });
    await pushBlobs(from, 'demo/large', [config]);
    const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar', size, digest };
    const manifest = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor(ociConfig, config),
      layers: [layer],
    });
    await pushManifest(from, 'demo/large', '1.0', ociManifest, manifest);
    const before = counting.went();
    const { result } = await copyImage(
      one,
      copyRequest(`${from}/demo/large:1.0`, `${guarded?.address ?? ''}/acme/large:1.0`),
    );
    assert.equal(result.bytes, size + config.byteLength);
    assert.equal(counting.went() - before, size);
    console.log(`      held at most ${String(counting.most())} bytes`);
    assert.ok(counting.most() < 4_000_000, `held ${String(counting.most())} bytes`);
    one.dispose();
  });
});

/** A blob of so many equal bytes, pushed piece by piece. */
async function pushLarge(address: string, path: string, size: number): Promise<{ digest: string }> {
  const piece = new Uint8Array(1_000_000).fill(5);
  const hash = createHash('sha256');
  for (let done = 0; done < size; done += piece.byteLength) hash.update(piece);
  const digest = `sha256:${hash.digest('hex')}`;
  const begun = await fetch(`http://${address}/v2/${path}/blobs/uploads/`, { method: 'POST' });
  const location = begun.headers.get('location') ?? '';
  let left = size;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left <= 0) return controller.close();
      left -= piece.byteLength;
      controller.enqueue(piece);
    },
  });
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(size) };
  const done = await fetch(`${location}&digest=${digest}`, { method: 'PUT', body, headers, duplex: 'half' });
  assert.equal(done.status, 201);
  return { digest };
}
