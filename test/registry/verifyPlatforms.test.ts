// Multi-arch images: an index and its platform images are subjects of their own, and the report on an index tells what
// covers each image: a signature of its own, the verified index that lists it, nothing, or that nobody could tell.
import assert from 'node:assert/strict';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import { json } from '../demo/images.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { repositoryOf, storeManifest } from '../demo/state.ts';
import { append, pathOf, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, verifyRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const eve = makeSigner('eve');
const architectures = ['amd64', 'arm64', 'riscv64'];

describe('verifying an index', () => {
  let stage: Stage;
  let children: readonly Digest[] = [];
  beforeEach(() => {
    children = [];
  });
  afterEach(() => stage.stop());

  const start = async (options: RegistryOptions = {}): Promise<void> => {
    stage = await newStage(options, {}, { architectures });
    children = childrenOf(stage);
    assert.equal(children.length, architectures.length);
  };
  const signChild = (digest: Digest | undefined, signer = ann): void => {
    assert.ok(digest);
    const child = { ...stage.image, digest };
    append(stage.registry, child, signatureBy(signer, child));
  };
  const verifyChild = (digest: Digest | undefined): Promise<VerifyReport> =>
    stage.engine.verify(
      verifyRequest(`${stage.image.repository}@${digest ?? ''}`, { trusted: [ann] }),
      noSignal,
    );

  it('tells that its images are verified through it, and each alone is unsigned [S19] [N4]', async () => {
    await start();
    await stage.sign(ann);
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'verified');
    assert.deepEqual(covered(report), ['through-index', 'through-index', 'through-index']);
    assert.deepEqual(own(report), ['unsigned', 'unsigned', 'unsigned']);
    for (const child of children) assert.equal((await verifyChild(child)).verdict, 'unsigned');
  });

  it('is unsigned where only its images are signed, all of them [S19] [N4]', async () => {
    await start();
    for (const child of children) signChild(child);
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'unsigned');
    assert.deepEqual(covered(report), ['own-signature', 'own-signature', 'own-signature']);
    for (const child of children) assert.equal((await verifyChild(child)).verdict, 'verified');
  });

  it('takes the signature of one image for no other, and a stranger for nobody [S19]', async () => {
    await start();
    signChild(children[0]);
    signChild(children[1], eve);
    const report = await stage.verify([ann]);
    assert.deepEqual(covered(report), ['own-signature', 'not-covered', 'not-covered']);
    assert.deepEqual(own(report), ['verified', 'untrusted', 'unsigned']);
    assert.deepEqual(
      report.platforms?.images.map(({ platform }) => platform?.architecture),
      architectures,
    );
  });

  it("does not take an image's signature under the index's tag for one of the index [S19] [N4]", async () => {
    await start();
    const [child] = children;
    assert.ok(child);
    append(stage.registry, stage.image, signatureBy(ann, { ...stage.image, digest: child }));
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'rejected');
    assert.deepEqual(covered(report), ['not-covered', 'not-covered', 'not-covered']);
  });

  it('says of an image whose places could not be read that it could not be checked, never that it is not covered', async () => {
    await start({
      statusFor: ({ path }) =>
        isAt(path, children[1]) ? { status: 403, body: '{"errors":[{"code":"DENIED"}]}' } : undefined,
    });
    signChild(children[0]);
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'unsigned');
    assert.deepEqual(covered(report), ['own-signature', 'could-not-check', 'not-covered']);
  });

  it('leaves out what build tools attach, and counts what it did not look at [S40]', async () => {
    await start();
    const digestAt = (at: number): string => `sha256:${String(at).padStart(64, '0')}`;
    const manifests = Array.from({ length: 60 }, (_, at) => ({
      mediaType: ociManifest,
      size: 2,
      digest: digestAt(at),
      platform:
        at % 2 === 0 ? { os: 'linux', architecture: `a${at}` } : { os: 'unknown', architecture: 'unknown' },
    }));
    const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests });
    storeManifest(stage.registry.state, pathOf(stage.image), 'large', ociIndex, index);
    stage.registry.requests.length = 0;
    const request = verifyRequest(`${stage.image.repository}:large`, { trusted: [ann] });
    const { platforms } = await stage.engine.verify(request, noSignal);
    assert.equal(platforms?.images.length, 24);
    assert.equal(platforms.more, 6);
    assert.ok(platforms.images.every(({ platform }) => platform?.os === 'linux'));
    assert.equal(stage.registry.requests.length, 1 + 4 + 24 * 4, 'it looked at more');
  });

  it('keeps its own verdict when looking at its images takes too much [S40]', async () => {
    await start();
    await stage.sign(ann);
    for (const child of children) {
      signChild(child, eve);
      repeatLayers(stage, child, 400);
    }
    stage.registry.requests.length = 0;
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'verified');
    assert.ok(own(report).includes('could-not-check'));
    assert.ok(stage.registry.requests.length < 1100, 'it went on asking');
    assert.ok(covered(report).every((one) => one === 'through-index'));
  });

  it('says nothing of platforms where there is a single image', async () => {
    stage = await newStage();
    assert.equal((await stage.verify([ann])).platforms, undefined);
  });
});

function isAt(path: string, child: Digest | undefined): boolean {
  return child !== undefined && path.endsWith(signatureTag(child));
}

function covered({ platforms }: VerifyReport): readonly string[] {
  return platforms?.images.map(({ coverage }) => coverage) ?? [];
}

function own({ platforms }: VerifyReport): readonly string[] {
  return platforms?.images.map((image) => image.own) ?? [];
}

function childrenOf({ registry, image }: Stage): readonly Digest[] {
  const bytes = repositoryOf(registry.state, pathOf(image)).manifests.get(image.digest)?.bytes ?? Buffer.of();
  const index = JSON.parse(Buffer.from(bytes).toString()) as { manifests: { digest: Digest }[] };
  return index.manifests.map(({ digest }) => digest);
}

/** The first layer of the image's `.sig` so many times, each with another payload, which all have to be asked for. */
function repeatLayers({ registry, image }: Stage, child: Digest, count: number): void {
  const { tags, manifests } = repositoryOf(registry.state, pathOf(image));
  const tag = signatureTag(child);
  const stored = manifests.get(tags.get(tag) ?? '');
  const manifest = JSON.parse(Buffer.from(stored?.bytes ?? []).toString()) as { layers: object[] };
  const [layer] = manifest.layers;
  manifest.layers = Array.from({ length: count }, (_, at) => ({
    ...layer,
    digest: `sha256:${String(at).padStart(64, 'f')}`,
  }));
  storeManifest(registry.state, pathOf(image), tag, stored?.mediaType ?? '', json(manifest));
}
