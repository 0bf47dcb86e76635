// The half of a plan that copying and loading share: what the target has already, and what would go there.
import type { CopyAction, CopyManifest, CopyPlan, PlannedManifest } from '../copyPlan.ts';
import type { Digest } from '../oci/digest.ts';
import { formatRepository, type Reference, type Repository } from '../oci/reference.ts';
import { fetchTag } from '../places/fetchTag.ts';
import { nameOfTag, type SignatureTagReading } from '../places/signatureTag.ts';
import { hasManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { readSignatureImage } from '../signatures/readSignatureImage.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import { fallbackTag } from '../signatures/tags.ts';
import { together } from '../together.ts';
import { attachedTagOf, isList, isTagged } from './attachedTo.ts';
import type { EngineContext } from './context.ts';
import { planCredential } from './planCredential.ts';

export type PlannedTarget = Pick<CopyPlan, 'target' | 'manifests' | 'blobs' | 'bytes'>;

/** What would be done at the target with these manifests, under this tag if there is one. Throws what reading throws. */
export async function planTarget(
  engine: EngineContext,
  session: RegistrySession,
  { repository }: Reference,
  tag: string | undefined,
  manifests: readonly CopyManifest[],
  signal: AbortSignal,
): Promise<PlannedTarget> {
  const planned = await actionsAt(engine, session, repository, manifests, signal);
  const fallbacks = await fallbacksAt(session, repository, manifests, signal);
  const pointsAt = tag === undefined ? undefined : await fetchTag(session, repository, tag, signal);
  const blobs = blobsToSend(planned);
  return {
    target: {
      repository: formatRepository(repository),
      tag,
      pointsAt: pointsAt?.digest,
      fallbacks,
      credential: await planCredential(session, repository, 'pull,push', signal),
    },
    manifests: planned,
    blobs: blobs.size,
    bytes: [...blobs.values()].reduce((sum, size) => sum + size, 0),
  };
}

/** Subjects of what goes there for which the target has a fallback index: the run must see it too. */
async function fallbacksAt(
  session: RegistrySession,
  repository: Repository,
  manifests: readonly CopyManifest[],
  signal: AbortSignal,
): Promise<readonly Digest[]> {
  const subjects = [...new Set(manifests.flatMap(({ refersTo }) => refersTo))];
  const found = await together(
    subjects.map(
      (subject) => (stop: AbortSignal) => fetchTag(session, repository, fallbackTag(subject), stop),
    ),
    signal,
  );
  // GitLab answers this tag with the subject itself.
  return subjects.filter((subject, index) => ![undefined, subject].includes(found[index]?.digest));
}

async function actionsAt(
  { seen }: EngineContext,
  session: RegistrySession,
  repository: Repository,
  manifests: readonly CopyManifest[],
  signal: AbortSignal,
): Promise<readonly PlannedManifest[]> {
  // The first question settles scheme and sign-in; the others then go out at once.
  const found = new Map<CopyManifest, Found>();
  const [first, ...others] = manifests;
  const look = async (one: CopyManifest, stop: AbortSignal): Promise<void> => {
    found.set(one, await lookFor(session, repository, one, stop));
  };
  if (first !== undefined) await look(first, signal);
  await together(
    others.map((one) => (stop: AbortSignal) => look(one, stop)),
    signal,
  );
  const ofSboms = new Map<string, CopyManifest>();
  return manifests.map((one) => {
    const { action: alone, held } = found.get(one) ?? { action: 'send' };
    const action = isSecondSbom(one, ofSboms) ? 'stays' : alone;
    const planned = { ...one, action };
    if (held !== undefined) seen.set(planned, held);
    return planned;
  });
}

/** Beside the image and in the signature repository there may be two: the first, which is beside it, gets the tag. */
function isSecondSbom(manifest: CopyManifest, first: Map<string, CopyManifest>): boolean {
  if (!isTagged(manifest) || isList(manifest)) return false;
  const tag = attachedTagOf(manifest);
  const known = first.get(tag) ?? manifest;
  first.set(tag, known);
  return known.digest !== manifest.digest;
}

interface Found {
  readonly action: CopyAction;
  /** The list that the target has. */
  readonly held?: SignatureTagReading;
}

async function lookFor(
  session: RegistrySession,
  repository: Repository,
  manifest: CopyManifest,
  signal: AbortSignal,
): Promise<Found> {
  if (!isTagged(manifest))
    return { action: (await hasManifest(session, repository, manifest.digest, signal)) ? 'there' : 'send' };
  const there = await fetchTag(session, repository, attachedTagOf(manifest), signal);
  if (there === undefined) return { action: 'send' };
  if (!isList(manifest)) return { action: there.digest === manifest.digest ? 'there' : 'stays' };
  const place = nameOfTag(repository, attachedTagOf(manifest));
  const held = readSignatureImage(there.bytes, there.mediaType || undefined, place);
  const wanted = readSignatureImage(manifest.bytes, manifest.mediaType, place);
  const isAllThere = missingLayers(held.manifest.layers, wanted.manifest.layers).length === 0;
  return { action: isAllThere ? 'there' : 'merge', held: { digest: there.digest, image: held } };
}

/** Where the target has a manifest it has its blobs, as registries keep it; run proves each of them (S20). */
function blobsToSend(manifests: readonly PlannedManifest[]): ReadonlyMap<Digest, number> {
  const blobsOf = (actions: readonly CopyAction[]): readonly (readonly [Digest, number])[] =>
    manifests
      .filter(({ action }) => actions.includes(action))
      .flatMap(({ blobs }) => blobs.map(({ digest, size }) => [digest, size] as const));
  const going = new Map(blobsOf(['send', 'merge']));
  for (const [digest] of blobsOf(['there'])) going.delete(digest);
  return going;
}
