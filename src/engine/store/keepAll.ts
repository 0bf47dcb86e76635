// Writes a `.sig` tag and looks until everything that was ever seen there is kept (decision 6). Registries have no
// compare-and-swap: another writer may overwrite this one between its read and its PUT, so what is gone is merged back.
import { isEngineError, type EngineError, type WriteProblem } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import type { Repository } from '../oci/reference.ts';
import { apart, pause } from '../pause.ts';
import { failureOf } from '../places/failure.ts';
import { nameOfTag, readSignatureTag, type SignatureTagReading } from '../places/signatureTag.ts';
import type { SignStep } from '../plan.ts';
import { mayHaveBeenStored, putManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { uploadBlob } from '../registry/upload.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import { mergeSignatures, type BuiltSignatureImage } from '../signatures/signatureImage.ts';
import { stillWanted } from './tombstones.ts';
import { notConfirmed, notStored, wasRefused } from './writeFailure.ts';

/** The tag that is written. */
export interface Target {
  readonly repository: Repository;
  /** `sha256-HEX.sig` */
  readonly tag: string;
}

/** What is to be written now; its config and payloads are uploaded already. */
export interface FirstWrite {
  readonly image: BuiltSignatureImage;
  /** When the state that it builds on was read; monotonic milliseconds. */
  readonly readAt: number;
  /** Every layer seen or to be written: none of them may get lost. */
  readonly known: readonly DescriptorEntry[];
  /** The layers of `known` that this writer adds. */
  readonly mine: readonly DescriptorEntry[];
}

export interface Kept {
  readonly manifest: Digest;
  /** The list as it was seen last. */
  readonly there: readonly DescriptorEntry[];
  /** False where others keep writing over it. */
  readonly isMineThere: boolean;
  /** How many signatures are there now. */
  readonly count: number;
  /** How often signatures had to be merged back. */
  readonly merges: number;
  readonly known: readonly DescriptorEntry[];
  /** The longest time between a read and the PUT that followed, in milliseconds. */
  readonly slowestWindow: number;
  /** Why it could not be confirmed that everything is kept. */
  readonly unconfirmed: WriteProblem | undefined;
}

const mostWrites = 8;
/** A registry that fails so often is not asked to store it once more. */
const mostFailures = 3;
/** So many looks in a row must miss something before a write follows: one of them may be an old answer of a cache. */
const looksBeforeWriting = 3;

/**
 * Writes, reads back, and merges and writes again until nothing is missing. No person cancels it: `lifetime` is the
 * engine's (U13). Throws the registry's refusal where nothing was written, `not-stored` where the registry
 * failed to write it and does not show it, and `write-not-confirmed` where it may have been written and is not seen. What
 * cannot be merged back, because others made the list too long or no list any more, is `unconfirmed`.
 */
export async function keepAll(
  session: RegistrySession,
  target: Target,
  first: FirstWrite,
  watch: (step: SignStep) => void,
  lifetime: AbortSignal,
): Promise<Kept> {
  let { image, readAt, known } = first;
  let slowestWindow = 0;
  let failures = 0;
  for (let writes = 1; ; writes++) {
    watch('writing');
    const failure = await write(session, target, image, writes > 1, lifetime);
    slowestWindow = Math.max(slowestWindow, session.world.clock.monotonic() - readAt);
    if (failure !== undefined) failures += 1;
    const refused = failure !== undefined && !mayHaveBeenStored(failure);
    if (refused && writes === 1) throw failure;

    watch('reading-back');
    const round = { writes, slowestWindow, written: image.layers };
    const look = await lookUntilClear(session, target, known, round, lifetime);
    const state = { merges: writes - 1, slowestWindow, isMineThere: true };
    if ('unreadable' in look) {
      if (failure !== undefined) throw notConfirmed(target, image.digest, failureOf(failure).code, failure);
      const { digest: manifest, layers } = image;
      return {
        ...state,
        known,
        manifest,
        there: layers,
        count: layers.length,
        unconfirmed: failureOf(look.unreadable).code,
      };
    }
    known = wantedAfter(first.mine, look);
    const manifest = look.reading?.digest ?? image.digest;
    const { there } = look;
    const found = { ...state, known, manifest, there, count: there.length };
    if (missingLayers(there, known).length === 0) return { ...found, unconfirmed: undefined };

    const { next, cannot } = healed(target, first, look, known);
    if (refused || next === undefined || failures === mostFailures || writes === mostWrites) {
      const isMineThere = missingLayers(there, first.mine).length === 0;
      const reason = cannot?.code ?? whyNotKept(look, isMineThere, failure);
      // Where others keep writing, the looks behind the result go on from here.
      const isRace = reason === 'others-keep-writing';
      if (isMineThere || isRace) return { ...found, isMineThere, unconfirmed: reason };
      if (failure !== undefined && wasRefused(failure)) throw notStored(target, failure);
      throw notConfirmed(target, image.digest, reason, failure ?? cannot);
    }
    image = next;
    readAt = look.readAt;
  }
}

/** What a look at the tag showed, held against what should be there. */
interface Look {
  readonly reading: SignatureTagReading | undefined;
  readonly readAt: number;
  readonly there: readonly DescriptorEntry[];
  /** What was known before and may be written back: nothing that a person removed from there. */
  readonly known: readonly DescriptorEntry[];
  /** Layers that nobody here had seen. */
  readonly fresh: readonly DescriptorEntry[];
  readonly lost: readonly DescriptorEntry[];
  /** Something is there that this writer did not write last, be it new or come back: another has written since. */
  readonly isRace: boolean;
}

/** A write and what followed: how many there were, the longest window, and what the last one wrote. */
interface Round {
  readonly writes: number;
  readonly slowestWindow: number;
  readonly written: readonly DescriptorEntry[];
}

/**
 * Looks until it is clear what happened: everything is there; or something new came while something went, which is a
 * race; or several looks in a row miss something without anything new. A single look like that may be an old answer,
 * and a write after it would go over a newer list than this writer has seen.
 */
async function lookUntilClear(
  session: RegistrySession,
  target: Target,
  knownBefore: readonly DescriptorEntry[],
  { writes, slowestWindow, written }: Round,
  lifetime: AbortSignal,
): Promise<Look | { readonly unreadable: unknown }> {
  const { clock } = session.world;
  const place = nameOfTag(target.repository, target.tag);
  let known = knownBefore;
  for (let looks = 1; ; looks++) {
    // The first look is for the person who waits; the later ones give caches and other writers time.
    // Where a read and the write behind it take long, as on a busy machine, writers must stand further apart.
    const pauses = writes + looks - 1;
    const spread = Math.min(Math.max(200, 2 * slowestWindow), 2000);
    if (pauses > 1) await pause(session.world, apart(session.world, pauses, spread), lifetime);
    const readAt = clock.monotonic();
    const back = await readBack(session, target, lifetime);
    if ('unreadable' in back) return back;
    const there = back.reading?.image.manifest.layers ?? [];
    const fresh = missingLayers(known, there);
    const isRace = missingLayers(written, there).length > 0;
    known = await stillWanted(session.world, place, known, there);
    const lost = missingLayers(there, known);
    if (lost.length === 0 || isRace || looks === looksBeforeWriting) {
      return { reading: back.reading, readAt, there, known, fresh, lost, isRace };
    }
  }
}

/**
 * In a race everything that was ever seen is wanted. What went without anything new was removed by somebody, who is
 * not overruled (S34): wanted are then what is there and this writer's own, which has just been confirmed.
 */
function wantedAfter(
  mine: readonly DescriptorEntry[],
  { there, known, fresh, lost, isRace }: Look,
): readonly DescriptorEntry[] {
  if (lost.length === 0 || isRace) return [...known, ...fresh];
  const stillMine = missingLayers(missingLayers(known, mine), mine);
  return [...there, ...missingLayers(there, stillMine)];
}

/** What to write next; nothing where a list that is gone would have to be made up (S30), or why it cannot be written. */
function healed(
  { repository, tag }: Target,
  first: FirstWrite,
  { reading }: Look,
  wanted: readonly DescriptorEntry[],
): { readonly next?: BuiltSignatureImage | undefined; readonly cannot?: EngineError } {
  if (reading === undefined) {
    return { next: first.image.layers.length === first.mine.length ? first.image : undefined };
  }
  try {
    return { next: mergeSignatures(reading.image, wanted, nameOfTag(repository, tag)) };
  } catch (error) {
    if (isEngineError(error)) return { cannot: error };
    throw error;
  }
}

/** Writes the image, and its config before where that is not there yet. The failure is a value: the state decides. */
async function write(
  session: RegistrySession,
  { repository, tag }: Target,
  image: BuiltSignatureImage,
  configToo: boolean,
  lifetime: AbortSignal,
): Promise<Error | undefined> {
  try {
    if (configToo && image.config !== undefined) {
      await uploadBlob(session, repository, image.config.bytes, lifetime);
    }
    await putManifest(session, repository, tag, image.manifest, image.mediaType, lifetime);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

async function readBack(
  session: RegistrySession,
  { repository, tag }: Target,
  lifetime: AbortSignal,
): Promise<{ readonly reading: SignatureTagReading | undefined } | { readonly unreadable: unknown }> {
  try {
    return { reading: await readSignatureTag(session, repository, tag, lifetime) };
  } catch (unreadable) {
    return { unreadable };
  }
}

function whyNotKept({ reading }: Look, isMineThere: boolean, failure: Error | undefined): WriteProblem {
  if (reading === undefined) return 'nothing-there';
  if (failure === undefined) return 'others-keep-writing';
  return isMineThere ? failureOf(failure).code : 'not-in-it';
}
