// The half of a plan that copying and loading share: what the target has already, and what would go there.
import type { CopyAction, CopyManifest, CopyPlan, PlannedManifest } from '../copyPlan.ts';
import { describeCredential } from '../credentials/credential.ts';
import { EngineError, isEngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { formatRepository, type Reference, type Repository } from '../oci/reference.ts';
import { fetchTag } from '../places/fetchTag.ts';
import type { PlanCredential } from '../plan.ts';
import { tokenGrants } from '../registry/granted.ts';
import { getManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { credentialOf } from '../registry/whoAmI.ts';
import { readSignatureImage } from '../signatures/readSignatureImage.ts';
import { missingLayers } from '../signatures/signatureImage.ts';
import { together } from '../together.ts';
import { attachedTagOf, isList, isTagged } from './attachedTo.ts';

export type PlannedTarget = Pick<CopyPlan, 'target' | 'manifests' | 'blobs' | 'bytes'>;

/** What would be done at the target with these manifests, under this tag if there is one. Throws what reading throws. */
export async function planTarget(
  session: RegistrySession,
  { repository }: Reference,
  tag: string | undefined,
  manifests: readonly CopyManifest[],
  signal: AbortSignal,
): Promise<PlannedTarget> {
  const planned = await actionsAt(session, repository, manifests, signal);
  const pointsAt = tag === undefined ? undefined : await fetchTag(session, repository, tag, signal);
  const blobs = blobsToSend(planned);
  return {
    target: {
      repository: formatRepository(repository),
      tag,
      pointsAt: pointsAt?.digest,
      credential: await targetCredential(session, repository, signal),
    },
    manifests: planned,
    blobs: blobs.size,
    bytes: [...blobs.values()].reduce((sum, size) => sum + size, 0),
  };
}

/** Throws `bad-reference` where the target names another digest. */
export function assertSameDigest(target: Reference, digest: Digest): void {
  if (target.digest === undefined || target.digest === digest) return;
  const position = target.typed.length - target.digest.length;
  throw new EngineError('bad-reference', { text: target.typed, position, reason: 'digest' });
}

async function actionsAt(
  session: RegistrySession,
  repository: Repository,
  manifests: readonly CopyManifest[],
  signal: AbortSignal,
): Promise<readonly PlannedManifest[]> {
  // The first question settles scheme and sign-in; the others then go out at once.
  const actions = new Map<CopyManifest, CopyAction>();
  const [first, ...others] = manifests;
  const look = async (one: CopyManifest, stop: AbortSignal): Promise<void> => {
    actions.set(one, await actionFor(session, repository, one, stop));
  };
  if (first !== undefined) await look(first, signal);
  await together(
    others.map((one) => (stop: AbortSignal) => look(one, stop)),
    signal,
  );
  return manifests.map((one) => ({ ...one, action: actions.get(one) ?? 'send' }));
}

async function actionFor(
  session: RegistrySession,
  repository: Repository,
  manifest: CopyManifest,
  signal: AbortSignal,
): Promise<CopyAction> {
  if (!isTagged(manifest))
    return (await isThere(session, repository, manifest.digest, signal)) ? 'there' : 'send';
  const there = await fetchTag(session, repository, attachedTagOf(manifest), signal);
  if (there === undefined) return 'send';
  if (there.digest === manifest.digest) return 'there';
  if (!isList(manifest)) return 'stays';
  const place = `${formatRepository(repository)}:${attachedTagOf(manifest)}`;
  const held = readSignatureImage(there.bytes, there.mediaType || undefined, place);
  const wanted = readSignatureImage(manifest.bytes, manifest.mediaType, place);
  return missingLayers(held.manifest.layers, wanted.manifest.layers).length === 0 ? 'there' : 'merge';
}

async function isThere(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await getManifest(session, repository, digest, signal);
    return true;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return false;
    throw error;
  }
}

async function targetCredential(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<PlanCredential> {
  const push = await tokenGrants(session, repository, 'pull,push', signal);
  const credential = await credentialOf(session, repository, signal);
  return { description: describeCredential(credential), identity: credential.identity, push };
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
