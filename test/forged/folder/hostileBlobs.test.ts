// What somebody may have done to the blobs of a saved image: none is taken for something else, none goes on into a
// registry, and no signature is passed over (S39).
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isEngineError } from '../../../src/engine/errors.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest, simpleSigning } from '../../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import type { VerifyReport } from '../../../src/engine/verdict.ts';
import { describe as descriptor, json } from '../../demo/images.ts';
import { startRegistry, type Registry } from '../../demo/registry.ts';
import { config, image, indexText, parts } from '../../support/layouts.ts';
import { blobFile, indexOf, isBadLayout, saveImage, useFolders, writeLayout } from '../../support/saved.ts';
import { makeSigner, newStage, noSignal, verifyRequest, type Stage } from '../../support/scene.ts';

const ann = makeSigner('ann');

describe('a saved image whose blobs are not to be trusted', () => {
  const folders = useFolders();
  let stage: Stage | undefined;
  let target: Registry | undefined;
  afterEach(async () => {
    await stage?.stop();
    await target?.stop();
    stage = target = undefined;
  });

  async function savedAndSigned(): Promise<{ readonly folder: string; readonly stage: Stage }> {
    stage = await newStage();
    await stage.sign(ann);
    const folder = folders.path('signed');
    await saveImage(stage.engine, stage.image.reference, folder);
    return { folder, stage };
  }

  function verify(folder: string, signed: Stage): Promise<VerifyReport> {
    const { repository, digest } = signed.image;
    const request = verifyRequest(`${repository}@${digest}`, { trusted: [ann] });
    return signed.engine.verify({ ...request, savedIn: folder }, noSignal);
  }

  it('makes no image verified or unsigned by a list of signatures that was changed [S39]', async () => {
    const { folder, stage: signed } = await savedAndSigned();
    assert.equal((await verify(folder, signed)).verdict, 'verified');
    const entry = signatureEntry(folder, signatureTag(signed.image.digest));
    const file = blobFile(folder, entry);
    const list = readFileSync(file, 'utf8');
    writeFileSync(file, list.replace(simpleSigning, simpleSigning.toUpperCase()));
    const report = await verify(folder, signed);
    assert.equal(report.verdict, 'could-not-check');
    rmSync(file);
    assert.equal((await verify(folder, signed)).verdict, 'could-not-check');
  });

  it('hides no signature in a manifest that only others would read [S39]', async () => {
    const { folder, stage: signed } = await savedAndSigned();
    const subject = `{"mediaType":"${ociManifest}","size":1,"digest":"${signed.image.digest}"}`;
    const twice = `{"schemaVersion":2,"config":{},"layers":[],"subject":${subject},"subject":${subject}}`;
    writeFileSync(blobFile(folder, digestOf(Buffer.from(twice))), twice);
    const report = await verify(folder, signed);
    const hidden = report.signatures.find(({ format }) => format === 'bundle');
    assert.equal(hidden?.problem?.code, 'referrer-not-readable');
  });

  it('hides no referrer that was changed [S39]', async () => {
    const { folder, stage: signed } = await savedAndSigned();
    const { digest } = signed.image;
    const referrer = { schemaVersion: 2, config: {}, layers: [], subject: { digest } };
    writeFileSync(blobFile(folder, `sha256:${'a'.repeat(64)}`), json(referrer));
    const report = await verify(folder, signed);
    const place = report.places.find((one) => one.place.kind === 'referrers-api');
    assert.equal(place?.outcome, 'could-not-read');
  });

  it('brings no blob into a registry that has other bytes, or another size, than it should [S39]', async () => {
    const { folder, stage: signed } = await savedAndSigned();
    target = await startRegistry({});
    const { digest } = signed.image;
    const request = { folder, digest, target: `${target.address}/new/app:1.0` };
    const plan = await signed.engine.planLoad(request, noSignal);
    const [blob] = plan.manifests[0]?.blobs.slice(-1) ?? [];
    assert.ok(blob !== undefined);
    const watch = { progress: () => undefined, laterLook: () => undefined };
    const file = blobFile(folder, blob.digest);
    const bytes = readFileSync(file);
    const flipped = Uint8Array.from(bytes, (byte, index) => (index === 0 ? byte ^ 1 : byte));
    writeFileSync(file, flipped);
    await assert.rejects(signed.engine.runLoad(plan, watch, noSignal), isBadLayout('blob-of-other-bytes'));
    writeFileSync(file, Buffer.concat([bytes, bytes]));
    await assert.rejects(signed.engine.runLoad(plan, watch, noSignal), isBadLayout('blob-of-other-size'));
    await assert.rejects(signed.engine.planLoad(request, noSignal), isBadLayout('blob-of-other-size'));
    rmSync(file);
    await assert.rejects(signed.engine.runLoad(plan, watch, noSignal), isBadLayout('blob-missing'));
    await assert.rejects(signed.engine.planLoad(request, noSignal), isBadLayout('blob-missing'));
    const sent = target.requests.filter(
      ({ method, path: asked }) => method === 'PUT' && asked.includes('/manifests/'),
    );
    assert.equal(sent.length, 0);
  });

  it('is not read on where index nests in index [S39]', async () => {
    stage = await newStage();
    let inner = descriptor(ociManifest, image) as unknown;
    const blobs = [...parts];
    for (let depth = 0; depth < 12; depth += 1) {
      const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [inner] });
      blobs.push(index);
      inner = descriptor(ociIndex, index);
    }
    const folder = folders.path();
    writeLayout(folder, indexText([inner]), blobs);
    const [outer] = (await stage.engine.readSavedImages(folder, noSignal)).images;
    assert.ok(outer !== undefined);
    const request = { folder, digest: outer.digest, target: `${stage.registry.address}/new/app:1.0` };
    await assert.rejects(
      stage.engine.planLoad(request, noSignal),
      (error) => isEngineError(error, 'not-an-image') && error.details.reason === 'nested-too-deeply',
    );
  });

  it('has no address asked that a descriptor names, and that layer stays out [S39]', async () => {
    let asked = 0;
    target = await startRegistry({ statusFor: () => ((asked += 1), undefined) });
    stage = await newStage({ checks: false });
    const elsewhere = { ...descriptor('application/vnd.oci.image.layer.v1.tar', json({ foreign: 1 })) };
    const foreign = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: [{ ...elsewhere, urls: [`http://${target.address}/v2/a/blobs/${elsewhere.digest}`] }],
    });
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociManifest, foreign)]), [config, foreign]);
    const request = {
      folder,
      digest: digestOf(foreign),
      target: `${stage.registry.address}/new/app:1.0`,
    };
    const plan = await stage.engine.planLoad(request, noSignal);
    const watch = { progress: () => undefined, laterLook: () => undefined };
    await stage.engine.runLoad(plan, watch, noSignal);
    assert.equal(plan.manifests[0]?.foreign, 1);
    assert.equal(asked, 0);
  });
});

function signatureEntry(folder: string, tag: string): string {
  const name = 'org.opencontainers.image.ref.name';
  return indexOf(folder).find(({ annotations }) => annotations?.[name] === tag)?.digest ?? '';
}
