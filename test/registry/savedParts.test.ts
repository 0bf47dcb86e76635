// Verifying an image in a folder looks at all that its digest names, and says what the folder does not hold of it.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createEngine } from '../../src/engine/engine.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { readLayout, type Layout } from '../../src/engine/layout/readLayout.ts';
import { checkSavedParts } from '../../src/engine/layout/savedParts.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { parseManifest } from '../../src/engine/oci/manifest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import type { SaveProgress } from '../../src/engine/savePlan.ts';
import type { SavedParts } from '../../src/engine/verdict.ts';
import type { Clock, FolderFile } from '../../src/engine/world.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { config, image, indexText, parts } from '../support/layouts.ts';
import { blobFile, isBadLayout, useFolders, writeLayout } from '../support/saved.ts';
import { noSignal, verifyRequest } from '../support/scene.ts';
import { createTestWorld, realClock } from '../support/world.ts';

const layer = json({ layer: true });
const nothingElse = { elsewhere: 0, unopened: 0, unread: 0 };
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
      ...nothingElse,
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

  it('that are not there are named, and layers that stand elsewhere counted', async () => {
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
      ...nothingElse,
      elsewhere: 1,
    });
  });

  it('are opened as manifests no longer than somebody waits, and no more of them read than images have [S40]', async () => {
    const inner = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [] });
    const blobs = [inner];
    for (let depth = 0; depth < 4; depth += 1) {
      const listed = blobs.slice(-1).map((one) => descriptor(ociIndex, one));
      blobs.push(json({ schemaVersion: 2, mediaType: ociIndex, manifests: listed }));
    }
    const slow = folders.path('slow');
    const outer = blobs.at(-1) ?? inner;
    writeLayout(slow, indexText([descriptor(ociIndex, outer)]), blobs);
    const layout = await readLayout(createTestWorld(), slow);
    let now = 0;
    const clock = { ...realClock, monotonic: () => (now += 40_000) };
    const nested = parseManifest(outer, ociIndex);
    const inTime = await checkSavedParts(layout, clock, nested, () => undefined, noSignal);
    assert.deepEqual([inTime.read, inTime.unread], [2, 1]);

    // What was read of the folder before counts, too: what is known by then is no failure.
    now = 0;
    const late = { ...realClock, monotonic: () => (now += 5000) };
    const opened = await readLayout({ ...createTestWorld(), clock: late }, slow);
    now = 105_000;
    const spent = await checkSavedParts(opened, late, nested, () => undefined, noSignal);
    assert.deepEqual([spent.read, spent.unread], [1, 1]);

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

  /** The layer does not come; the timers that were set wait to be told. */
  async function stuckLayout(): Promise<{
    readonly layout: Layout;
    readonly due: () => void;
    readonly clock: Clock;
    readonly isStuck: Promise<void>;
  }> {
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociManifest, image)]), parts);
    const layout = await readLayout(createTestWorld(), folder);
    let due = (): void => undefined;
    let stuck = (): void => undefined;
    const isStuck = new Promise<void>((resolve) => (stuck = resolve));
    const stream = (file: FolderFile): AsyncIterable<Uint8Array> => {
      if (file !== digestOf(layer)) return layout.files.stream(file);
      stuck();
      const never = { next: () => new Promise<never>(() => undefined) };
      return { [Symbol.asyncIterator]: () => never };
    };
    const timer = (_milliseconds: number, call: () => void) => {
      due = call;
      return () => undefined;
    };
    return {
      layout: { ...layout, files: { ...layout.files, stream } },
      due: () => due(),
      clock: { ...realClock, timer },
      isStuck,
    };
  }

  it('are given up only where nothing more comes, however long the layers take', async () => {
    const { layout, due, clock, isStuck } = await stuckLayout();
    const seen: SaveProgress[] = [];
    const watch = (progress: SaveProgress): void => void seen.push(progress);
    const checking = checkSavedParts(layout, clock, parseManifest(image, ociManifest), watch, noSignal);
    await isStuck;
    due();
    const found = await checking;
    assert.deepEqual([found.read, found.unread, found.missing], [1, 1, []]);
    assert.deepEqual(seen, [{ bytes: config.length, ofBytes: sizeOf(config, layer) }]);
  });

  it('are left at once on a cancel, also in the middle of a read that stands still', async () => {
    const { layout, clock, isStuck } = await stuckLayout();
    const gaveUp = new AbortController();
    const read = parseManifest(image, ociManifest);
    const checking = checkSavedParts(layout, clock, read, () => undefined, gaveUp.signal);
    await isStuck;
    gaveUp.abort();
    await assert.rejects(checking, (error) => isEngineError(error, 'cancelled'));
  });
});
