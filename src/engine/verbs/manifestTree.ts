// A manifest with everything that it names by digest, down to the blobs, for a copy. Bytes as they stand; what several
// manifests name is read once.
import type { CopyBlob } from '../copyPlan.ts';
import { EngineError, isEngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest, type ImageManifest, type IndexManifest } from '../oci/manifest.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import { lacksBlob } from '../registry/blobs.ts';
import { getManifest, type FetchedManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { together } from '../together.ts';

export interface ManifestTree {
  readonly fetched: FetchedManifest;
  readonly manifest: ImageManifest | IndexManifest;
  /** Where it was read. */
  readonly repository: Repository;
  /** Config and layers, without those that only stand elsewhere. */
  readonly blobs: readonly CopyBlob[];
  /** How many layers those are. */
  readonly foreign: number;
  /** As the index lists them. */
  readonly children: readonly ManifestBranch[];
}

/** A manifest as something else lists it. */
export interface ManifestBranch {
  readonly descriptor: Descriptor;
  readonly tree: ManifestTree;
}

/** The manifest, or one that it names, is not in the registry. */
export interface NotThere {
  readonly notFound: Digest;
}

export interface TreeReader {
  readonly session: RegistrySession;
  /** What is being read or was, by repository and digest. */
  readonly reading: Map<string, Promise<ManifestTree | NotThere>>;
}

/** An index of indexes of indexes is an attack or a mistake (S39). */
export const mostDepth = 8;

interface Asked {
  readonly repository: Repository;
  readonly digest: Digest;
}

/**
 * Reads the manifest and all that it names. `depth`: how many indexes it is nested in. Throws what reading throws, but for
 * `not-found`, which is a value, and `not-an-image` for what is no manifest or nests too deeply.
 */
export async function readTree(
  reader: TreeReader,
  asked: Asked,
  depth: number,
  signal: AbortSignal,
): Promise<ManifestTree | NotThere> {
  const key = `${formatRepository(asked.repository)}@${asked.digest}`;
  const known = reader.reading.get(key);
  // Whoever began a reading that failed says so; it may have been stopped for what others met, and says nothing here.
  const tree = known === undefined ? undefined : await known.catch(() => undefined);
  if (tree !== undefined) return tree;
  const reading = readAll(reader, asked, depth, signal);
  reader.reading.set(key, reading);
  return reading;
}

async function readAll(
  reader: TreeReader,
  asked: Asked,
  depth: number,
  signal: AbortSignal,
): Promise<ManifestTree | NotThere> {
  let fetched: FetchedManifest;
  try {
    fetched = await getManifest(reader.session, asked.repository, asked.digest, signal);
  } catch (error) {
    if (isEngineError(error, 'not-found')) return { notFound: asked.digest };
    throw error;
  }
  const manifest = readManifest(asked, fetched);
  if (manifest.kind === 'image') {
    return imageTree(reader.session, asked.repository, fetched, manifest, signal);
  }
  if (depth >= mostDepth) throw notAnImage(asked, 'nested-too-deeply');
  const listed = await together(
    manifest.manifests.map((descriptor) => async (stop: AbortSignal) => {
      const child = { ...asked, digest: descriptor.digest };
      return { descriptor, tree: await readTree(reader, child, depth + 1, stop) };
    }),
    signal,
  );
  const children: ManifestBranch[] = [];
  for (const { descriptor, tree } of listed) {
    if ('notFound' in tree) return tree;
    children.push({ descriptor, tree });
  }
  return { fetched, manifest, repository: asked.repository, blobs: [], foreign: 0, children };
}

/** An image of which the manifest was read, which lists none. */
export async function imageTree(
  session: RegistrySession,
  repository: Repository,
  fetched: FetchedManifest,
  manifest: ImageManifest,
  signal: AbortSignal,
): Promise<ManifestTree> {
  const named = [manifest.config, ...manifest.layers].map(({ descriptor }) => descriptor);
  const foreign: Descriptor[] = [];
  for (const one of named.filter((descriptor) => descriptor.foreign === true)) {
    if (await lacksBlob(session, repository, one, signal)) foreign.push(one);
  }
  const blobs = named
    .filter((one) => !foreign.includes(one))
    .map(({ digest, size }): CopyBlob => ({ digest, size }));
  return { fetched, manifest, repository, blobs, foreign: foreign.length, children: [] };
}

/** Throws `not-an-image` for what is neither an image nor an index. */
export function readManifest(
  asked: Asked,
  { bytes, mediaType }: FetchedManifest,
): ImageManifest | IndexManifest {
  const manifest = parseManifest(bytes, mediaType || undefined);
  if (manifest.kind === 'image' || manifest.kind === 'index') return manifest;
  throw notAnImage(asked, manifest.kind === 'refused' ? manifest.reason : 'schema-1');
}

export function notAnImage(
  { digest, repository }: Asked,
  reason: ConstructorParameters<typeof EngineError<'not-an-image'>>[1]['reason'],
): EngineError {
  const reference = `${formatRepository(repository)}@${digest}`;
  return new EngineError('not-an-image', { reference, digest, reason });
}
