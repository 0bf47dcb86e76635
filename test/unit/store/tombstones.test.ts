// Tombstones: what a person removed in one window is written back by none.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { newSignatureImage } from '../../../src/engine/signatures/signatureImage.ts';
import type { DescriptorEntry } from '../../../src/engine/oci/descriptorReader.ts';
import { bury, dig, stillWanted, withoutBuried } from '../../../src/engine/store/tombstones.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { createMemoryStorage } from '../../support/storage.ts';
import { createTestWorld } from '../../support/world.ts';

const place = 'registry.example/app:sha256-0.sig';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const [ann, ben, eve] = ['ann', 'ben', 'eve'].map((name) => layerOf(name)) as [
  DescriptorEntry,
  DescriptorEntry,
  DescriptorEntry,
];

function layerOf(name: string): DescriptorEntry {
  const [layer] = newSignatureImage([{ payload: bytes('{}'), signature: bytes(name) }], 'oci', place).layers;
  assert.ok(layer);
  return layer;
}

describe('a tombstone', () => {
  const clock = createFakeClock();
  const disk = createMemoryStorage(1);
  const first = createTestWorld({ clock, storage: disk });
  const second = createTestWorld({ clock, storage: disk.as(2) });
  beforeEach(() => disk.files.clear());

  it('counts in every window, for its layer and its tag alone [S34]', async () => {
    await bury(first, place, [ben]);
    assert.deepEqual(await withoutBuried(second, place, [ann, ben, eve]), [ann, eve]);
    assert.deepEqual(await withoutBuried(second, `${place}2`, [ben]), [ben]);
  });

  it('leaves what is there alone and takes from what is known only what is gone [S34]', async () => {
    await bury(first, place, [ann, ben]);
    assert.deepEqual(await stillWanted(second, place, [ann, ben, eve], [ann]), [ann, eve]);
  });

  it('is no more when the removal failed or the same is signed again', async () => {
    await bury(first, place, [ben]);
    await dig(second, place, [ben]);
    assert.deepEqual(await withoutBuried(first, place, [ben]), [ben]);
    assert.equal(disk.files.size, 0);
  });

  it('is obeyed for an hour and swept away by the next one', async () => {
    await bury(first, place, [ben]);
    clock.advance(59 * 60_000);
    assert.deepEqual(await withoutBuried(second, place, [ben]), []);
    clock.advance(2 * 60_000);
    assert.deepEqual(await withoutBuried(second, place, [ben]), [ben]);
    await bury(first, place, [eve]);
    assert.equal(disk.files.size, 1);
  });

  it('that cannot be read is obeyed', async () => {
    await bury(first, place, [ben]);
    for (const name of disk.files.keys()) disk.files.set(name, new Uint8Array(100_000));
    assert.deepEqual(await withoutBuried(second, place, [ben]), []);
  });

  it('that cannot be written is told to who removes', async () => {
    const storage = disk.as(3);
    storage.isFull = true;
    const world = createTestWorld({ storage });
    await assert.rejects(bury(world, place, [ben]), (error) => isEngineError(error, 'file-not-writable'));
  });
});
