// Opens a folder with saved images (OCI image spec, image-layout.md): its version, the entries of index.json, and blobs
// by digest, hashed while they are read (S39). Whoever wrote the folder is trusted with nothing.
import { createHash } from 'node:crypto';
import { EngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { digestOf, isDigest, type Digest } from '../oci/digest.ts';
import { membersNamed, readJson, type JsonNode } from '../oci/json.ts';
import type { LayoutProblem } from '../problems.ts';
import type { SavedFolder, World } from '../world.ts';
import { createLayoutBudget, type LayoutBudget } from './layoutBudget.ts';
import { readIndex } from './readIndex.ts';

/** A folder whose index was read. */
export interface Layout {
  /** Absolute path, as the person chose it. */
  readonly folder: string;
  /** What index.json lists. */
  readonly entries: readonly Descriptor[];
  /** What it lists besides, which is no descriptor that this engine reads. */
  readonly unreadable: readonly JsonNode[];
  readonly files: SavedFolder;
  readonly budget: LayoutBudget;
}

/** As of a registry's manifest. */
export const manifestLimit = 8 * 1024 * 1024;
/** More than a save of one image writes (its platforms, their tags, up to 3,000 referrers); each costs a read. */
const mostEntries = 5000;

/** Throws `bad-layout` for a folder that is none that can be read, and `file-not-readable`. */
export async function readLayout(
  { folders, clock }: Pick<World, 'folders' | 'clock'>,
  folder: string,
): Promise<Layout> {
  const budget = createLayoutBudget(clock, folder);
  const files = await folders.open(folder);
  const version = await files.read('oci-layout', 4096);
  if (version === undefined) throw badLayout(folder, 'no-layout-file');
  if (versionOf(version) !== '1.0.0') throw badLayout(folder, 'other-version');
  const bytes = await files.read('index.json', manifestLimit);
  if (bytes === undefined) throw badLayout(folder, 'no-index');
  const index = readIndex(bytes);
  if ('problem' in index) throw badLayout(folder, index.problem);
  const { entries, unreadable } = index;
  if (entries.length + unreadable.length > mostEntries) throw badLayout(folder, 'too-many-entries');
  return { folder, entries, unreadable, files, budget };
}

/**
 * The whole blob. Throws `bad-layout` where it is not there, not what its name says or not of the size that its
 * descriptor says, if one does, and where reading the folder costs too much; `file-not-readable`, `cancelled`.
 */
export async function readSaved(
  layout: Layout,
  { digest, size }: { readonly digest: Digest; readonly size?: number },
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (!isDigest(digest))
    throw new EngineError('bad-reference', { text: digest, position: 0, reason: 'digest' });
  return layout.budget.inTurn(() => readWhole(layout, digest, size, limit), signal);
}

async function readWhole(
  { folder, files, budget }: Layout,
  digest: Digest,
  wanted: number | undefined,
  limit: number,
): Promise<Uint8Array> {
  const size = await files.size(digest);
  if (size === undefined) throw badLayout(folder, 'blob-missing', digest);
  if (size > limit) throw badLayout(folder, 'blob-too-large', digest);
  if (wanted !== undefined && wanted !== size) throw badLayout(folder, 'blob-of-other-size', digest);
  budget.spend(size);
  const bytes = await files.read(digest, limit);
  if (bytes === undefined) throw badLayout(folder, 'blob-missing', digest);
  if (digestOf(bytes) !== digest) throw badLayout(folder, 'blob-of-other-bytes', digest);
  return bytes;
}

/**
 * The blob piece by piece, the last of them only when all together are what its name says: whoever passes them on never
 * finishes a wrong one. Throws as readSaved does.
 */
export async function* streamSaved(
  { folder, files }: Layout,
  digest: Digest,
): AsyncGenerator<Uint8Array, void, undefined> {
  if ((await files.size(digest)) === undefined) throw badLayout(folder, 'blob-missing', digest);
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  for await (const piece of files.stream(digest)) {
    hash.update(piece);
    if (held !== undefined) yield held;
    held = piece;
  }
  if (`sha256:${hash.digest('hex')}` !== digest) throw badLayout(folder, 'blob-of-other-bytes', digest);
  if (held !== undefined) yield held;
}

/** The named failure of this folder. */
export function badLayout(folder: string, reason: LayoutProblem, digest = ''): EngineError<'bad-layout'> {
  return new EngineError('bad-layout', { folder, digest, reason });
}

function versionOf(bytes: Uint8Array): string | undefined {
  const reading = readJson(bytes);
  if ('problem' in reading || reading.root.type !== 'object') return undefined;
  const [version, ...others] = membersNamed(reading.root, 'imageLayoutVersion');
  return version?.type === 'string' && others.length === 0 ? version.value : undefined;
}
