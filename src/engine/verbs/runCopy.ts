// Run a confirmed copy: blobs, then manifests from the inside out, then what hangs on them, and the target's tag last.
// Until then nobody is pointed at anything new, and who follows the tag finds the image with its signatures.
import type { CopyPlan, CopyResult, CopyStep, CopyWatch, PlannedManifest } from '../copyPlan.ts';
import { EngineError, throwIfCancelled } from '../errors.ts';
import { parseRepository, type Repository } from '../oci/reference.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import { blobIn, type BlobSource } from '../registry/putBlob.ts';
import { quietSession } from '../registry/session.ts';
import { keepCredential } from '../registry/whoAmI.ts';
import type { JournalNote } from '../store/journal.ts';
import { lookLater } from '../store/laterLooks.ts';
import { asBuilt, mergeIntoTag } from '../store/mergeIntoTag.ts';
import { attachedTagOf, isList, isTagged } from './attachedTo.ts';
import { attachReferrers } from './attachReferrers.ts';
import type { EngineContext } from './context.ts';
import { bringBlobs } from './copyBlobs.ts';
import { pointTag, storeManifest } from './copyManifests.ts';
import { holdCredential, holdSource, keepSource } from './sameCredential.ts';

/**
 * Does what the plan says. Throws `plan-changed` when a credential or what the tag points at is no longer as planned,
 * `digest-mismatch` for other bytes than the plan's, `copy-not-confirmed`, and what reading, uploading and merging throw.
 * `signal` is obeyed until the write of each tag; what was brought until then is there by digest and harms nobody.
 */
export async function runCopy(
  engine: EngineContext,
  plan: CopyPlan,
  watch: CopyWatch,
  signal: AbortSignal,
): Promise<CopyResult> {
  const target = parseRepository(plan.target.repository);
  try {
    const reader = await holdSource(engine, plan.source, signal);
    const held = await holdCredential(reader, plan.target.credential, target, signal);
    const from = (manifest: PlannedManifest, blob: PlannedManifest['blobs'][number]): BlobSource =>
      blobIn(held.session, parseRepository(manifest.repository), blob);
    return await runCopyFrom(held, plan, from, watch, signal);
  } finally {
    keepCredential(engine.session, target);
    keepSource(engine, plan.source);
  }
}

/** The same with blobs from wherever they are. `engine` holds the credential of the target, compared with the plan's. */
export async function runCopyFrom(
  engine: EngineContext,
  plan: Pick<CopyPlan, 'digest' | 'target' | 'manifests' | 'bytes'>,
  from: (manifest: PlannedManifest, blob: PlannedManifest['blobs'][number]) => BlobSource,
  watch: CopyWatch,
  signal: AbortSignal,
): Promise<CopyResult> {
  const { session } = engine;
  const target = parseRepository(plan.target.repository);
  const going = plan.manifests.filter(({ action }) => action !== 'stays');
  const manifests = { sent: 0, there: 0 };
  let bytes = 0;
  const tell = (step: CopyStep): void => {
    const done = manifests.sent + manifests.there;
    watch.progress({ step, bytes, ofBytes: plan.bytes, manifests: done, ofManifests: going.length });
  };
  const count = (outcome: 'sent' | 'there', step: CopyStep): void => {
    manifests[outcome] += 1;
    tell(step);
  };

  tell('blobs');
  const moved = (more: number): void => {
    bytes += more;
    tell('blobs');
  };
  const blobs = await bringBlobs(session, going, from, target, moved, signal);

  tell('manifests');
  const isPartOfImage = ({ of }: PlannedManifest): boolean => of === undefined;
  for (const manifest of going.filter(isPartOfImage)) {
    count(await storeManifest(session, target, manifest, signal), 'manifests');
  }

  tell('signatures');
  const unconfirmed: { place: string; reason: NonNullable<CopyResult['unconfirmed'][number]['reason']> }[] =
    [];
  let merged = 0;
  for (const manifest of going.filter((one) => !isPartOfImage(one))) {
    if (!isList(manifest)) {
      count(await storeHanging(engine, target, manifest, signal), 'signatures');
      continue;
    }
    const added = await addList(engine, target, manifest, watch, signal);
    count(added.written ? 'sent' : 'there', 'signatures');
    if (added.others) merged += 1;
    if (added.unconfirmed !== undefined) unconfirmed.push({ place: added.place, reason: added.unconfirmed });
  }
  await attachReferrers(engine, target, plan.target.fallbacks, going, signal);

  const { tag, pointsAt } = plan.target;
  const image = { ...plan, writing: () => tell('tag') };
  const moves = tag === undefined ? false : await pointTag(engine, target, tag, image, pointsAt, signal);
  const isNew = moves || manifests.sent > 0 || blobs.sent + blobs.mounted > 0;
  return {
    outcome: isNew ? 'copied' : 'already-there',
    repository: plan.target.repository,
    tag,
    digest: plan.digest,
    manifests,
    blobs,
    bytes,
    merged,
    unconfirmed,
  };
}

/** An SBOM under its tag, which was free when the plan was made, or a referrer by its digest. */
async function storeHanging(
  engine: EngineContext,
  target: Repository,
  manifest: PlannedManifest,
  signal: AbortSignal,
): Promise<'sent' | 'there'> {
  const stored = await storeManifest(engine.session, target, manifest, signal);
  if (!isTagged(manifest)) return stored;
  const { digest } = manifest;
  const tag = attachedTagOf(manifest);
  const wanted = { digest, manifests: [manifest] };
  const planned = manifest.action === 'there' ? digest : undefined;
  await pointTag(engine, target, tag, wanted, planned, signal);
  return stored;
}

/** What was copied is in no journal: only own signatures are ever written back from there, and a copy can be made again. */
const noNote: JournalNote = { write: () => Promise.resolve(false), remove: () => Promise.resolve() };

interface AddedList {
  readonly place: string;
  readonly written: boolean;
  /** The target had signatures of its own. */
  readonly others: boolean;
  readonly unconfirmed: CopyResult['unconfirmed'][number]['reason'] | undefined;
}

async function addList(
  { session, queue, lifetime, seen }: EngineContext,
  repository: Repository,
  manifest: PlannedManifest,
  watch: CopyWatch,
  signal: AbortSignal,
): Promise<AddedList> {
  const target = { repository, tag: attachedTagOf(manifest) };
  const place = nameOfTag(repository, target.tag);
  throwIfCancelled(signal, `copying; nothing was written to ${place}`);
  const wanted = asBuilt(manifest.bytes, manifest.mediaType, place);
  const addition = { wanted, expected: seen.get(manifest), anew: true };
  const merge = () => mergeIntoTag(session, target, addition, signal, lifetime);
  const added = await queue.run(place, merge, signal);
  if (added.outcome === 'already-there') {
    return { place, written: false, others: false, unconfirmed: undefined };
  }
  const written = { ...added, note: noNote, isNoted: false };
  void lookLater(quietSession(session), queue, target, written, watch.laterLook, lifetime);
  const { isMineThere, manifest: digest, unconfirmed } = added.kept;
  if (!isMineThere && unconfirmed !== undefined) {
    // The looks go on, and speak when they could write it.
    throw new EngineError('write-not-confirmed', { place, digest, reason: unconfirmed });
  }
  return { place, written: true, others: added.others, unconfirmed };
}
