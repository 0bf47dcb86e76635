// What an entry of the journal holds, and how it stands in its file.
import { decodeBase64, encodeBase64 } from '../oci/base64.ts';
import { readDescriptorText, type DescriptorEntry } from '../oci/descriptorReader.ts';
import { digestOf, isDigest, type Digest } from '../oci/digest.ts';
import { formatRepository, parseRepository, type Repository } from '../oci/reference.ts';
import type { BadEntry } from '../plan.ts';
import type { SignatureMediaTypes } from '../signatures/signatureImage.ts';
import { parseAttachedTag } from '../signatures/tags.ts';
import type { Owner } from '../world.ts';
import { readRecord, writeRecord } from './sharedFile.ts';

const version = 1;
/** The others' layers are kept to say what vanished; a list longer than this is not kept (bytes). */
const seenLimit = 256 * 1024;
const mostLayers = 16;

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

/** The bytes of its file. */
export function formatEntry(entry: Omit<JournalEntry, 'id' | 'mark'>): Uint8Array {
  const { repository, tag, payload, mediaTypes, fingerprint, credential } = entry;
  const { manifest, state, writtenAt, owner, layers, seen } = entry;
  const length = seen.reduce((sum, { source }) => sum + source.length, 0);
  return writeRecord({
    ...{ version, repository: formatRepository(repository), tag, payload: encodeBase64(payload), mediaTypes },
    ...{ fingerprint, credential, manifest, state, writtenAt, owner },
    layers: layers.map(({ source }) => source),
    seen: length > seenLimit ? [] : seen.map(({ source }) => source),
  });
}

/** What the file holds, or what is wrong with it. Never throws. */
export function parseEntry(id: string, bytes: Uint8Array): JournalEntry | BadEntry {
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
