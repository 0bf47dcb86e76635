// Sends a removal and reads back until what was chosen is gone and what came meanwhile is there. A list goes by its
// digest where it may: that takes it as it was read, or not at all; a tag goes with whatever it points at by then.
import { EngineError, isEngineError, throwIfCancelled, type WriteProblem } from '../errors.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import type { Digest } from '../oci/digest.ts';
import { apart, pause } from '../pause.ts';
import { failureOf } from '../places/failure.ts';
import { nameOfTag, readSignatureTag, type SignatureTagReading } from '../places/signatureTag.ts';
import { deleteManifest } from '../registry/deletes.ts';
import { mayHaveBeenStored, putManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { RemoveStep } from '../removePlan.ts';
import { layersAmong, layersBut, missingLayers } from '../signatures/sameLayers.ts';
import type { Target } from './keepAll.ts';
import { assertRemovable } from './signatureList.ts';
import { wasRefused } from './writeFailure.ts';

/** What is sent: a list without the chosen, or a delete. `digest`: of the list that it was made for. */
export type Write =
  | {
      readonly kind: 'put';
      readonly bytes: Uint8Array;
      readonly mediaType: string;
      readonly left: number;
      readonly digest: Digest;
    }
  | { readonly kind: 'delete'; readonly by: 'digest' | 'tag'; readonly digest: Digest };

export interface Begun {
  readonly target: Target;
  /** What the tag is named for. */
  readonly subject: Digest;
  /** The list that is there. */
  readonly reading: SignatureTagReading;
  readonly chosen: readonly DescriptorEntry[];
  readonly first: Write;
  /** What to send to another list, so that the chosen go and `wanted` come back. */
  readonly next: (
    now: SignatureTagReading,
    wanted: readonly DescriptorEntry[],
    signal: AbortSignal,
  ) => Promise<Write>;
}

export interface Gone {
  readonly outcome: 'rewritten' | 'deleted' | 'emptied';
  /** How many signatures are there now: those that were not chosen, and any that came meanwhile. */
  readonly left: number;
  /** Why reading back could not confirm it. */
  readonly unconfirmed: WriteProblem | undefined;
}

const mostWrites = 6;
/** A list that still is the old one may be an old answer of a cache: so many looks before anything follows. */
const looksBeforeActing = 3;

/**
 * `signal` is obeyed until the first PUT or DELETE, then only `lifetime`, which is the engine's (U13). Throws the
 * registry's refusal and what the last look throws where nothing was changed, `plan-changed` where the list changed
 * before it, `not-removed` where it still is what it was, and `removal-not-confirmed` where nobody can say.
 */
export async function removeUntilGone(
  session: RegistrySession,
  { target, subject, reading, chosen, first, next }: Begun,
  watch: (step: RemoveStep) => void,
  signal: AbortSignal,
  lifetime: AbortSignal,
): Promise<Gone> {
  const place = nameOfTag(target.repository, target.tag);
  const kept = layersBut(reading.image.manifest.layers, chosen);
  let before = reading.digest;
  let write = first;
  let refusal: EngineError | undefined;
  let mayBeChanged = false;
  for (let writes = 1; ; writes++) {
    const changed = await lookBefore(session, target, write, writes === 1 ? signal : lifetime).catch(
      (error: unknown) => {
        throw mayBeChanged ? notConfirmed(place, error) : error;
      },
    );
    watch('removing');
    const failure = changed ?? (await send(session, target, write, lifetime));
    const refused = failure !== undefined && !mayHaveBeenStored(failure);
    if (refused) refusal ??= failure;
    mayBeChanged ||= !refused;
    const byTag = isEngineError(failure, 'cannot-delete') ? byTagInstead(write) : undefined;
    if (byTag !== undefined) {
      write = byTag;
      continue;
    }
    if (refusal !== undefined && !mayBeChanged) throw refusal;

    watch('reading-back');
    const look = await lookUntilChanged(session, target, before, lifetime);
    if ('unreadable' in look) {
      if (failure !== undefined) throw notConfirmed(place, failure);
      const { code } = failureOf(look.unreadable);
      return { outcome: outcomeOf(write), left: write.kind === 'put' ? write.left : 0, unconfirmed: code };
    }
    const { now } = look;
    if (now === undefined) {
      // Not even what was just written: somebody deleted it, or it is an old answer.
      if (write.kind === 'put') {
        return { outcome: outcomeOf(write), left: write.left, unconfirmed: 'nothing-there' };
      }
      return { outcome: 'deleted', left: 0, unconfirmed: undefined };
    }
    const there = now.image.manifest.layers;
    const lost = lostInRace(there, kept, chosen);
    if (lost.length === 0 && layersAmong(there, chosen).length === 0) {
      const outcome = there.length === 0 ? 'emptied' : 'rewritten';
      return { outcome, left: there.length, unconfirmed: undefined };
    }
    const isAsBefore = now.digest === before;
    // go-containerregistry's registry keeps the tag of a digest that it deleted.
    const tagToo = isAsBefore && failure === undefined ? byTagInstead(write) : undefined;
    if (tagToo !== undefined) {
      write = tagToo;
      continue;
    }
    if (isAsBefore || writes >= mostWrites) throw notRemoved(place, failure, isAsBefore);
    before = now.digest;
    // What was written is out: whatever stops it now, nobody may say that nothing was changed.
    try {
      assertRemovable(now, subject, place);
      write = await next(now, lost, lifetime);
    } catch (error) {
      throw notConfirmed(place, error);
    }
  }
}

/**
 * Uploading, telling the windows and looking for other tags take their time: who signed meanwhile would go with the tag.
 * So nothing stands between this look and the request. By its digest a list goes as it was read, or not at all.
 */
async function lookBefore(
  session: RegistrySession,
  { repository, tag }: Target,
  write: Write,
  signal: AbortSignal,
): Promise<EngineError | undefined> {
  if (write.kind === 'delete' && write.by === 'digest') return undefined;
  const now = await readSignatureTag(session, repository, tag, signal);
  throwIfCancelled(signal, `removing; nothing was removed from ${nameOfTag(repository, tag)}`);
  if (now?.digest === write.digest || (now === undefined && write.kind === 'delete')) return undefined;
  return new EngineError('plan-changed', { what: 'list', place: nameOfTag(repository, tag) });
}

/** The failure is a value: what is there afterwards decides. */
async function send(
  session: RegistrySession,
  target: Target,
  write: Write,
  lifetime: AbortSignal,
): Promise<EngineError | undefined> {
  const { repository, tag } = target;
  try {
    if (write.kind === 'put') {
      await putManifest(session, repository, tag, write.bytes, write.mediaType, lifetime);
    } else {
      await deleteManifest(session, repository, write.by === 'digest' ? write.digest : tag, lifetime);
    }
    return undefined;
  } catch (error) {
    return isEngineError(error) ? error : new EngineError('internal', { what: 'removing' }, error);
  }
}

/** What goes not by its digest may go by its tag. */
function byTagInstead(write: Write): Write | undefined {
  return write.kind === 'delete' && write.by === 'digest' ? { ...write, by: 'tag' } : undefined;
}

/** In a race, when something came that nobody here had seen, what was to stay and is gone is written back. */
function lostInRace(
  there: readonly DescriptorEntry[],
  kept: readonly DescriptorEntry[],
  chosen: readonly DescriptorEntry[],
): readonly DescriptorEntry[] {
  const isRace = missingLayers([...kept, ...chosen], there).length > 0;
  return isRace ? missingLayers(there, kept) : [];
}

/** Looks until the tag is no longer what it was, or several looks in a row say that it still is. */
async function lookUntilChanged(
  session: RegistrySession,
  { repository, tag }: Target,
  before: Digest,
  lifetime: AbortSignal,
): Promise<{ readonly now: SignatureTagReading | undefined } | { readonly unreadable: unknown }> {
  const { world } = session;
  for (let looks = 1; ; looks++) {
    if (looks > 1) await pause(world, apart(world, looks), lifetime);
    try {
      const now = await readSignatureTag(session, repository, tag, lifetime);
      if (now?.digest !== before || looks === looksBeforeActing) return { now };
    } catch (unreadable) {
      return { unreadable };
    }
  }
}

function outcomeOf(write: Write): Gone['outcome'] {
  if (write.kind === 'delete') return 'deleted';
  return write.left === 0 ? 'emptied' : 'rewritten';
}

function notRemoved(place: string, failure: EngineError | undefined, isAsBefore: boolean): EngineError {
  if (failure === undefined) {
    return new EngineError('not-removed', {
      place,
      reason: isAsBefore ? 'still-there' : 'others-keep-writing',
    });
  }
  if (!wasRefused(failure)) return notConfirmed(place, failure);
  return new EngineError('not-removed', { place, reason: failure.code }, failure);
}

function notConfirmed(place: string, failure: unknown): EngineError {
  return new EngineError('removal-not-confirmed', { place, reason: failureOf(failure).code }, failure);
}
