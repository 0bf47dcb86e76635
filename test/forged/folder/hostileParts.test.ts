// How somebody may keep a part of a saved image from being hashed although its index is signed: by a manifest that no
// parser here takes apart, or by naming one thing as two (S39).
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { createEngine } from '../../../src/engine/engine.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import type { SavedParts } from '../../../src/engine/verdict.ts';
import { describe as descriptor, json } from '../../demo/images.ts';
import { image, indexText, parts } from '../../support/layouts.ts';
import { blobFile, isBadLayout, useFolders, writeLayout } from '../../support/saved.ts';
import { noSignal, verifyRequest } from '../../support/scene.ts';
import { createTestWorld } from '../../support/world.ts';

const tar = 'application/vnd.oci.image.layer.v1.tar';
const layer = json({ layer: true });
const indexOf = (...manifests: readonly unknown[]): Uint8Array =>
  json({ schemaVersion: 2, mediaType: ociIndex, manifests });

describe('the parts of a folder that is not to be trusted', () => {
  const folders = useFolders();

  async function partsOf(
    index: Uint8Array,
    blobs: readonly Uint8Array[],
    change: (folder: string) => void = () => undefined,
  ): Promise<SavedParts | undefined> {
    const engine = createEngine(createTestWorld());
    const folder = folders.path(`of-${digestOf(index).slice(-12)}-${String(blobs.length)}`);
    writeLayout(folder, indexText([descriptor(ociIndex, index)]), [...blobs, index]);
    change(folder);
    try {
      const request = verifyRequest(`ghcr.io/acme/app@${digestOf(index)}`, {});
      return (await engine.verify({ ...request, savedIn: folder }, noSignal)).savedParts;
    } finally {
      engine.dispose();
    }
  }

  it('are not all there by a manifest that names one thing twice, whatever became of its layer [S39]', async () => {
    const text = Buffer.from(image).toString();
    const twice = Buffer.from(text.replace('{', '{"schemaVersion":2,'));
    const withoutLayer = parts.filter((part) => part !== image && digestOf(part) !== digestOf(layer));
    const found = await partsOf(indexOf(descriptor(ociManifest, twice)), [twice, ...withoutLayer]);
    assert.deepEqual([found?.read, found?.unopened], [1, 1]);
  });

  it('are hashed, and not all known, where one is of a type that nobody here knows [S39]', async () => {
    const unknown = descriptor('application/vnd.example.image+json', image);
    const found = await partsOf(indexOf(unknown), parts);
    assert.deepEqual([found?.read, found?.unopened, found?.missing], [1, 1, []]);
    const changed = partsOf(
      indexOf(unknown, descriptor(ociManifest, indexOf())),
      [...parts, indexOf()],
      (folder) => writeFileSync(blobFile(folder, digestOf(image)), Buffer.from(image).reverse()),
    );
    await assert.rejects(changed, isBadLayout('blob-of-other-bytes'));
  });

  it('are taken apart where one is called a layer before it is called a manifest [S39]', async () => {
    const disguising = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor(tar, image),
      layers: [descriptor(tar, image)],
    });
    const inner = indexOf(descriptor(ociManifest, image));
    const outer = indexOf(descriptor(ociManifest, disguising), descriptor(ociIndex, inner));
    const found = await partsOf(outer, [disguising, inner, ...parts], (folder) =>
      rmSync(blobFile(folder, digestOf(layer))),
    );
    assert.deepEqual(found?.missing, [digestOf(layer)]);
    assert.equal(found.read, 4);
  });

  it('are not all known where one is called two kinds of manifest: it can be one of them only [S39]', async () => {
    const two = indexOf(descriptor(ociIndex, image), descriptor(ociManifest, image));
    const found = await partsOf(two, parts);
    assert.deepEqual([found?.read, found?.unopened], [3, 1]);
  });

  it('have one size, whatever a second descriptor says [S39]', async () => {
    const [one] = [descriptor(ociManifest, image)];
    for (const [first, second] of [
      [one, { ...one, size: one.size + 1 }],
      [{ ...one, size: one.size + 1 }, one],
    ]) {
      await assert.rejects(partsOf(indexOf(first, second), parts), isBadLayout('blob-of-other-size'));
    }
  });

  it('do not stand elsewhere where one is a manifest, or is named once as a part that does not [S39]', async () => {
    const urls = ['https://example.com/part'];
    const away = indexOf({ ...descriptor(ociManifest, image), urls });
    const found = await partsOf(away, []);
    assert.deepEqual([found?.missing, found?.elsewhere], [[digestOf(image)], 0]);
    const unknown = indexOf({ ...descriptor('application/vnd.example.image+json', image), urls });
    assert.deepEqual((await partsOf(unknown, []))?.missing, [digestOf(image)]);
    const both = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', layer),
      layers: [{ ...descriptor(tar, layer), urls }],
    });
    const named = await partsOf(indexOf(descriptor(ociManifest, both)), [both]);
    assert.deepEqual([named?.missing, named?.elsewhere], [[digestOf(layer)], 0]);
  });
});
