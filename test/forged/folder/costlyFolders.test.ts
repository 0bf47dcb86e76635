// What a folder may cost whoever reads it as a saved image: each file once, few at a time, and no longer than somebody
// waits for it (S40).
import assert from 'node:assert/strict';
import type { EngineApi } from '../../../src/engine/api.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import type { FolderFile, SavedFolder } from '../../../src/engine/world.ts';
import { folders as real } from '../../../src/host/worldFolders.ts';
import { describe as descriptor, json } from '../../demo/images.ts';
import { startRegistry, type Registry } from '../../demo/registry.ts';
import { config, image, indexText, parts } from '../../support/layouts.ts';
import { useFolders, writeLayout } from '../../support/saved.ts';
import { noSignal } from '../../support/scene.ts';
import { createTestWorld } from '../../support/world.ts';

const layer = json({ layer: true });

describe('a folder that is made to cost', () => {
  const folders = useFolders();
  let engine: EngineApi;
  let target: Registry | undefined;
  let sizes: FolderFile[];
  let reads: FolderFile[];
  let onRead: () => void;
  beforeEach(() => {
    [sizes, reads] = [[], []];
    onRead = () => undefined;
    engine = createEngine(
      createTestWorld({
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
        return files.size(file);
      },
      read: (file, ...rest) => {
        reads.push(file);
        onRead();
        return files.read(file, ...rest);
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
    assert.equal((await engine.readSavedImages(folder, noSignal)).length, 1);
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
