// Copies of manifests that several others name: each comes over, is listed for whatever it refers to, and comes before
// what names it.
import assert from 'node:assert/strict';
import { useCopyScene } from './copyScene.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { fallbackTag } from '../../src/engine/signatures/tags.ts';
import type { Answer, RecordedRequest } from '../demo/answers.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import type { Registry } from '../demo/registry.ts';
import { repositoryOf, storeBlob, storeManifest } from '../demo/state.ts';
import { assertAllThere, copyImage, copyRequest, manifestAt } from '../support/copied.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { hangBundle, pathOf } from '../support/rival.ts';
import { noSettings, noSignal } from '../support/scene.ts';

const predicate = 'https://sigstore.dev/cosign/sign/v1';

const emptyIndex = { schemaVersion: 2, mediaType: ociIndex, manifests: [] };

function newEvent(): { readonly happened: Promise<void>; readonly happen: () => void } {
  let happen = (): void => undefined;
  const happened = new Promise<void>((resolve) => (happen = resolve));
  return { happened, happen: () => happen() };
}

describe('a copy of what several manifests name', () => {
  const scene = useCopyScene();
  const manifestsAtSource = (): ReturnType<typeof repositoryOf>['manifests'] =>
    repositoryOf(scene.stage.registry.state, pathOf(scene.stage.image)).manifests;
  const bytesOf = (digest: string): Uint8Array => manifestsAtSource().get(digest)?.bytes ?? new Uint8Array();
  const put = (manifest: Uint8Array, tag?: string): string => {
    const { mediaType } = JSON.parse(new TextDecoder().decode(manifest)) as { mediaType: string };
    return storeManifest(scene.stage.registry.state, pathOf(scene.stage.image), tag, mediaType, manifest);
  };

  /** A referrer of the image that is an index of these. */
  function referIndex(...listed: readonly Uint8Array[]): string {
    return put(
      json({
        schemaVersion: 2,
        mediaType: ociIndex,
        artifactType: 'application/x-list',
        manifests: listed.map((bytes) => descriptor(ociManifest, bytes)),
        subject: descriptor(ociIndex, bytesOf(scene.stage.image.digest)),
      }),
    );
  }

  async function listedAtTarget(subject: string): Promise<readonly string[]> {
    const found = await manifestAt(scene.to('new/app'), fallbackTag(subject as Digest));
    const index = JSON.parse(new TextDecoder().decode(found?.bytes)) as { manifests: { digest: string }[] };
    return index.manifests.map(({ digest }) => digest).sort();
  }

  it('lists a bundle for its image also where another referrer, an index, names it', async () => {
    await scene.start({ referrers: true }, { referrers: false });
    hangBundle(scene.stage.registry, scene.stage.image, { stated: predicate, claimed: predicate }, false);
    const [bundle = ''] = scene.referrersOf(scene.stage.image.digest);
    const list = referIndex(bytesOf(bundle), scene.imageOf('a part of it'));
    put(scene.imageOf('a part of it'));
    storeBlob(scene.stage.registry.state, pathOf(scene.stage.image), json({ text: 'a part of it' }));
    const { plan } = await copyImage(scene.stage.engine, scene.request());
    await assertAllThere(plan);
    assert.deepEqual(await listedAtTarget(scene.stage.image.digest), [bundle, list].sort());
    const [source, target] = await Promise.all(
      [scene.stage.image.reference, scene.to()].map(async (reference) => {
        const request = { reference, settings: noSettings };
        const { signatures } = await scene.stage.engine.inspectSignatures(request, noSignal);
        return signatures.map(({ format }) => format).sort();
      }),
    );
    assert.ok(source?.includes('bundle'));
    assert.deepEqual(target, source);
  });

  it('lists what an index holds for another of its images as that one’s referrer, as the source does', async () => {
    await scene.start({ referrers: true, checks: false }, { referrers: false });
    const child = scene.imageOf('child');
    const attached = json({
      ...(JSON.parse(new TextDecoder().decode(child)) as object),
      subject: descriptor(ociManifest, child),
    });
    for (const one of [child, attached]) put(one);
    storeBlob(scene.stage.registry.state, pathOf(scene.stage.image), json({ text: 'child' }));
    const listed = [child, attached].map((bytes) => descriptor(ociManifest, bytes));
    put(json({ schemaVersion: 2, mediaType: ociIndex, manifests: listed }), 'attached');
    const request = copyRequest(`${scene.stage.image.repository}:attached`, scene.to());
    await copyImage(scene.stage.engine, request);
    assert.deepEqual(await listedAtTarget(listed[0]?.digest ?? ''), [listed[1]?.digest]);
  });

  it('is no referrer of itself, whatever a list at the source says', async () => {
    await scene.start({ referrers: false }, { referrers: false });
    hangBundle(scene.stage.registry, scene.stage.image, { stated: predicate, claimed: predicate }, false);
    const { digest } = scene.stage.image;
    const [bundle = ''] = scene.referrersOf(digest);
    const listed = [descriptor(ociIndex, bytesOf(digest)), descriptor(ociManifest, bytesOf(bundle))];
    const list = json({ schemaVersion: 2, mediaType: ociIndex, manifests: listed });
    put(list, fallbackTag(digest));
    await copyImage(scene.stage.engine, scene.request());
    assert.deepEqual(await listedAtTarget(digest), [bundle]);
  });

  it('takes no platform for a referrer where a registry answers the tag of that list with the image', async () => {
    await scene.start(
      { statusFor: (request) => asGitLab(scene.stage.registry, request) },
      { referrers: false, statusFor: (request) => asGitLab(scene.target, request) },
    );
    const { digest } = scene.stage.image;
    const scan = scene.refer(digest);
    const { plan } = await copyImage(scene.stage.engine, scene.request());
    const referring = plan.manifests.filter(({ refersTo }) => refersTo.length > 0);
    assert.deepEqual(
      referring.map((one) => one.digest),
      [scan],
      'a platform counts as referrer',
    );
    assert.deepEqual(await listedAtTarget(digest), [scan], 'a platform is listed as referrer');
    // Where the image is there already, it is no list that the run would have to find again.
    const { tags } = repositoryOf(scene.target.state, 'new/app');
    tags.delete(fallbackTag(digest));
    const again = await copyImage(scene.stage.engine, scene.request());
    assert.deepEqual(again.plan.target.fallbacks, []);
    assert.deepEqual(await listedAtTarget(digest), [scan]);
  });

  it('waits for a registry that lists a referrer a moment after it took it, and writes no list beside its own', async () => {
    let looks = 0;
    const late = { status: 200, headers: { 'content-type': ociIndex }, body: json(emptyIndex) };
    await scene.start(
      {},
      {
        statusFor: ({ path }) =>
          path.endsWith(`/referrers/${scene.stage.image.digest}`) && (looks += 1) < 3 ? late : undefined,
      },
    );
    scene.refer(scene.stage.image.digest);
    const { engine } = scene.stage.another({ clock: createFakeClock() });
    await copyImage(engine, scene.request());
    assert.equal(looks, 3);
    const { tags } = repositoryOf(scene.target.state, 'new/app');
    assert.deepEqual([...tags.keys()], ['1.0']);
  });

  it('brings a referrer that an index names which cannot be brought itself', async () => {
    let platform = '';
    const reached = newEvent();
    const gone = json({ gone: true });
    const { digest: goneDigest } = descriptor(ociManifest, gone);
    const statusFor = async ({ path }: { path: string }): Promise<undefined> => {
      if (path.endsWith(goneDigest)) reached.happen();
      // The index that names it is read first.
      if (platform !== '' && path.endsWith(`/referrers/${platform}`)) await reached.happened;
    };
    await scene.start({ referrers: true, statusFor }, { referrers: true });
    const index = JSON.parse(new TextDecoder().decode(bytesOf(scene.stage.image.digest))) as {
      manifests: { digest: string }[];
    };
    const subject = index.manifests[0]?.digest ?? '';
    const scan = scene.refer(subject);
    const list = referIndex(gone, bytesOf(scan));
    platform = subject;
    const { plan } = await copyImage(scene.stage.engine, scene.request());
    assert.deepEqual(plan.missing, [list]);
    assert.equal((await manifestAt(scene.to('new/app'), scan))?.digest, scan);
  });

  it('writes what two indexes list before both of them, whichever was read first', async () => {
    let slow = '';
    const reached = newEvent();
    const { digest: common } = descriptor(ociManifest, scene.imageOf('common'));
    const statusFor = async ({ path }: { path: string }): Promise<undefined> => {
      if (path.endsWith(common)) reached.happen();
      if (slow !== '' && path.endsWith(slow)) await reached.happened;
    };
    await scene.start({ statusFor }, { checks: true });
    storeBlob(scene.stage.registry.state, pathOf(scene.stage.image), json({ text: 'common' }));
    put(scene.imageOf('common'));
    const indexes = ['first', 'second'].map((name) =>
      json({
        schemaVersion: 2,
        mediaType: ociIndex,
        manifests: [descriptor(ociManifest, scene.imageOf('common'))],
        annotations: { name },
      }),
    );
    for (const one of indexes) put(one);
    const listed = indexes.map((bytes) => descriptor(ociIndex, bytes));
    put(json({ schemaVersion: 2, mediaType: ociIndex, manifests: listed }), 'both');
    slow = listed[0]?.digest ?? '';
    const request = copyRequest(`${scene.stage.image.repository}:both`, scene.to());
    const { plan } = await copyImage(scene.stage.engine, request);
    assert.equal(plan.manifests.length, 4);
    await assertAllThere(plan);
  });
});

/** GitLab's registry answers `sha256-HEX` with the manifest of that digest where no tag is called so. */
function asGitLab({ state }: Registry, { method, path }: RecordedRequest): Answer | undefined {
  const [, name = '', hex = ''] = /^\/v2\/(.+)\/manifests\/sha256-([0-9a-f]{64})$/.exec(path) ?? [];
  if (hex === '' || method === 'PUT') return undefined;
  const { tags, manifests } = repositoryOf(state, name);
  const digest = `sha256:${hex}`;
  const stored = manifests.get(digest);
  if (stored === undefined || tags.has(`sha256-${hex}`)) return undefined;
  const headers = { 'content-type': stored.mediaType, 'docker-content-digest': digest };
  return { status: 200, headers, body: stored.bytes };
}
