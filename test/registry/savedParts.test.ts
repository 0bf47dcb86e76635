// Verifying an image in a folder looks at all that its digest names, and says what the folder does not hold of it.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createEngine } from '../../src/engine/engine.ts';
import { readLayout } from '../../src/engine/layout/readLayout.ts';
import { checkSavedParts } from '../../src/engine/layout/savedParts.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { parseManifest } from '../../src/engine/oci/manifest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import type { SavedParts } from '../../src/engine/verdict.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { config, image, indexText, parts } from '../support/layouts.ts';
import { blobFile, isBadLayout, useFolders, writeLayout } from '../support/saved.ts';
import { noSignal, verifyRequest } from '../support/scene.ts';
import { createTestWorld } from '../support/world.ts';

const layer = json({ layer: true });
const sizeOf = (...blobs: readonly Uint8Array[]): number => blobs.reduce((sum, blob) => sum + blob.length, 0);

describe('the parts of a saved image', () => {
  const folders = useFolders();

  async function partsOf(folder: string, digest: string): Promise<SavedParts | undefined> {
    const engine = createEngine(createTestWorld());
    try {
      const request = verifyRequest(`ghcr.io/acme/app@${digest}`, {});
      return (await engine.verify({ ...request, savedIn: folder }, noSignal)).savedParts;
    } finally {
      engine.dispose();
    }
  }

  it('are all read and hashed, those of the images of an index too [S39]', async () => {
    const index = json({
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [descriptor(ociManifest, image), descriptor(ociManifest, image)],
    });
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociIndex, index)]), [...parts, index]);
    assert.deepEqual(await partsOf(folder, digestOf(index)), {
      read: 3,
      bytes: sizeOf(...parts),
      missing: [],
      unread: 0,
    });
  });

  it('that were changed are no verdict but a failure, whatever their size [S39]', async () => {
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociManifest, image)]), parts);
    const file = blobFile(folder, digestOf(layer));
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.from(bytes).reverse());
    await assert.rejects(partsOf(folder, digestOf(image)), isBadLayout('blob-of-other-bytes'));
    writeFileSync(file, Buffer.concat([bytes, bytes]));
    await assert.rejects(partsOf(folder, digestOf(image)), isBadLayout('blob-of-other-size'));
  });

  it('that are not there are named, but for layers that stand elsewhere', async () => {
    const elsewhere = descriptor('application/vnd.oci.image.layer.v1.tar', json({ foreign: true }));
    const foreign = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: [
        descriptor('application/vnd.oci.image.layer.v1.tar', layer),
        { ...elsewhere, urls: ['https://example.com/layer'] },
      ],
    });
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociManifest, foreign)]), [config, layer, foreign]);
    rmSync(blobFile(folder, digestOf(layer)));
    assert.deepEqual(await partsOf(folder, digestOf(foreign)), {
      read: 1,
      bytes: config.length,
      missing: [digestOf(layer)],
      unread: 0,
    });
  });

  it('are not read longer than somebody waits, and no more of them than images have [S40]', async () => {
    const slow = folders.path('slow');
    writeLayout(slow, indexText([descriptor(ociManifest, image)]), parts);
    const layout = await readLayout(createTestWorld(), slow);
    let now = 0;
    const clock = { monotonic: () => (now += 40_000) };
    const inTime = await checkSavedParts(layout, clock, parseManifest(image, ociManifest), noSignal);
    assert.deepEqual([inTime.read, inTime.unread], [1, 1]);

    const many = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: Array.from({ length: 12_000 }, (_none, number) =>
        descriptor('application/vnd.oci.image.layer.v1.tar', json({ number })),
      ),
    });
    const folder = folders.path('many');
    writeLayout(folder, indexText([descriptor(ociManifest, many)]), [config, many]);
    const found = await partsOf(folder, digestOf(many));
    assert.equal(found?.read, 1);
    assert.equal(found.missing.length, 9_999);
    assert.equal(found.unread, 2_001);
  });
});
