// Looks again after a signature was written (decision 6): a writer that never looks again, as cosign, may have read
// before our PUT and write after it. Goes on behind the result and speaks only when something was lost.
import { isEngineError } from '../errors.ts';
import { nameOfTag, readSignatureTag } from '../places/signatureTag.ts';
import { failureOf } from '../places/failure.ts';
import type { LaterLook, LaterOutcome } from '../plan.ts';
import type { RegistrySession } from '../registry/session.ts';
import { uploadBlob } from '../registry/upload.ts';
import { mergeSignatures, missingLayers } from '../signatures/signatureImage.ts';
import type { Written } from './addSignature.ts';
import type { EntryState } from './journal.ts';
import { keepAll, type Kept, type Target } from './keepAll.ts';
import type { TagQueue } from './tagQueue.ts';
import { stillWanted } from './tombstones.ts';

const lastLook = 30_000;
/** After the second look, which waits twice the slowest window; milliseconds since the write. */
const laterLooks = [5_000, lastLook];
/** Only where the last of them found no tag: a single 404 may be an old answer, or that of a proxy. */
const confirmingLook = 35_000;
const shortestSecondLook = 250;

/**
 * Looks at the tag three times and heals what a race took away. Never throws; ends early with `lifetime`, and then leaves
 * the journal's entry for the next window. After a last look that missed nothing the entry is gone.
 */
export async function lookLater(
  session: RegistrySession,
  queue: TagQueue,
  target: Target,
  { kept, mine, note }: Written,
  tell: (look: LaterLook) => void,
  lifetime: AbortSignal,
): Promise<void> {
  const { clock, log } = session.world;
  const place = nameOfTag(target.repository, target.tag);
  const started = clock.monotonic();
  const second = Math.max(shortestSecondLook, 2 * kept.slowestWindow);
  let { known } = kept;
  let isGone = false;
  const record = async (state: EntryState): Promise<void> => {
    const seen = missingLayers(mine, known);
    await note.write({ layers: mine, seen, manifest: kept.manifest, state });
  };
  await record('looking');
  for (const due of [second, ...laterLooks, confirmingLook]) {
    if (due === confirmingLook && !isGone) return;
    const isLast = (): boolean => due === (isGone ? confirmingLook : lastLook);
    try {
      await clock.sleep(Math.max(0, due - (clock.monotonic() - started)), lifetime);
      const look = (): Promise<Look> => lookOnce(session, target, known, mine, lifetime);
      const outcome = await queue.run(place, look, lifetime);
      const wasGone = isGone;
      isGone = outcome.isGone;
      if (isGone && !wasGone) continue;
      known = outcome.known;
      const { told } = outcome;
      if (told?.outcome === 'removed-by-others') await record('lost');
      else if (isLast()) await (told?.outcome === 'could-not-heal' ? record('not-confirmed') : note.remove());
      if (told !== undefined) tell({ place, ...told });
      if (told?.outcome === 'removed-by-others') return;
    } catch (error) {
      if (lifetime.aborted || isEngineError(error, 'cancelled')) return;
      const { code } = failureOf(error);
      log.warn(`looking again at ${place}: ${code}`);
      // A registry that cannot be reached now is asked again at the next look; after the last one the person is told.
      if (!isLast()) continue;
      await record('not-confirmed');
      tell({ place, outcome: 'could-not-look', reason: code });
    }
  }
}

interface Look {
  /** There is no such tag. */
  readonly isGone: boolean;
  readonly known: Kept['known'];
  readonly told: LaterOutcome | undefined;
}

async function lookOnce(
  session: RegistrySession,
  target: Target,
  knownBefore: Kept['known'],
  mine: Kept['known'],
  lifetime: AbortSignal,
): Promise<Look> {
  const { repository, tag } = target;
  const readAt = session.world.clock.monotonic();
  const reading = await readSignatureTag(session, repository, tag, lifetime);
  const there = reading?.image.manifest.layers ?? [];
  const fresh = missingLayers(knownBefore, there);
  const known = await stillWanted(session.world, nameOfTag(repository, tag), knownBefore, there);
  const isGone = reading === undefined;
  if (missingLayers(there, known).length === 0)
    return { isGone, known: [...known, ...fresh], told: undefined };

  // Something new came while something went: a race. Nothing new: somebody removed it, and is not to be overruled.
  if (reading === undefined || fresh.length === 0) {
    // What was removed here is not told again.
    const stillMine = missingLayers(missingLayers(known, mine), mine);
    const gone = missingLayers(there, stillMine).length > 0;
    return { isGone, known: there, told: gone ? { outcome: 'removed-by-others' } : undefined };
  }
  const all = [...known, ...fresh];
  const image = mergeSignatures(reading.image, all, nameOfTag(repository, tag));
  if (image === undefined) return { isGone, known: all, told: undefined };
  if (image.config !== undefined) await uploadBlob(session, repository, image.config.bytes, lifetime);
  const quiet = (): void => undefined;
  const kept = await keepAll(session, target, { image, readAt, known: all, mine }, quiet, lifetime);
  const { known: keptNow, unconfirmed } = kept;
  if (unconfirmed === undefined) return { isGone, known: keptNow, told: { outcome: 'healed' } };
  return { isGone, known: keptNow, told: { outcome: 'could-not-heal', reason: unconfirmed } };
}
