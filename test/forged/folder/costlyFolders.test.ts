// What a folder may cost whoever reads it as a saved image: each file once, few at a time, and no longer than somebody
// waits for it (S40).
import assert from 'node:assert/strict';
import type { EngineApi } from '../../../src/engine/api.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import type { FolderFile, SavedFolder } from '../../../src/engine/world.ts';
import { folders as real } from '../../../src/host/worldFolders.ts';
import { describe as descriptor, json } from '../../demo/images.ts';
import { startRegistry, type Registry } from '../../demo/registry.ts';
import { config, image, indexText, parts } from '../../support/layouts.ts';
import { isBadLayout, useFolders, writeLayout } from '../../support/saved.ts';
import { noSignal } from '../../support/scene.ts';
import { createTestWorld, realClock } from '../../support/world.ts';

const layer = json({ layer: true });

describe('a folder that is made to cost', () => {
  const folders = useFolders();
  let engine: EngineApi;
  let target: Registry | undefined;
  let sizes: FolderFile[];
  let reads: FolderFile[];
  let onRead: () => void;
  /** Milliseconds that the clock is ahead. */
  let ahead: number;
  /** What each blob is said to have. */
  let sizeOfAll: number | undefined;
  let reading: number;
  let mostReading: number;
  beforeEach(() => {
    [sizes, reads] = [[], []];
    [ahead, reading, mostReading] = [0, 0, 0];
    sizeOfAll = undefined;
    onRead = () => undefined;
    engine = createEngine(
      createTestWorld({
        clock: { ...realClock, monotonic: () => performance.now() + ahead },
        folders: { ...real, open: async (folder) => counted(await real.open(folder)) },
      }),
    );
  });
  afterEach(async () => {
    engine.dispose();
    await target?.stop();
    target = undefined;
  });

  function counted(files: SavedFolder): SavedFolder {
    return {
      ...files,
      size: (file) => {
        sizes.push(file);
        return sizeOfAll === undefined ? files.size(file) : Promise.resolve(sizeOfAll);
      },
      read: async (file, ...rest) => {
        reads.push(file);
        onRead();
        reading += 1;
        mostReading = Math.max(reading, mostReading);
        try {
          return await files.read(file, ...rest);
        } finally {
          reading -= 1;
        }
      },
    };
  }

  /** A referrer of the image; each number makes another. */
  const referrer = (number: number): Uint8Array =>
    json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.empty.v1+json', config),
      layers: [],
      subject: descriptor(ociManifest, image),
      annotations: { number: String(number) },
    });

  it('is read once for each thing that its index lists, however often it lists it [S40]', async () => {
    const folder = folders.path();
    const hanging = referrer(0);
    const often = Array.from({ length: 10 }, () => descriptor(ociManifest, hanging));
    writeLayout(folder, indexText([descriptor(ociManifest, image), ...often]), [...parts, hanging]);
    assert.equal((await engine.readSavedImages(folder, noSignal)).images.length, 1);
    assert.equal(reads.filter((file) => file === digestOf(hanging)).length, 1);
  });

  it('is not read on after a cancel', async () => {
    const folder = folders.path();
    const all = Array.from({ length: 10 }, (_none, number) => referrer(number));
    writeLayout(folder, indexText(all.map((one) => descriptor(ociManifest, one))), all);
    const gaveUp = new AbortController();
    onRead = () => {
      if (reads.at(-1)?.startsWith('sha256:') === true) gaveUp.abort();
    };
    await assert.rejects(engine.readSavedImages(folder, gaveUp.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
    assert.equal(reads.filter((file) => file.startsWith('sha256:')).length, 1);
  });

  it('is not read on beyond what images take, in bytes or in time [S40]', async () => {
    const folder = folders.path();
    const large = 8 * 1024 * 1024;
    const all = Array.from({ length: 80 }, (_none, number) => referrer(number));
    const entries = all.map((one) => ({ ...descriptor(ociManifest, one), size: large }));
    writeLayout(folder, indexText(entries), all);
    sizeOfAll = large;
    await assert.rejects(engine.readSavedImages(folder, noSignal), isBadLayout('too-costly'));
    assert.equal(reads.filter((file) => file.startsWith('sha256:')).length, 64);
    const slow = folders.path('slow');
    writeLayout(slow, indexText(all.map((one) => descriptor(ociManifest, one))), all);
    sizeOfAll = undefined;
    reads = [];
    onRead = () => (ahead += 50_000);
    await assert.rejects(engine.readSavedImages(slow, noSignal), isBadLayout('too-costly'));
    assert.ok(reads.length < 5);
  });

  it('is not read where a file has another size than its descriptor says [S40]', async () => {
    const folder = folders.path();
    writeLayout(folder, indexText([{ ...descriptor(ociManifest, image), size: image.length + 1 }]), parts);
    await assert.rejects(engine.readSavedImages(folder, noSignal), isBadLayout('blob-of-other-size'));
    assert.ok(!reads.includes(digestOf(image)));
  });

  it('is read a few files at a time, and no more of them after a cancel [S40]', async () => {
    const platforms = Array.from({ length: 40 }, (_none, number) => referrer(number));
    const index = json({
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: platforms.map((one) => descriptor(ociManifest, one)),
    });
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociIndex, index)]), [...parts, ...platforms, index]);
    const request = { folder, digest: digestOf(index), target: 'localhost:1/new/app:1.0' };
    const gaveUp = new AbortController();
    onRead = () => {
      if (reads.filter((file) => file.startsWith('sha256:')).length === 10) gaveUp.abort();
    };
    await assert.rejects(engine.planLoad(request, gaveUp.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
    assert.equal(mostReading, 4);
    assert.equal(reads.filter((file) => file.startsWith('sha256:')).length, 10);
  });

  it('is asked once whether a blob is there that is named again and again [S40]', async () => {
    target = await startRegistry({});
    const often = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: Array.from({ length: 50 }, () => descriptor('application/vnd.oci.image.layer.v1.tar', layer)),
    });
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociManifest, often)]), [config, layer, often]);
    const request = { folder, digest: digestOf(often), target: `${target.address}/new/app:1.0` };
    const looked = (): number => sizes.filter((file) => file === digestOf(layer)).length;
    await engine.planLoad(request, noSignal);
    assert.ok(looked() <= 3, `${String(looked())} looks`); // as a referrer, perhaps, and as a blob
  });
});
