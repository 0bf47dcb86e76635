// Each line of the probe of four servers (registries.md §1b) that reading meets: first the server as it is, asked by a few
// lines that know nothing of it, then the engine, which must come to the same end at each.
import assert from 'node:assert/strict';
import { ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { manifestAt } from '../support/copied.ts';
import { differentServers } from '../support/differentServers.ts';
import { ends, namesOf, signAs } from '../support/realScenes.ts';
import { pushManifest } from '../support/sampleImages.ts';
import { noSignal, verifyRequest } from '../support/scene.ts';
import { ann, useDifferencesScene } from './differencesScene.ts';

for (const server of differentServers) {
  const { title, probed } = server;
  describe(`reading at ${title}`, () => {
    const scene = useDifferencesScene(server);
    const accepting = { accept: ociManifest };

    it(`a conditional read is ${probed.conditionalReads ? 'answered 304' : 'ignored'}: none is sent`, async () => {
      const { status } = await scene.naive('manifests/1.0', {
        headers: { ...accepting, 'if-none-match': `"${scene.image.digest}"` },
      });
      assert.equal(status, probed.conditionalReads ? 304 : 200);
      await signAs(scene.engine, scene.image, ann);
      assert.equal(await scene.verdict(), 'verified');
      assert.ok(scene.asked.every(({ headers }) => !headers.has('if-none-match')));
    });

    it(`who names no media types is answered ${String(probed.withoutAccept)}: the engine names them`, async () => {
      assert.equal((await scene.naive('manifests/1.0')).status, probed.withoutAccept);
      assert.equal(
        (await scene.engine.inspectImage(scene.image.reference, noSignal)).digest,
        scene.image.digest,
      );
    });

    it(`an unknown tag and an unknown repository (${probed.unknownRepository}, as ${probed.errorType}) are the same to a person`, async () => {
      const answer = await fetch(`http://${scene.address}/v2/acme/none/manifests/1.0`, {
        headers: accepting,
      });
      assert.ok(answer.headers.get('content-type')?.startsWith(probed.errorType));
      const { errors } = (await answer.json()) as { errors: readonly { code: string }[] };
      assert.equal(errors[0]?.code, probed.unknownRepository);
      for (const reference of [`${scene.image.repository}:none`, `${scene.address}/acme/none:1.0`]) {
        await ends(scene.engine.verify(verifyRequest(reference), noSignal), 'subject-not-found');
      }
      await ends(namesOf(scene.engine.listTags(`${scene.address}/acme/none`, {}, noSignal)), 'not-found');
    });

    it('a name outside the grammar is refused before anything is asked [S4]', async () => {
      const answer = await fetch(`http://${scene.address}/v2/acme/_app/manifests/1.0`, {
        headers: accepting,
      });
      assert.equal(answer.status, 404);
      const text = await answer.text();
      assert.equal(text.includes('NAME_UNKNOWN'), probed.badName === 'NAME_UNKNOWN', text);
      await ends(scene.engine.inspectImage(`${scene.address}/acme/_app:1.0`, noSignal), 'bad-reference');
      assert.deepEqual(scene.asked, []);
    });

    it(`tags come ${probed.tags}: all 250 are listed`, async () => {
      const bytes = (await manifestAt(scene.image.repository, '1.0'))?.bytes ?? new Uint8Array();
      const names = Array.from({ length: 250 }, (_, at) => `v${String(at).padStart(3, '0')}`);
      for (const name of names) await pushManifest(scene.address, scene.path, name, ociManifest, bytes);
      const page = await scene.naive('tags/list?n=100');
      const { tags } = (await page.json()) as { tags: readonly string[] };
      assert.equal(tags.length, probed.tags === 'unordered' ? 251 : 100);
      assert.equal(page.headers.has('link'), probed.tags === 'link');
      assert.deepEqual(await namesOf(scene.engine.listTags(scene.image.repository, {}, noSignal)), [
        '1.0',
        ...names,
      ]);
    });

    it(`the catalog ${probed.catalog === 'link' ? 'comes by pages' : 'is cut off at n, with nothing behind it'}: every repository is listed`, async () => {
      const page = await fetch(`http://${scene.address}/v2/_catalog?n=1`);
      const { repositories } = (await page.json()) as { repositories: readonly string[] };
      assert.equal(repositories.length, 1);
      assert.equal(page.headers.has('link'), probed.catalog === 'link');
      const all = await namesOf(scene.engine.listRepositories({ registry: scene.address }, {}, noSignal));
      for (let at = 1; at <= scene.images; at += 1) {
        assert.ok(all.includes(`${scene.address}/acme/app-${String(at)}`), `app-${String(at)}`);
      }
    });

    it(`a tag whose digest was deleted answers ${String(probed.tagBehindDelete)}: what is gone is not verified by what hangs on it`, async () => {
      await signAs(scene.engine, scene.image, ann);
      assert.equal((await scene.naive(`manifests/${scene.image.digest}`, { method: 'DELETE' })).status, 202);
      assert.equal(
        (await scene.naive('manifests/1.0', { headers: accepting })).status,
        probed.tagBehindDelete,
      );
      assert.equal(
        (await scene.naive(`referrers/${scene.image.digest}`)).status,
        probed.referrersBehindDelete,
      );
      const byDigest = `${scene.image.repository}@${scene.image.digest}`;
      await ends(
        scene.engine.verify(verifyRequest(byDigest, { trusted: [ann] }), noSignal),
        'subject-not-found',
      );
    });
  });
}
