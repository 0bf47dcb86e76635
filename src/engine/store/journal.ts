// The journal (S34): what this machine wrote and has not seen quiet yet, one file per write. Written before the PUT, taken
// away after the last look that missed nothing, so that Repair finds it when a window was closed or killed in between.
// What is read from it was written by anybody at all: nothing of it is done without the checks of verbs/planRepair.ts.
import { failureOf } from '../places/failure.ts';
import type { CredentialDescription } from '../problems.ts';
import type { BadEntry } from '../plan.ts';
import { isEngineError } from '../errors.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import type { SharedStorage, World } from '../world.ts';
import {
  formatEntry,
  parseEntry,
  type EntryContent,
  type EntryOrigin,
  type JournalEntry,
} from './journalEntry.ts';
import { nameFor } from './sharedFile.ts';

const entryLimit = 1024 * 1024;
/** The looks of a window that lives end well before (milliseconds). */
const looksEndWithin = 10 * 60 * 1000;
/** A signature that was read back and then stood so long needs no look behind it (milliseconds). */
const seenIsKept = 7 * 24 * 60 * 60 * 1000;
/** The place of each entry, which stays what it is: a removal of many lists reads the journal once. */
const placesOf = new WeakMap<SharedStorage, ReadonlyMap<string, string>>();

/** The last change of each entry that this window began and has not ended. */
const changing = new WeakMap<SharedStorage, Map<string, Promise<unknown>>>();

/** One entry while it is being written by this window. Its functions never throw. */
export interface JournalNote {
  /** False where it could not be written: nobody will look again after a reload. */
  write(content: EntryContent): Promise<boolean>;
  remove(): Promise<void>;
}

/** Who writes, comparable between windows and free of secrets: some registries take a token as the user's name. */
export function credentialMark({ kind, detail, user }: CredentialDescription): string {
  return nameFor(kind, detail, user);
}

/** A new entry; nothing is written yet. */
export function newNote(world: World, origin: EntryOrigin): JournalNote {
  return noteNamed(world, `${Buffer.from(world.random(16)).toString('hex')}.json`, origin);
}

/** An entry that this window looks after from now on. */
export function noteOf(world: World, entry: JournalEntry): JournalNote {
  return noteNamed(world, entry.id, entry);
}

function noteNamed(world: World, name: string, origin: EntryOrigin): JournalNote {
  const { storage, clock, log } = world;
  const { repository, tag } = origin;
  const writtenAt = clock.now();
  let isWritten = false;
  const rewrite = async (bytes: Uint8Array): Promise<void> => {
    if (bytes.length > entryLimit) throw new Error('the entry is too large');
    // What a person forgot meanwhile stays forgotten.
    if (isWritten && (await storage.read('journal', name, entryLimit)) === undefined) return;
    await storage.write('journal', name, bytes);
    isWritten = true;
  };
  return {
    async write({ layers, seen, manifest, state }) {
      const content = { layers, seen, manifest, state };
      const bytes = formatEntry({ ...origin, ...content, writtenAt, owner: storage.owner });
      try {
        await inTurn(storage, name, () => rewrite(bytes));
        return true;
      } catch (error) {
        log.warn(`${nameOfTag(repository, tag)} is not in the journal: ${failureOf(error).code}`);
        return false;
      }
    },
    remove: () => removeEntry(world, name),
  };
}

/** This window changes an entry once at a time: nothing is forgotten between the look whether it is there and the write. */
async function inTurn<Result>(
  storage: SharedStorage,
  id: string,
  change: () => Promise<Result>,
): Promise<Result> {
  const entries = changing.get(storage) ?? new Map<string, Promise<unknown>>();
  changing.set(storage, entries);
  const changed = (entries.get(id) ?? Promise.resolve()).then(change);
  const settled = changed
    .catch(() => undefined) // its caller is told
    .finally(() => {
      if (entries.get(id) === settled) entries.delete(id);
    });
  entries.set(id, settled);
  return changed;
}

/** Takes an entry away; never throws. */
export async function removeEntry({ storage, log }: World, id: string): Promise<void> {
  try {
    await inTurn(storage, id, () => storage.take('journal', id, entryLimit));
  } catch (error) {
    log.warn(`a journal entry stays: ${failureOf(error).code}`);
  }
}

/** Takes away the entries that would write nothing back but these layers; never throws. */
export async function forgetEntries(
  world: World,
  place: string,
  layers: readonly DescriptorEntry[],
): Promise<void> {
  const { storage } = world;
  const known = placesOf.get(storage);
  const places = new Map<string, string>();
  try {
    for (const id of await storage.list('journal')) {
      const before = known?.get(id);
      if (before !== undefined) places.set(id, before);
      if (before !== undefined && before !== place) continue;
      const entry = await readEntry(world, id);
      if (entry === undefined || 'problem' in entry) continue;
      places.set(id, nameOfTag(entry.repository, entry.tag));
      if (places.get(id) !== place) continue;
      if (missingLayers(layers, entry.layers).length === 0) await removeEntry(world, id);
    }
    placesOf.set(storage, places);
  } catch (error) {
    world.log.warn(`the journal cannot be read: ${failureOf(error).code}`);
  }
}

/** Every entry, the oldest first, and those that are none: named in the log, never obeyed. Throws `file-not-readable`. */
export async function readJournal(
  world: World,
): Promise<{ readonly entries: readonly JournalEntry[]; readonly bad: readonly BadEntry[] }> {
  const entries: JournalEntry[] = [];
  const bad: BadEntry[] = [];
  for (const id of await world.storage.list('journal')) {
    const read = await readEntry(world, id);
    if (read === undefined) continue;
    if ('problem' in read) {
      world.log.warn(`the journal entry ${id} is not used: ${read.problem}`);
      bad.push(read);
    } else entries.push(read);
  }
  entries.sort((one, other) => one.writtenAt - other.writtenAt);
  return { entries, bad };
}

/** One entry as it stands now; undefined where it is gone. Never throws. */
export async function readEntry(world: World, id: string): Promise<JournalEntry | BadEntry | undefined> {
  try {
    const bytes = await world.storage.read('journal', id, entryLimit);
    return bytes === undefined ? undefined : parseEntry(id, bytes);
  } catch (error) {
    const isTooLarge = isEngineError(error, 'file-not-readable') && error.details.reason.code === 'too-large';
    return { id, problem: isTooLarge ? 'too-large' : 'not-readable' };
  }
}

/** True where it was read back so long ago that nobody who read before it can still write over it. */
export function isSettled({ clock }: World, { state, writtenAt }: JournalEntry): boolean {
  return state === 'seen' && clock.now() - writtenAt > seenIsKept;
}

/** True where no window looks after it any more: it is for a person to repair. */
export async function isWaiting({ storage, clock }: World, entry: JournalEntry): Promise<boolean> {
  if (entry.state !== 'looking' && entry.state !== 'seen') return true;
  // The wall clock may have jumped either way.
  if (Math.abs(clock.now() - entry.writtenAt) > looksEndWithin) return true;
  return storage.isGone(entry.owner);
}
