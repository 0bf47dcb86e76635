// Writes a `.sig` tag and looks until everything that was ever seen there is kept (decision 6). Registries have no
// compare-and-swap: another writer may overwrite this one between its read and its PUT, so what is gone is merged back.
import { EngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import type { Repository } from '../oci/reference.ts';
import { failureOf } from '../places/failure.ts';
import { nameOfTag, readSignatureTag, type SignatureTagReading } from '../places/signatureTag.ts';
import type { SignStep } from '../plan.ts';
import { mayHaveBeenStored, putManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { uploadBlob } from '../registry/upload.ts';
import { mergeSignatures, missingLayers, type BuiltSignatureImage } from '../signatures/signatureImage.ts';

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
  /** How many signatures are there now. */
  readonly count: number;
  /** How often signatures had to be merged back. */
  readonly merges: number;
  readonly known: readonly DescriptorEntry[];
  /** The longest time between a read and the PUT that followed, in milliseconds. */
  readonly slowestWindow: number;
  /** Why it could not be confirmed that everything is kept. */
  readonly unconfirmed: string | undefined;
}

const mostRounds = 6;

/**
 * Writes, reads back, and merges and writes again until nothing is missing. No person cancels it: `lifetime` is the
 * engine's (U13). Throws the registry's refusal where nothing was written, and `write-not-confirmed` where this
 * writer's own signature is not there, or nobody can tell.
 */
export async function keepAll(
  session: RegistrySession,
  target: Target,
  first: FirstWrite,
  watch: (step: SignStep) => void,
  lifetime: AbortSignal,
): Promise<Kept> {
  const { clock } = session.world;
  let { image, readAt, known } = first;
  let slowestWindow = 0;
  for (let round = 1; ; round++) {
    watch('writing');
    const failure = await write(session, target, image, round > 1, lifetime);
    slowestWindow = Math.max(slowestWindow, clock.monotonic() - readAt);
    const refused = failure !== undefined && !mayHaveBeenStored(failure);
    if (refused && round === 1) throw failure;

    watch('reading-back');
    // The first look is for the person who waits; the later ones give other writers time to end.
    // It rejects only when the engine ends, which the read then says.
    if (round > 1) await clock.sleep(pause(session, round), lifetime).catch(() => undefined);
    readAt = clock.monotonic();
    const back = await readBack(session, target, lifetime);
    const state = {
      manifest: image.digest,
      count: image.layers.length,
      merges: round - 1,
      known,
      slowestWindow,
    };
    if ('unreadable' in back) {
      if (failure !== undefined) throw notConfirmed(target, image, failureOf(failure).code, failure);
      return { ...state, unconfirmed: failureOf(back.unreadable).code };
    }
    const there = back.reading?.image.manifest.layers ?? [];
    known = [...known, ...missingLayers(known, there)];
    const found = { ...state, known, manifest: back.reading?.digest ?? image.digest, count: there.length };
    if (missingLayers(there, known).length === 0) return { ...found, unconfirmed: undefined };
    if (refused || round === mostRounds) {
      const reason = failure === undefined ? whyNotKept(back.reading) : failureOf(failure).code;
      if (missingLayers(there, first.mine).length > 0) throw notConfirmed(target, image, reason, failure);
      return { ...found, unconfirmed: reason };
    }
    // Nothing there at all is a stale answer, or a removal in the same instant: what was meant is written again.
    if (back.reading !== undefined) image = mergeAll(target, back.reading, known) ?? image;
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

function mergeAll(
  { repository, tag }: Target,
  { image }: SignatureTagReading,
  known: readonly DescriptorEntry[],
): BuiltSignatureImage | undefined {
  return mergeSignatures(image, known, nameOfTag(repository, tag));
}

/** Every write was answered with a yes, and still not everything is there. */
function whyNotKept(reading: SignatureTagReading | undefined): string {
  return reading === undefined ? 'nothing is there' : 'others keep writing';
}

function notConfirmed(
  { repository, tag }: Target,
  image: BuiltSignatureImage,
  reason: string,
  failure: Error | undefined,
): EngineError {
  const details = { place: nameOfTag(repository, tag), digest: image.digest, reason };
  return new EngineError('write-not-confirmed', details, failure);
}

/** 50 to 250 milliseconds times the round: measured to settle 64 writers in a median of five looks. */
function pause({ world }: RegistrySession, round: number): number {
  const [byte = 0] = world.random(1);
  return 50 + (200 * round * byte) / 255;
}
