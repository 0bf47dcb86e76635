// Each line of the probe of four servers (registries.md §1b) that writing meets: first the server as it is, asked by a few
// lines that know nothing of it, then the engine, which must come to the same end at each.
import assert from 'node:assert/strict';
import { dockerManifest, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { fallbackTag, signatureTag } from '../../src/engine/signatures/tags.ts';
import { buildBundleReferrer } from '../demo/bundle.ts';
import { buildImage, type BuiltImage } from '../demo/images.ts';
import { newSampleKey } from '../demo/sampleKeys.ts';
import { copyImage, copyRequest, manifestAt } from '../support/copied.ts';
import { differentServers } from '../support/differentServers.ts';
import { ends, signAs } from '../support/realScenes.ts';
import { remove } from '../support/removal.ts';
import { pushBlobs, pushManifest } from '../support/sampleImages.ts';
import { noSettings, noSignal, verifyRequest } from '../support/scene.ts';
import { ann, ben, useDifferencesScene } from './differencesScene.ts';

for (const server of differentServers) {
  const { title, probed } = server;
  describe(`writing at ${title}`, () => {
    const scene = useDifferencesScene(server);
    /** Any image that is not there yet, with its blobs. */
    const another = async (name: string, options = {}): Promise<BuiltImage> => {
      const built = buildImage(`${scene.image.reference} ${name}`, options);
      await pushBlobs(scene.address, scene.path, built.blobs);
      return built;
    };

    it('a condition on a write is ignored: nothing rests on one, and both signatures stand', async () => {
      const built = await another('over');
      const put = { method: 'PUT', body: Buffer.from(built.manifest) };
      for (const condition of [{ 'if-match': '"sha256:0"' }, { 'if-none-match': '*' }]) {
        const headers = { 'content-type': ociManifest, ...condition };
        assert.equal((await scene.naive('manifests/1.0', { ...put, headers })).status, 201);
      }
      await signAs(scene.engine, scene.image, ann);
      await signAs(scene.engine, scene.image, ben);
      assert.deepEqual([await scene.verdict(ann), await scene.verdict(ben)], ['verified', 'verified']);
      assert.ok(
        scene.asked.every(({ headers }) => !headers.has('if-match') && !headers.has('if-none-match')),
      );
    });

    it(`the referrers API answers ${String(probed.referrers)}: a bundle is found where it hangs all the same`, async () => {
      assert.equal((await scene.naive(`referrers/${scene.image.digest}`)).status, probed.referrers);
      const subject = await manifestAt(scene.image.repository, scene.image.digest);
      const { digest, mediaType } = scene.image;
      const bundle = buildBundleReferrer(
        { digest, mediaType, manifest: subject?.bytes ?? new Uint8Array() },
        newSampleKey('cosign'),
      );
      await pushBlobs(scene.address, scene.path, bundle.blobs);
      const put = {
        method: 'PUT',
        body: Buffer.from(bundle.manifest),
        headers: { 'content-type': ociManifest },
      };
      const answer = await scene.naive(`manifests/${bundle.digest}`, put);
      assert.equal(answer.headers.has('oci-subject'), probed.announcesSubject);
      if (probed.referrers === 404) {
        const manifests = [{ mediaType, size: bundle.manifest.length, digest: bundle.digest }];
        const type = 'application/vnd.oci.image.index.v1+json';
        const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, manifests }));
        await pushManifest(scene.address, scene.path, fallbackTag(digest), type, index);
      }
      const { signatures } = await scene.engine.inspectSignatures(
        verifyRequest(scene.image.reference),
        noSignal,
      );
      assert.equal(signatures.length, 1);
      // A copy hangs it on the image again, in the way that the target knows, whether the target announces it or not.
      const target = `${scene.image.repository}-copy:1.0`;
      await copyImage(scene.engine, copyRequest(scene.image.reference, target));
      const copied = await scene.engine.inspectSignatures(verifyRequest(target), noSignal);
      assert.equal(copied.signatures.length, 1);
      const tag = await manifestAt(`${scene.image.repository}-copy`, fallbackTag(digest));
      assert.equal(tag === undefined, probed.referrers === 200);
    });

    it(`Docker's media types are ${probed.dockerTypes === 201 ? 'taken' : 'refused by name, and nothing is half written'}`, async () => {
      const docker = await another('docker', { docker: true });
      const put = {
        method: 'PUT',
        body: Buffer.from(docker.manifest),
        headers: { 'content-type': dockerManifest },
      };
      assert.equal((await scene.naive('manifests/docker', put)).status, probed.dockerTypes);
      const settings = {
        ...noSettings,
        legacyMediaTypes: { value: true, origin: { kind: 'user', name: '' } },
      } as const;
      const signing = signAs(scene.engine, scene.image, ann, settings);
      if (probed.dockerTypes === 415) {
        await ends(signing, 'media-types-refused');
        assert.equal(await scene.verdict(), 'unsigned');
        await signAs(scene.engine, scene.image, ann);
      } else await signing;
      assert.equal(await scene.verdict(), 'verified');
    });

    it(`a manifest ${probed.checks ? 'whose blob is missing is refused' : 'is taken unseen'}: a signature is never without its payload`, async () => {
      const built = buildImage(`${scene.image.reference} without blobs`);
      const headers = { 'content-type': ociManifest };
      const put = { method: 'PUT', body: Buffer.from(built.manifest), headers };
      assert.equal((await scene.naive('manifests/broken', put)).status, probed.checks ? 400 : 201);
      const wrong = await scene.naive(`manifests/sha256:${'0'.repeat(64)}`, put);
      assert.equal(wrong.status, probed.checks ? 400 : 201);
      await signAs(scene.engine, scene.image, ann);
      const { bytes } =
        (await manifestAt(scene.image.repository, signatureTag(scene.image.digest))) ?? assert.fail();
      const { config, layers } = JSON.parse(Buffer.from(bytes).toString()) as {
        config: { digest: string };
        layers: readonly { digest: string }[];
      };
      for (const { digest } of [config, ...layers])
        assert.equal((await scene.naive(`blobs/${digest}`)).status, 200);
      // What is given for a digest that it does not have is found out.
      if (probed.checks) return;
      await ends(
        scene.engine.inspectImage(`${scene.image.repository}@sha256:${'0'.repeat(64)}`, noSignal),
        'digest-mismatch',
      );
    });

    it(`a POST with the whole blob is answered ${String(probed.singlePost)}: one request where it works, two where it does not`, async () => {
      await signAs(scene.engine, scene.image, ann);
      await signAs(scene.engine, scene.image, ben);
      const posts = scene.asked.filter(({ method }) => method === 'POST');
      assert.equal(posts[0]?.status, probed.singlePost);
      const puts = scene.asked.filter(
        ({ method, url }) => method === 'PUT' && url.pathname.includes('/uploads/'),
      );
      assert.equal(puts.length, probed.singlePost === 201 ? 0 : posts.length);
      // It is tried once: what the first answer told is known from then on.
      const whole = posts.filter(({ url }) => url.searchParams.has('digest'));
      if (probed.singlePost === 202) assert.ok(whole.length < posts.length, String(whole.length));
    });

    it(`a mount is answered ${String(probed.mount)}: a copy brings the blob in either way`, async () => {
      await signAs(scene.engine, scene.image, ann);
      const { digest } = JSON.parse(
        (await scene.engine.readManifestText(scene.image.repository, '1.0', noSignal)).text,
      ).config as { digest: string };
      const uploads = `http://${scene.address}/v2/acme/elsewhere/blobs/uploads/`;
      const mount = await fetch(`${uploads}?mount=${digest}&from=${scene.path}`, { method: 'POST' });
      assert.equal(mount.status, probed.mount);
      const target = `${scene.image.repository}-mounted:1.0`;
      await copyImage(scene.engine, copyRequest(scene.image.reference, target));
      const mounts = scene.asked
        .filter(({ url }) => url.searchParams.has('mount'))
        .map(({ status }) => status);
      // ggcr's registry has every blob in every repository: the engine finds it there and mounts nothing.
      assert.deepEqual([...new Set(mounts)], probed.mount === 201 ? [201] : []);
      const report = await scene.engine.verify(verifyRequest(target, { trusted: [ann] }), noSignal);
      assert.equal(report.verdict, 'verified');
    });

    it(`a delete by tag is answered ${String(probed.deleteByTag)}: signatures are removed, the image is not`, async () => {
      await pushManifest(scene.address, scene.path, 'spare', ociManifest, (await another('spare')).manifest);
      assert.equal((await scene.naive('manifests/spare', { method: 'DELETE' })).status, probed.deleteByTag);
      await signAs(scene.engine, scene.image, ann);
      assert.equal((await remove(scene.engine, scene.image.reference)).lists[0]?.outcome, 'deleted');
      assert.equal(await scene.verdict(), 'unsigned');
    });
  });
}
