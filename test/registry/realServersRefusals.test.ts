// Real registries that refuse a write: read-only, or without a class of artifacts. Each refusal has its name, and nothing
// that was there is lost. (No right to push: realServers.test.ts.)
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isEngineError } from '../../src/engine/errors.ts';
import { ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { buildBundleReferrer } from '../demo/bundle.ts';
import { newSampleKey } from '../demo/sampleKeys.ts';
import { startRegistry } from '../demo/registry.ts';
import { copyImage, copyRequest, manifestAt } from '../support/copied.ts';
import { startDistribution } from '../support/distribution.ts';
import { ends, failureOf, namesOf, signAs } from '../support/realScenes.ts';
import { missingDistribution, personAt } from '../support/realServers.ts';
import { remove } from '../support/removal.ts';
import { pushBlobs, pushImage, pushManifest } from '../support/sampleImages.ts';
import { makeSigner, noSignal, verifyRequest } from '../support/scene.ts';
import { skipTest } from '../support/skip.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

for (const version of ['debian', 'v3'] as const) {
  describe(`distribution that refuses to write, ${version}`, () => {
    before(async function () {
      const reason = await missingDistribution(version)();
      if (reason !== undefined) skipTest(this, reason);
    });

    it('because it is read-only says so; what was signed before is listed and verified', async () => {
      const data = await mkdtemp(path.join(os.tmpdir(), 'countersign-data-'));
      try {
        const open = await startDistribution({ version, data }, noSignal);
        const { engine: writer } = personAt(open);
        const signed = await pushImage(open.address, 'acme/app', '1.0');
        await signAs(writer, signed, ann);
        writer.dispose();
        await open.stop();
        const closed = await startDistribution({ version, data, readOnly: true }, noSignal);
        const { engine } = personAt(closed);
        try {
          const image = { ...signed, reference: `${closed.address}/acme/app:1.0` };
          const report = await engine.verify(verifyRequest(image.reference, { trusted: [ann] }), noSignal);
          assert.equal(report.verdict, 'verified');
          assert.equal(
            (await namesOf(engine.listTags(`${closed.address}/acme/app`, {}, noSignal))).length,
            2,
          );
          const failure = await failureOf(signAs(engine, image, ben));
          assert.ok(isEngineError(failure, 'not-writable'), String(failure));
          assert.equal(failure.details.reason, 'read-only');
          assert.equal(failure.details.setting, 'distribution');
          // A server that has no DELETE says the same: it is not called read-only for that.
          await ends(remove(engine, image.reference, ann), 'cannot-delete');
          const after = await engine.verify(verifyRequest(image.reference, { trusted: [ann] }), noSignal);
          assert.deepEqual([after.verdict, after.signatures.length], ['verified', 1]);
        } finally {
          engine.dispose();
          await closed.stop();
        }
      } finally {
        await rm(data, { recursive: true, force: true });
      }
    });
  });
}

describe('distribution with a policy of classes', () => {
  before(async function () {
    const reason = await missingDistribution('debian')();
    if (reason !== undefined) skipTest(this, reason);
  });

  // What users of Alibaba's personal edition report of it, word for word (registries.md §1, §3.12).
  it('takes a signature image, and names its refusal of a bundle that is copied into it', async () => {
    const extra = { policy: { repository: { classes: ['image'] } } };
    const strict = await startDistribution({ version: 'debian', extra }, noSignal);
    const source = await startRegistry({ referrers: false });
    const { engine } = personAt(strict);
    try {
      const image = await pushImage(source.address, 'acme/app', '1.0');
      await signAs(engine, image, ann);
      await copyImage(engine, copyRequest(image.reference, `${strict.address}/acme/plain:1.0`));
      const copied = verifyRequest(`${strict.address}/acme/plain:1.0`, { trusted: [ann] });
      assert.equal((await engine.verify(copied, noSignal)).verdict, 'verified');

      const subject = (await manifestAt(image.repository, image.digest))?.bytes ?? new Uint8Array();
      const { digest, mediaType } = image;
      const bundle = buildBundleReferrer({ digest, mediaType, manifest: subject }, newSampleKey('cosign'));
      await pushBlobs(source.address, 'acme/app', bundle.blobs);
      await pushManifest(source.address, 'acme/app', bundle.digest, ociManifest, bundle.manifest);
      const type = 'application/vnd.oci.image.index.v1+json';
      const manifests = [{ mediaType, size: bundle.manifest.length, digest: bundle.digest }];
      const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, manifests }));
      await pushManifest(source.address, 'acme/app', digest.replace(':', '-'), type, index);
      const failure = await failureOf(
        copyImage(engine, copyRequest(image.reference, `${strict.address}/acme/bundle:1.0`)),
      );
      assert.ok(isEngineError(failure, 'forbidden'), String(failure));
      assert.match(failure.details.message, /unknown manifest class/);
    } finally {
      engine.dispose();
      await source.stop();
      await strict.stop();
    }
  });
});
