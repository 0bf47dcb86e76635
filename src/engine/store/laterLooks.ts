// Looks again after a signature was written (decision 6): a writer that never looks again, as cosign, may have read
// before our PUT and write after it. Goes on behind the result and speaks only when something was lost.
import { EngineError, isEngineError } from '../errors.ts';
import { nameOfTag, readSignatureTag } from '../places/signatureTag.ts';
import { failureOf } from '../places/failure.ts';
import type { LaterLook, LaterOutcome } from '../plan.ts';
import { mayRead } from '../registry/mayRead.ts';
import type { RegistrySession } from '../registry/session.ts';
import { uploadBlob } from '../registry/upload.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import { mergeSignatures } from '../signatures/signatureImage.ts';
import type { Written } from './addSignature.ts';
import type { EntryState } from './journalEntry.ts';
import { keepAll, type Kept, type Target } from './keepAll.ts';
import { noteWindow, slowestWindow } from './slowestWindow.ts';
import type { TagQueue } from './tagQueue.ts';
import { stillWanted } from './tombstones.ts';

const lastLook = 30_000;
/** After the second look, which waits twice the slowest window; milliseconds since the write. */
const laterLooks = [5_000, lastLook];
/** Only where the last of them found no tag: a single 404 may be an old answer, or that of a proxy. */
const confirmingLook = 35_000;
const shortestSecondLook = 250;
/** Another writer may be so many times slower from its read to its PUT than the slowest seen from here. */
const slowerBy = 10;
/** So often a look that healed is followed by one more of its kind, while others write. */
const mostEarlyLooks = 8;

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
  const { registry } = target.repository;
  noteWindow(session, registry, kept.slowestWindow);
  // Asked each time: writing something back may have been slower.
  const slowest = (): number => slowestWindow(session, registry);
  const second = (): number => Math.max(shortestSecondLook, 2 * slowest());
  let { known, there } = kept;
  let isGone = false;
  const record = async (state: EntryState): Promise<void> => {
    const seen = missingLayers(mine, known);
    await note.write({ layers: mine, seen, manifest: kept.manifest, state });
  };
  let isSeen = kept.unconfirmed === undefined;
  await record(isSeen ? 'seen' : 'looking');
  const dues = [second(), ...laterLooks];
  let early = kept.isMineThere ? mostEarlyLooks : 2 * mostEarlyLooks;
  for (let due = dues.shift(); due !== undefined; due = dues.shift()) {
    try {
      await clock.sleep(Math.max(0, due - (clock.monotonic() - started)), lifetime);
      const isBetween = !laterLooks.includes(due) && due !== confirmingLook;
      const isEarly = isBetween || clock.monotonic() - started < slowerBy * slowest();
      const look = (): Promise<Look> => lookOnce(session, target, { known, there, mine, isEarly }, lifetime);
      const outcome = await queue.run(place, look, lifetime);
      const wasGone = isGone;
      isGone = outcome.isGone;
      if (isGone && !wasGone) {
        if (dues.length === 0) dues.push(confirmingLook);
        continue;
      }
      // A registry that hides what one may not read answers so, too (S17); an older right may have been taken away.
      if (isGone && !(await mayRead(session, target.repository, lifetime, 'now')))
        throw new EngineError('place-not-readable', { place });
      ({ known, there } = outcome);
      const { told } = outcome;
      // Content is a writer only after a look that missed nothing: another may have read before this one wrote.
      const again = clock.monotonic() - started + second();
      if (told?.outcome === 'healed' && early > 0 && again < (dues[0] ?? Number.POSITIVE_INFINITY)) {
        early -= 1;
        dues.unshift(again);
      }
      if (told?.outcome === 'removed-by-others') await record('lost');
      else if (told?.outcome === 'could-not-heal') await record('not-confirmed');
      else if (told === undefined && dues.length === 0) await note.remove();
      else if (!isSeen) await record('seen');
      isSeen = told?.outcome !== 'could-not-heal';
      if (told !== undefined) tell({ place, ...told });
      if (told?.outcome === 'removed-by-others') return;
    } catch (error) {
      if (lifetime.aborted || isEngineError(error, 'cancelled')) return;
      const { code } = failureOf(error);
      log.warn(`looking again at ${place}: ${code}`);
      // A registry that cannot be reached now is asked again at the next look; after the last one the person is told.
      if (dues.length > 0) continue;
      await record('not-confirmed');
      tell({ place, outcome: 'could-not-look', reason: code });
    }
  }
}

interface Look {
  /** There is no such tag. */
  readonly isGone: boolean;
  readonly known: Kept['known'];
  readonly there: Kept['there'];
  readonly told: LaterOutcome | undefined;
}

interface Before {
  /** Everything that was ever seen and not removed. */
  readonly known: Kept['known'];
  /** The list as it was seen last. */
  readonly there: Kept['there'];
  readonly mine: Kept['known'];
  /** So soon after the write, that another may have read before it. */
  readonly isEarly: boolean;
}

async function lookOnce(
  session: RegistrySession,
  target: Target,
  before: Before,
  lifetime: AbortSignal,
): Promise<Look> {
  const { repository, tag } = target;
  const { mine } = before;
  const place = nameOfTag(repository, tag);
  const readAt = session.world.clock.monotonic();
  const reading = await readSignatureTag(session, repository, tag, lifetime);
  const there = reading?.image.manifest.layers ?? [];
  const fresh = missingLayers(before.known, there);
  const known = await stillWanted(session.world, place, before.known, there);
  const isGone = reading === undefined;
  if (missingLayers(there, known).length === 0)
    return { isGone, there, known: [...known, ...fresh], told: undefined };

  // Something came while something went, new or again: a race. Nothing came: somebody removed it, and is not overruled;
  // but right behind the write a slower writer's list looks the same, and what has just been written is written again.
  const isRace = missingLayers(before.there, there).length > 0;
  // What was removed here is neither told nor written again.
  const stillMine = missingLayers(missingLayers(known, mine), mine);
  const isMineGone = missingLayers(there, stillMine).length > 0;
  if (reading === undefined || (!isRace && !(before.isEarly && isMineGone))) {
    const told = isMineGone ? ({ outcome: 'removed-by-others' } as const) : undefined;
    return { isGone, there, known: there, told };
  }
  const all = isRace ? [...known, ...fresh] : [...there, ...missingLayers(there, stillMine)];
  const image = mergeSignatures(reading.image, all, place);
  if (image === undefined) return { isGone, there, known: all, told: undefined };
  if (image.config !== undefined) await uploadBlob(session, repository, image.config.bytes, lifetime);
  const quiet = (): void => undefined;
  const kept = await keepAll(session, target, { image, readAt, known: all, mine }, quiet, lifetime);
  noteWindow(session, repository.registry, kept.slowestWindow);
  const now = { isGone, known: kept.known, there: kept.there };
  if (kept.unconfirmed === undefined) return { ...now, told: { outcome: 'healed' } };
  return { ...now, told: { outcome: 'could-not-heal', reason: kept.unconfirmed } };
}
