// Gathers an image with all that hangs on it, for a copy: an index with its children, cosign's tags and referrers of
// each, and the referrers of those. Bytes as they stand; each is read once; nothing is left out silently.
import type { CopyManifest, CopyPart } from '../copyPlan.ts';
import { EngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { formatPlatform } from '../oci/platforms.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import { hangingOn, type Hanging, type HangingTag } from '../places/hangingOn.ts';
import { mayRead } from '../registry/mayRead.ts';
import type { RegistrySession } from '../registry/session.ts';
import { together } from '../together.ts';
import { isTagged } from './attachedTo.ts';
import {
  imageTree,
  mostDepth,
  notAnImage,
  readManifest,
  readTree,
  type ManifestTree,
  type NotThere,
  type TreeReader,
} from './manifestTree.ts';

export interface Gathered {
  /** What a manifest names comes before it, what hangs on it behind. */
  readonly manifests: readonly CopyManifest[];
  readonly missing: readonly Digest[];
}

const parts: Readonly<Record<HangingTag, CopyPart>> = {
  signature: 'signatures',
  attestation: 'attestations',
  sbom: 'sbom',
};

interface Gathering extends TreeReader {
  /** The image's own, and the signature repository. */
  readonly repositories: readonly Repository[];
  readonly manifests: Omit<CopyManifest, 'refersTo'>[];
  /** Of the manifests, those that are found by their digest: the first place where each is listed counts. */
  readonly placed: Set<Digest>;
  /** What lists a digest among its referrers. One that an index names too is no less of a referrer for it. */
  readonly subjects: Map<Digest, Set<Digest>>;
  readonly missing: Set<Digest>;
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
  const gathering: Gathering = {
    session,
    reading: new Map(),
    repositories,
    manifests: [],
    placed: new Set(),
    subjects: new Map(),
    missing: new Set(),
  };
  const image = await readTree(gathering, { repository: own, digest }, 0, signal);
  if ('notFound' in image) throw partNotFound(own, image.notFound);
  place(gathering, image, { part: 'image', of: undefined, label: '' });
  for (const repository of others) {
    if (await mayRead(session, repository, signal)) continue;
    throw new EngineError('place-not-readable', { place: formatRepository(repository) });
  }
  const { manifests, placed, subjects, missing } = gathering;
  for (let from = 0, depth = 0; from < manifests.length; depth += 1) {
    const lastPlaced = manifests.slice(from);
    from = manifests.length;
    await placeHanging(gathering, lastPlaced, depth, signal);
  }
  return {
    manifests: manifests.map((one) => ({
      ...one,
      refersTo: isTagged(one) ? [] : [...(subjects.get(one.digest) ?? [])],
    })),
    missing: [...missing].filter((one) => !placed.has(one)),
  };
}

/** What hangs on each of these that others name by a digest of their own; lists of signatures change theirs. */
async function placeHanging(
  gathering: Gathering,
  subjects: readonly Pick<CopyManifest, 'digest' | 'part'>[],
  depth: number,
  signal: AbortSignal,
): Promise<void> {
  const lists: readonly CopyPart[] = ['signatures', 'attestations'];
  const fixed = subjects.filter(({ part }) => !lists.includes(part));
  const found = await together(
    fixed.flatMap(({ digest }) =>
      gathering.repositories.map(
        (repository) => (stop: AbortSignal) => hangingAt(gathering, repository, digest, depth, stop),
      ),
    ),
    signal,
  );
  for (const { of, tagged, referring } of found) {
    for (const { part, tree } of tagged) gathering.manifests.push(describe(tree, { part, of, label: '' }));
    for (const { descriptor, tree } of referring) {
      const { digest } = descriptor;
      // Registries and fallback indexes go on listing what was removed: that is told, and holds nothing up.
      if ('notFound' in tree) {
        gathering.missing.add(digest);
        continue;
      }
      gathering.subjects.set(digest, (gathering.subjects.get(digest) ?? new Set()).add(of));
      place(gathering, tree, { part: 'referrer', of, label: labelOf(descriptor) });
    }
  }
}

interface HangingTrees {
  readonly of: Digest;
  readonly tagged: readonly { readonly part: CopyPart; readonly tree: ManifestTree }[];
  readonly referring: readonly {
    readonly descriptor: Descriptor;
    readonly tree: ManifestTree | NotThere;
  }[];
}

async function hangingAt(
  gathering: Gathering,
  repository: Repository,
  of: Digest,
  depth: number,
  signal: AbortSignal,
): Promise<HangingTrees> {
  const { tags, referrers } = await hangingOn(gathering.session, repository, of, signal);
  if (depth >= mostDepth && tags.length + referrers.length > 0) {
    throw notAnImage({ digest: of, repository }, 'nested-too-deeply');
  }
  const tagged = await together(
    tags.map((one) => async (stop: AbortSignal) => {
      return { part: parts[one.kind], tree: await taggedTree(gathering, repository, one, stop) };
    }),
    signal,
  );
  const referring = await together(
    referrers.map((descriptor) => async (stop: AbortSignal) => {
      const { digest } = descriptor;
      return { descriptor, tree: await readTree(gathering, { repository, digest }, 0, stop) };
    }),
    signal,
  );
  return { of, tagged, referring };
}

/** What stands under a tag of cosign's. The same list may hang on several, or stand in two repositories. */
async function taggedTree(
  { session }: Gathering,
  repository: Repository,
  { fetched }: Hanging['tags'][number],
  signal: AbortSignal,
): Promise<ManifestTree> {
  const asked = { repository, digest: fetched.digest };
  const manifest = readManifest(asked, fetched);
  if (manifest.kind === 'index') throw notAnImage(asked, 'both-layers-and-manifests');
  return imageTree(session, repository, fetched, manifest, signal);
}

type Described = Pick<CopyManifest, 'part' | 'of' | 'label'>;

/** Puts the manifest behind what it names. Nothing where it was put already. */
function place(gathering: Gathering, tree: ManifestTree, as: Described): void {
  const { digest } = tree.fetched;
  if (gathering.placed.has(digest)) return;
  gathering.placed.add(digest);
  for (const { descriptor, tree: child } of tree.children) {
    const part = as.of === undefined ? 'platform' : as.part;
    place(gathering, child, { ...as, part, label: labelOf(descriptor) });
  }
  const part = as.part === 'image' && tree.manifest.kind === 'index' ? 'index' : as.part;
  gathering.manifests.push(describe(tree, { ...as, part }));
}

function describe(tree: ManifestTree, { part, of, label }: Described): Gathering['manifests'][number] {
  const { fetched, manifest, blobs, foreign } = tree;
  return {
    part,
    digest: fetched.digest,
    mediaType: manifest.mediaType,
    bytes: fetched.bytes,
    repository: formatRepository(tree.repository),
    of,
    label: part === 'referrer' ? (manifest.artifactType ?? label) : label,
    blobs,
    foreign,
  };
}

function labelOf({ platform, artifactType }: Descriptor): string {
  return platform === undefined ? (artifactType ?? '') : formatPlatform(platform);
}

/** The image, or one that its index lists: some registries keep an index of which they do not have every image. */
function partNotFound(repository: Repository, digest: Digest): EngineError {
  const name = formatRepository(repository);
  const reference = `${name}@${digest}`;
  const { registry } = repository;
  return new EngineError('subject-not-found', { reference, registry, repository: name, impliedTag: false });
}
