// Tombstones: what a person removed in one window is written back by none.
import assert from 'node:assert/strict';
import { EngineError, isEngineError } from '../../../src/engine/errors.ts';
import { newSignatureImage } from '../../../src/engine/signatures/signatureImage.ts';
import type { DescriptorEntry } from '../../../src/engine/oci/descriptorReader.ts';
import { newNote } from '../../../src/engine/store/journal.ts';
import { bury, dig, stillWanted, withoutBuried, writeAnew } from '../../../src/engine/store/tombstones.ts';
import type { World } from '../../../src/engine/world.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { createMemoryStorage } from '../../support/storage.ts';
import { createTestWorld } from '../../support/world.ts';

const nothing = `sha256:${'0'.repeat(64)}` as const;
const place = `registry.example/app:sha256-${'0'.repeat(64)}.sig`;
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

/** An entry of the journal, as a window leaves it that signed. */
async function noteOf(world: World, layers: readonly DescriptorEntry[], hex = '0'): Promise<void> {
  const origin = {
    ...{ repository: { registry: 'registry.example', path: 'app' }, tag: `sha256-${hex.repeat(64)}.sig` },
    ...{ payload: bytes('{}'), mediaTypes: 'oci' as const },
    ...{ fingerprint: '0'.repeat(64), credential: '0'.repeat(64) },
  };
  const content = { layers, seen: [], manifest: nothing, state: 'looking' } as const;
  assert.ok(await newNote(world, origin).write(content));
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

  it('stands again where what was to be signed anew was not written, and not where it may be there', async () => {
    const failing = (code: 'cancelled' | 'write-not-confirmed') => () =>
      Promise.reject(
        code === 'cancelled'
          ? new EngineError(code, { what: 'signing' })
          : new EngineError(code, { place, digest: nothing, reason: 'timed-out' }),
      );
    await bury(first, place, [ben]);
    await assert.rejects(writeAnew(second, place, [ann, ben], failing('cancelled')));
    assert.deepEqual(await withoutBuried(first, place, [ann, ben]), [ann]);
    await assert.rejects(writeAnew(second, place, [ann, ben], failing('write-not-confirmed')));
    assert.deepEqual(await withoutBuried(first, place, [ann, ben]), [ann, ben]);
    await bury(first, place, [ben]);
    assert.equal(await writeAnew(second, place, [ben], () => Promise.resolve('written')), 'written');
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

  it('is obeyed for an hour also where the wall clock was set back, and not for ever [S34]', async () => {
    const jumping = createFakeClock();
    const storage = createMemoryStorage(7);
    const world = createTestWorld({ clock: jumping, storage });
    await bury(world, place, [ben]);
    jumping.jump(-30 * 60_000);
    assert.deepEqual(await withoutBuried(world, place, [ben]), []);
    jumping.jump(-24 * 3600_000);
    assert.deepEqual(await withoutBuried(world, place, [ben]), [ben]);
  });

  it('costs no more where many lists are removed: what is there is read once', async () => {
    const storage = createMemoryStorage(4);
    let reads = 0;
    const counted: typeof storage = {
      ...storage,
      read: (...asked) => {
        reads += 1;
        return storage.read(...asked);
      },
    };
    const world = createTestWorld({ clock, storage: counted });
    const before = 10;
    for (let at = 0; at < before; at += 1) {
      await bury(createTestWorld({ clock, storage }), `${place}${at}`, [ann]);
      await noteOf(world, [ann], String(at));
    }
    for (let at = 0; at < 20; at += 1) await bury(world, `${place}-${at}`, [ben]);
    assert.equal(reads, 2 * before);
  });

  it('costs nobody anything who signs anew what was never removed', async () => {
    const storage = createMemoryStorage(6);
    let takes = 0;
    const counted: typeof storage = {
      ...storage,
      take: (...asked) => {
        takes += 1;
        return storage.take(...asked);
      },
    };
    await bury(createTestWorld({ clock, storage }), place, [ben]);
    await dig(createTestWorld({ clock, storage: counted }), place, [ann, ben, eve]);
    assert.equal(takes, 1);
    assert.deepEqual(await storage.list('tombstones'), []);
  });

  it('takes what Repair would offer along, also of an entry that it read for another list', async () => {
    const storage = createMemoryStorage(5);
    const world = createTestWorld({ clock, storage });
    await noteOf(world, [ann]);
    await bury(world, `${place}2`, [ann]);
    assert.equal((await storage.list('journal')).length, 1);
    await noteOf(world, [ben]);
    await bury(world, place, [ann]);
    assert.equal((await storage.list('journal')).length, 1);
    await bury(world, place, [ann, ben]);
    assert.equal((await storage.list('journal')).length, 0);
  });

  it('that cannot be read is obeyed', async () => {
    await bury(first, place, [ben]);
    for (const name of disk.files.keys()) disk.files.set(name, new Uint8Array(100_000));
    assert.deepEqual(await withoutBuried(second, place, [ben]), []);
  });

  it('keeps nobody from writing back what a race took where all of them cannot be read [S34]', async () => {
    const storage: typeof disk = {
      ...disk,
      list: (folder) =>
        Promise.reject(new EngineError('file-not-readable', { path: folder, reason: { code: 'denied' } })),
    };
    const world = createTestWorld({ clock, storage });
    await bury(first, place, [ben]);
    assert.deepEqual(await withoutBuried(world, place, [ann, ben]), [ann, ben]);
    assert.deepEqual(await stillWanted(world, place, [ann, ben], []), [ann, ben]);
    assert.ok(world.logged.some((line) => line.includes('the tombstones cannot be read')));
  });

  it('that cannot be written is told to who removes', async () => {
    const storage = disk.as(3);
    storage.isFull = true;
    const world = createTestWorld({ storage });
    await assert.rejects(bury(world, place, [ben]), (error) => isEngineError(error, 'file-not-writable'));
  });
});
