// Gathers an image with all that hangs on it, for a copy: an index with its children, cosign's tags and referrers of
// each, and the referrers of those. Bytes as they stand; each is read once; nothing is left out silently.
import type { CopyBlob, CopyManifest, CopyPart } from '../copyPlan.ts';
import { EngineError, isEngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest, type ImageManifest, type IndexManifest } from '../oci/manifest.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import { hangingOn, type HangingTag } from '../places/hangingOn.ts';
import { blobExists } from '../registry/blobs.ts';
import { getManifest, type FetchedManifest } from '../registry/manifests.ts';
import { mayRead } from '../registry/mayRead.ts';
import type { RegistrySession } from '../registry/session.ts';
import { together } from '../together.ts';

export interface Gathered {
  /** What a manifest names comes before it, what hangs on it behind. */
  readonly manifests: readonly CopyManifest[];
  readonly missing: readonly Digest[];
}

/** An index of indexes of indexes is an attack or a mistake (S39). */
const mostDepth = 8;
const parts: Readonly<Record<HangingTag, CopyPart>> = {
  signature: 'signatures',
  attestation: 'attestations',
  sbom: 'sbom',
};

interface Gathering {
  readonly session: RegistrySession;
  /** The image's own, and the signature repository. */
  readonly repositories: readonly Repository[];
  readonly seen: Set<string>;
  readonly missing: Digest[];
}

/**
 * Reads everything of the image `digest` in the first repository, and what hangs on it there and in the others. Throws
 * what reading throws: a place that cannot be read ends it, since what stands there would be left behind unseen; and
 * `not-an-image` for a part that is no manifest, `place-not-readable` where a 404 means nothing (S17).
 */
export async function gatherImage(
  session: RegistrySession,
  digest: Digest,
  repositories: readonly [Repository, ...Repository[]],
  signal: AbortSignal,
): Promise<Gathered> {
  const [own, ...others] = repositories;
  const gathering: Gathering = { session, repositories, seen: new Set(), missing: [] };
  const asked = { digest, part: 'image', repository: own, of: undefined, label: '' } as const;
  const manifests = await gatherTree(gathering, asked, 0, signal);
  for (const repository of others) {
    if (await mayRead(session, repository, signal)) continue;
    throw new EngineError('place-not-readable', { place: formatRepository(repository) });
  }
  return {
    manifests: [...manifests, ...(await hangings(gathering, manifests, 0, signal))],
    missing: gathering.missing,
  };
}

interface Asked extends Pick<CopyManifest, 'digest' | 'part' | 'of' | 'label'> {
  readonly repository: Repository;
}

/** The manifest and, before it, its children. Nothing where it was read already. */
async function gatherTree(
  gathering: Gathering,
  asked: Asked,
  depth: number,
  signal: AbortSignal,
): Promise<readonly CopyManifest[]> {
  if (gathering.seen.has(asked.digest)) return [];
  gathering.seen.add(asked.digest);
  const fetched = await getManifest(gathering.session, asked.repository, asked.digest, signal);
  const manifest = readManifest(asked, fetched);
  if (manifest.kind === 'image') return [await describeImage(gathering, asked, fetched, manifest, signal)];
  if (depth >= mostDepth) throw notAnImage(asked, 'nested-too-deeply');
  const children = await together(
    manifest.manifests.map((child) => (stop: AbortSignal) => {
      const part = asked.of === undefined ? 'platform' : asked.part;
      const one = { ...asked, digest: child.digest, part, label: labelOf(child) } as const;
      return gatherTree(gathering, one, depth + 1, stop);
    }),
    signal,
  );
  const part = asked.part === 'image' ? 'index' : asked.part;
  return [...children.flat(), { ...plain({ ...asked, part }, fetched, manifest), blobs: [], foreign: 0 }];
}

/** What hangs on each of these that others name by a digest of their own; lists of signatures change theirs. */
async function hangings(
  gathering: Gathering,
  subjects: readonly CopyManifest[],
  depth: number,
  signal: AbortSignal,
): Promise<readonly CopyManifest[]> {
  const lists: readonly CopyPart[] = ['signatures', 'attestations'];
  const fixed = subjects.filter(({ part }) => !lists.includes(part));
  if (fixed.length === 0) return [];
  const found = await together(
    fixed.flatMap(({ digest }) =>
      gathering.repositories.map(
        (repository) => (stop: AbortSignal) => hangingAt(gathering, repository, digest, depth, stop),
      ),
    ),
    signal,
  );
  const manifests = found.flat();
  return [...manifests, ...(await hangings(gathering, manifests, depth + 1, signal))];
}

async function hangingAt(
  gathering: Gathering,
  repository: Repository,
  of: Digest,
  depth: number,
  signal: AbortSignal,
): Promise<readonly CopyManifest[]> {
  const { tags, referrers } = await hangingOn(gathering.session, repository, of, signal);
  if (depth >= mostDepth && tags.length + referrers.length > 0) {
    throw notAnImage({ digest: of, repository }, 'nested-too-deeply');
  }
  const tagged = await together(
    tags.map(({ kind, fetched }) => (stop: AbortSignal) => {
      const asked = { digest: fetched.digest, part: parts[kind], repository, of, label: '' };
      return gatherTagged(gathering, asked, fetched, stop);
    }),
    signal,
  );
  const referring = await together(
    referrers.map((one) => (stop: AbortSignal) => {
      const asked = { digest: one.digest, part: 'referrer', repository, of, label: labelOf(one) } as const;
      return gatherReferrer(gathering, asked, stop);
    }),
    signal,
  );
  return [...tagged, ...referring.flat()];
}

/** What stands under a tag of cosign's. The same list may hang on several, or stand in two repositories. */
async function gatherTagged(
  gathering: Gathering,
  asked: Asked,
  fetched: FetchedManifest,
  signal: AbortSignal,
): Promise<CopyManifest> {
  const manifest = readManifest(asked, fetched);
  if (manifest.kind === 'index') throw notAnImage(asked, 'both-layers-and-manifests');
  return describeImage(gathering, asked, fetched, manifest, signal);
}

/** Registries and fallback indexes go on listing what was removed: that is told, and holds nothing up. */
async function gatherReferrer(
  gathering: Gathering,
  asked: Asked,
  signal: AbortSignal,
): Promise<readonly CopyManifest[]> {
  try {
    return await gatherTree(gathering, asked, 0, signal);
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
    gathering.missing.push(asked.digest);
    return [];
  }
}

async function describeImage(
  { session }: Gathering,
  asked: Asked,
  fetched: FetchedManifest,
  manifest: ImageManifest,
  signal: AbortSignal,
): Promise<CopyManifest> {
  const named = [manifest.config, ...manifest.layers].map(({ descriptor }) => descriptor);
  const foreign: Descriptor[] = [];
  for (const one of named.filter((descriptor) => descriptor.foreign === true)) {
    if (!(await blobExists(session, asked.repository, one, signal))) foreign.push(one);
  }
  const blobs = named.filter((one) => !foreign.includes(one)).map(toBlob);
  return { ...plain(asked, fetched, manifest), blobs, foreign: foreign.length };
}

function plain(
  { part, repository, of, label }: Asked,
  { bytes, digest }: FetchedManifest,
  { mediaType, artifactType }: ImageManifest | IndexManifest,
): Omit<CopyManifest, 'blobs' | 'foreign'> {
  return {
    part,
    digest,
    mediaType,
    bytes,
    repository: formatRepository(repository),
    of,
    label: part === 'referrer' ? (artifactType ?? label) : label,
  };
}

function readManifest(
  asked: Pick<Asked, 'digest' | 'repository'>,
  { bytes, mediaType }: FetchedManifest,
): ImageManifest | IndexManifest {
  const manifest = parseManifest(bytes, mediaType || undefined);
  if (manifest.kind === 'image' || manifest.kind === 'index') return manifest;
  throw notAnImage(asked, manifest.kind === 'refused' ? manifest.reason : 'schema-1');
}

function notAnImage(
  { digest, repository }: Pick<Asked, 'digest' | 'repository'>,
  reason: ConstructorParameters<typeof EngineError<'not-an-image'>>[1]['reason'],
): EngineError {
  const reference = `${formatRepository(repository)}@${digest}`;
  return new EngineError('not-an-image', { reference, digest, reason });
}

function labelOf({ platform, artifactType }: Descriptor): string {
  if (platform === undefined) return artifactType ?? '';
  const { os, architecture, variant } = platform;
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

function toBlob({ digest, size }: Descriptor): CopyBlob {
  return { digest, size };
}
