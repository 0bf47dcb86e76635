// The journal (S34): what this machine wrote and has not seen quiet yet, one file per write. Written before the PUT, taken
// away after the last look that missed nothing, so that Repair finds it when a window was closed or killed in between.
// What is read from it was written by anybody at all: nothing of it is done without the checks of verbs/repair.ts.
import { decodeBase64, encodeBase64 } from '../oci/base64.ts';
import { readDescriptorText, type DescriptorEntry } from '../oci/descriptorReader.ts';
import { digestOf, isDigest, type Digest } from '../oci/digest.ts';
import { formatRepository, parseRepository, type Repository } from '../oci/reference.ts';
import { failureOf } from '../places/failure.ts';
import type { CredentialDescription } from '../problems.ts';
import type { BadEntry } from '../plan.ts';
import { isEngineError } from '../errors.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import { missingLayers, type SignatureMediaTypes } from '../signatures/signatureImage.ts';
import { parseAttachedTag } from '../signatures/tags.ts';
import type { Owner, World } from '../world.ts';
import { nameFor, readRecord, writeRecord } from './sharedFile.ts';

const version = 1;
const entryLimit = 1024 * 1024;
/** The others' layers are kept to say what vanished; a list longer than this is not kept (bytes). */
const seenLimit = 256 * 1024;
const mostLayers = 16;
/** The looks of a window that lives end well before (milliseconds). */
const looksEndWithin = 10 * 60 * 1000;
/** A signature that was read back and then stood so long needs no look behind it (milliseconds). */
const seenIsKept = 7 * 24 * 60 * 60 * 1000;

/**
 * `looking`: being written; `seen`: read back once, and looked at again while the window lives; `lost`: a window saw it
 * gone; `not-confirmed`: one could not see.
 */
export type EntryState = 'looking' | 'seen' | 'lost' | 'not-confirmed';
const states: readonly unknown[] = [
  'looking',
  'seen',
  'lost',
  'not-confirmed',
] satisfies readonly EntryState[];

/** What stays the same for one write. */
export interface EntryOrigin {
  readonly repository: Repository;
  /** `sha256-HEX.sig` */
  readonly tag: string;
  readonly payload: Uint8Array;
  readonly mediaTypes: SignatureMediaTypes;
  /** Of the key that signed. */
  readonly fingerprint: string;
  /** Who wrote, see credentialMark. */
  readonly credential: string;
}

/** What is known better after the write. */
export interface EntryContent {
  /** This writer's layers, as text. */
  readonly layers: readonly DescriptorEntry[];
  /** The others' that stood beside them; never written back from here. */
  readonly seen: readonly DescriptorEntry[];
  readonly manifest: Digest;
  readonly state: EntryState;
}

export interface JournalEntry extends EntryOrigin, EntryContent {
  readonly id: string;
  /** Digest of what a repair writes and what a person is shown of it; how the looks went may change beside it. */
  readonly mark: Digest;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  readonly owner: Owner;
}

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
  const { repository, tag, payload, mediaTypes, fingerprint, credential } = origin;
  const place = formatRepository(repository);
  const writtenAt = clock.now();
  return {
    async write({ layers, seen, manifest, state }) {
      const length = seen.reduce((sum, { source }) => sum + source.length, 0);
      const bytes = writeRecord({
        ...{ version, repository: place, tag, payload: encodeBase64(payload), mediaTypes },
        ...{ fingerprint, credential, manifest, state, writtenAt, owner: storage.owner },
        layers: layers.map(({ source }) => source),
        seen: length > seenLimit ? [] : seen.map(({ source }) => source),
      });
      try {
        if (bytes.length > entryLimit) throw new Error('the entry is too large');
        await storage.write('journal', name, bytes);
        return true;
      } catch (error) {
        log.warn(`${place}:${tag} is not in the journal: ${failureOf(error).code}`);
        return false;
      }
    },
    remove: () => removeEntry(world, name),
  };
}

/** Takes an entry away; never throws. */
export async function removeEntry({ storage, log }: World, id: string): Promise<void> {
  try {
    await storage.take('journal', id, entryLimit);
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
  try {
    const { entries } = await readJournal(world);
    for (const { id, repository, tag, layers: mine } of entries) {
      if (nameOfTag(repository, tag) !== place) continue;
      if (missingLayers(layers, mine).length === 0) await removeEntry(world, id);
    }
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

function parseEntry(id: string, bytes: Uint8Array): JournalEntry | BadEntry {
  const record = readRecord(bytes);
  if (record === undefined) return { id, problem: 'garbled' };
  if (record['version'] !== version) return { id, problem: 'other-version' };
  const { repository, tag, payload, mediaTypes, fingerprint, credential } = record;
  const { manifest, state, writtenAt, owner } = record;
  const layers = readLayers(record['layers'], mostLayers);
  const seen = readLayers(record['seen'], Number.POSITIVE_INFINITY);
  const process = readOwner(owner);
  const place = readRepository(repository);
  const content = typeof payload === 'string' ? decodeBase64(payload) : undefined;
  if (place === undefined || content === undefined || process === undefined)
    return { id, problem: 'garbled' };
  if (layers === undefined || layers.length === 0 || seen === undefined) return { id, problem: 'garbled' };
  if (typeof tag !== 'string' || parseAttachedTag(tag)?.kind !== 'signature')
    return { id, problem: 'garbled' };
  if (mediaTypes !== 'oci' && mediaTypes !== 'docker') return { id, problem: 'garbled' };
  if (!isHex(fingerprint) || !isHex(credential)) return { id, problem: 'garbled' };
  if (typeof manifest !== 'string' || !isDigest(manifest)) return { id, problem: 'garbled' };
  if (!isState(state)) return { id, problem: 'garbled' };
  if (typeof writtenAt !== 'number' || Math.abs(writtenAt) > 8e15) return { id, problem: 'garbled' };
  const confirmed = { ...record, state: undefined, seen: undefined, manifest: undefined, owner: undefined };
  return {
    ...{
      id,
      mark: digestOf(writeRecord(confirmed)),
      repository: place,
      tag,
      payload: content,
      mediaTypes,
      fingerprint,
    },
    ...{ credential, manifest, state, writtenAt, owner: process, layers, seen },
  };
}

function isState(value: unknown): value is EntryState {
  return states.includes(value);
}

function readLayers(value: unknown, most: number): readonly DescriptorEntry[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const layers = value.map((text) => (typeof text === 'string' ? readDescriptorText(text) : undefined));
  return layers.every((layer) => layer !== undefined) ? layers : undefined;
}

function readOwner(value: unknown): Owner | undefined {
  const { host, pid, started } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof host !== 'string' || typeof pid !== 'number' || typeof started !== 'string') return undefined;
  return { host, pid, started };
}

function readRepository(value: unknown): Repository | undefined {
  try {
    const repository = typeof value === 'string' ? parseRepository(value) : undefined;
    return repository !== undefined && formatRepository(repository) === value ? repository : undefined;
  } catch {
    return undefined;
  }
}

function isHex(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
