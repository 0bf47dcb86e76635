// Tombstones (S34): what a person removed is not written back by another window that had seen it. One file per tag and
// layer, which every write and every later look obeys before it merges.
import { isEngineError } from '../errors.ts';
import { failureOf } from '../places/failure.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import { layerKey, missingLayers } from '../signatures/sameLayers.ts';
import type { SharedStorage, World } from '../world.ts';
import { forgetEntries } from './journal.ts';
import { nameFor, readRecord, writeRecord } from './sharedFile.ts';

/** Writes and the looks behind them end within minutes; a laptop that slept is given an hour. Milliseconds. */
const obeyedFor = 60 * 60 * 1000;
const limit = 16 * 1024;
const version = 1;
/** When this process last took away what nobody obeys any more: a run over many lists does it once. Monotonic clock. */
const sweptAt = new WeakMap<SharedStorage, number>();

/**
 * Says to every window of this machine that these layers are to be gone from this tag (`host/path:sha256-HEX.sig`, see
 * nameOfTag), and to Repair, which offers them no more. To be called before the write or the delete that
 * removes them, in the queue of the tag; a removal that comes to nothing takes it back with `dig`. Throws
 * `file-not-writable`: another window may then write them back.
 */
export async function bury(world: World, place: string, layers: readonly DescriptorEntry[]): Promise<void> {
  const { storage, clock } = world;
  await sweep(world);
  for (const layer of layers) {
    const stone = { version, place, digest: layer.descriptor.digest, at: clock.now() };
    await storage.write('tombstones', stoneOf(place, layer), writeRecord(stone));
  }
  await forgetEntries(world, place, layers);
}

/** Takes tombstones away, for a removal that failed. Never throws. */
export async function dig(world: World, place: string, layers: readonly DescriptorEntry[]): Promise<void> {
  await takeStones(world, place, layers);
}

/**
 * Does the writing of layers that are wanted anew, also where they were removed before: their tombstones are away
 * meanwhile, and stand again where it fails and nothing was written. Throws what `write` throws.
 */
export async function writeAnew<Result>(
  world: World,
  place: string,
  layers: readonly DescriptorEntry[],
  write: () => Promise<Result>,
): Promise<Result> {
  const taken = await takeStones(world, place, layers);
  try {
    return await write();
  } catch (error) {
    // What may be there all the same was wanted.
    if (!isEngineError(error, 'write-not-confirmed')) await putBack(world, place, taken);
    throw error;
  }
}

/** What stood, by name. */
async function takeStones(
  { storage, log }: World,
  place: string,
  layers: readonly DescriptorEntry[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const taken = new Map<string, Uint8Array>();
  const stones = await storage.list('tombstones').then(
    (names) => new Set(names),
    () => undefined,
  );
  for (const name of layers.map((layer) => stoneOf(place, layer))) {
    // Mostly there is none, and who writes a long list is not to wait for each of its layers.
    if (stones?.has(name) === false) continue;
    try {
      const stone = await storage.take('tombstones', name, limit);
      if (stone !== undefined) taken.set(name, stone);
    } catch (error) {
      log.warn(`a tombstone of ${place} stays: ${failureOf(error).code}`);
    }
  }
  return taken;
}

async function putBack(
  { storage, log }: World,
  place: string,
  stones: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  for (const [name, stone] of stones) {
    try {
      await storage.write('tombstones', name, stone);
    } catch (error) {
      log.warn(`a tombstone of ${place} is lost: ${failureOf(error).code}`);
    }
  }
}

/**
 * Those of the layers that nobody removed from this tag. A tombstone that cannot be read counts as one: what a person
 * removed does not come back because of a broken file. Where the whole folder cannot be read nothing tells of any
 * removal, and all of the layers may be written back: to obey there would lose every signature that a race takes, and
 * what is lost nobody sees; what came back is seen, and can be removed again. Never throws.
 */
export async function withoutBuried(
  world: World,
  place: string,
  layers: readonly DescriptorEntry[],
): Promise<readonly DescriptorEntry[]> {
  if (layers.length === 0) return layers;
  let stones: ReadonlySet<string>;
  try {
    stones = new Set(await world.storage.list('tombstones'));
  } catch (error) {
    world.log.warn(`the tombstones cannot be read: ${failureOf(error).code}`);
    return layers;
  }
  const kept: DescriptorEntry[] = [];
  for (const layer of layers) {
    const name = stoneOf(place, layer);
    if (!stones.has(name) || !(await isObeyed(world, name))) kept.push(layer);
  }
  return kept;
}

/** What is known without what is gone from `there` and was removed by a person: all that may be written back. Never throws. */
export async function stillWanted(
  world: World,
  place: string,
  known: readonly DescriptorEntry[],
  there: readonly DescriptorEntry[],
): Promise<readonly DescriptorEntry[]> {
  const lost = missingLayers(there, known);
  const wanted = await withoutBuried(world, place, lost);
  return wanted.length === lost.length ? known : missingLayers(missingLayers(wanted, lost), known);
}

async function isObeyed({ storage, clock, log }: World, name: string): Promise<boolean> {
  try {
    const bytes = await storage.read('tombstones', name, limit);
    if (bytes === undefined) return false;
    const at = readRecord(bytes)?.['at'];
    // The wall clock may have jumped either way.
    return typeof at !== 'number' || Math.abs(clock.now() - at) < obeyedFor;
  } catch (error) {
    log.warn(`a tombstone cannot be read and is obeyed: ${failureOf(error).code}`);
    return true;
  }
}

/** Takes away what nobody obeys any more; not again before what is new by now can be among it. */
async function sweep(world: World): Promise<void> {
  const { storage, clock, log } = world;
  const last = sweptAt.get(storage);
  if (last !== undefined && clock.monotonic() - last < obeyedFor) return;
  sweptAt.set(storage, clock.monotonic());
  try {
    for (const name of await storage.list('tombstones')) {
      if (!(await isObeyed(world, name))) await storage.take('tombstones', name, limit);
    }
  } catch (error) {
    log.warn(`old tombstones stay: ${failureOf(error).code}`);
  }
}

function stoneOf(place: string, layer: DescriptorEntry): string {
  return nameFor(place, layerKey(layer));
}
