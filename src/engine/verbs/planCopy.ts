// Plan a copy: reference → subject → everything that hangs on it → what the target has already. Reads only; the person
// confirms the plan as it stands (decision 10).
import type { CopyAction, CopyManifest, CopyPlan, CopyRequest, PlannedManifest } from '../copyPlan.ts';
import { describeCredential } from '../credentials/credential.ts';
import { EngineError, isEngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { formatRepository, parseReference, type Reference, type Repository } from '../oci/reference.ts';
import { fetchTag } from '../places/fetchTag.ts';
import { signatureRepositoryFor } from '../places/signatureRepository.ts';
import type { PlanCredential } from '../plan.ts';
import { tokenGrants } from '../registry/granted.ts';
import { getManifest } from '../registry/manifests.ts';
import { withBudget, type RegistrySession } from '../registry/session.ts';
import { credentialOf } from '../registry/whoAmI.ts';
import { readSignatureImage } from '../signatures/readSignatureImage.ts';
import { missingLayers } from '../signatures/signatureImage.ts';
import { together } from '../together.ts';
import { attachedTagOf, isList, isTagged } from './attachedTo.ts';
import type { EngineContext } from './context.ts';
import { gatherImage } from './gatherImage.ts';
import { resolvePreferences } from './preferences.ts';
import { resolveSubject } from './resolveSubject.ts';

/** What looking through one image may cost in all (S40): a thousand manifests, and what is asked about each. */
const lookBudget = { requests: 20_000, bytes: 256 * 1024 * 1024, milliseconds: 15 * 60 * 1000 };

/**
 * The plan for copying what the reference names. Throws as planSign does, and `bad-reference` where the target names
 * another digest. A place at the source that cannot be read is a failure and not a line of the plan: a copy can be made
 * again when the place answers, and one without what stands there would pass for an image that was never signed.
 */
export async function planCopy(
  engine: EngineContext,
  request: CopyRequest,
  signal: AbortSignal,
): Promise<CopyPlan> {
  const session = withBudget(engine.session, lookBudget, 'this copy');
  const [reference, target] = [parseReference(request.reference), parseReference(request.target)];
  const repositories = sourceRepositories(engine, request, reference.repository);

  const subject = await resolveSubject(session, reference, signal);
  assertSameDigest(target, subject.digest);
  const { manifests, missing } = await gatherImage(session, subject.digest, repositories, signal);
  const tag = targetTag(reference, target);
  const planned = await actionsAt(session, target.repository, manifests, signal);
  const pointsAt = tag === undefined ? undefined : await fetchTag(session, target.repository, tag, signal);

  const source = await credentialOf(session, reference.repository, signal);
  const blobs = blobsToSend(planned);
  return {
    request,
    source: {
      repository: formatRepository(reference.repository),
      tag: reference.digest === undefined ? reference.tag : undefined,
      impliedTag: reference.impliedTag,
      credential: { description: describeCredential(source), identity: source.identity },
    },
    digest: subject.digest,
    mediaType: subject.manifest.mediaType,
    target: {
      repository: formatRepository(target.repository),
      tag,
      pointsAt: pointsAt?.digest,
      credential: await targetCredential(session, target.repository, signal),
    },
    manifests: planned,
    lookedAt: repositories.map(formatRepository),
    missing,
    blobs: blobs.size,
    bytes: [...blobs.values()].reduce((sum, size) => sum + size, 0),
    machine: engine.world.machine.name,
    plannedAt: engine.world.clock.now(),
  };
}

/** Signatures may stand beside the image and in the signature repository; in the copy all stand beside it. */
function sourceRepositories(
  { world }: EngineContext,
  { settings }: CopyRequest,
  image: Repository,
): readonly [Repository, ...Repository[]] {
  const { signatureRepository } = resolvePreferences(settings, world);
  if (signatureRepository === undefined) return [image];
  const other = signatureRepositoryFor(image, signatureRepository.repository, signatureRepository.layout);
  return formatRepository(other) === formatRepository(image) ? [image] : [image, other];
}

function assertSameDigest(target: Reference, digest: Digest): void {
  if (target.digest === undefined || target.digest === digest) return;
  const position = target.typed.length - target.digest.length;
  throw new EngineError('bad-reference', { text: target.typed, position, reason: 'digest' });
}

function targetTag(reference: Reference, target: Reference): string | undefined {
  if (target.digest !== undefined) return undefined;
  if (!target.impliedTag) return target.tag;
  return reference.digest === undefined ? reference.tag : undefined;
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
