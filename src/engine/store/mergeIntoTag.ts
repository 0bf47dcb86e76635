// Adds a whole list of signatures or attestations to a tag, as a copy and a repair do: where there is none the list goes
// there as it stands, byte for byte; else it is merged into what is there, and kept as addSignature keeps one (decision 6).
import { EngineError, throwIfCancelled } from '../errors.ts';
import { digestOf, type Digest } from '../oci/digest.ts';
import { nameOfTag, readSignatureTag, type SignatureTagReading } from '../places/signatureTag.ts';
import type { RegistrySession } from '../registry/session.ts';
import { uploadBlob } from '../registry/upload.ts';
import { readSignatureImage } from '../signatures/readSignatureImage.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import { mergeSignatures, type BuiltSignatureImage } from '../signatures/signatureImage.ts';
import { together } from '../together.ts';
import type { Written } from './addSignature.ts';
import { keepAll, type Target } from './keepAll.ts';
import { overwrittenSince } from './overwritten.ts';
import { writeAnew } from './tombstones.ts';

export interface Addition {
  /** The list; blobs of it that are not among its payloads or its config are in the target's repository already. */
  readonly wanted: BuiltSignatureImage;
  /** What was seen at the target before: the config is predicted from it, and nothing of it may go unseen. */
  readonly expected: SignatureTagReading | undefined;
  /** It is wanted anew, also where the same signature was removed before. */
  readonly anew: boolean;
}

export type Merged =
  | { readonly outcome: 'already-there'; readonly manifest: Digest }
  | ({ readonly outcome: 'written'; readonly others: boolean } & Pick<Written, 'kept' | 'mine'>);

/**
 * Merges the list into the tag. The caller has read the subject in this repository, so that a 404 means an empty tag
 * (S30). `signal` is obeyed until the PUT begins. Throws what reading and uploading throw, `bad-signature-image` where
 * something else stands there, `too-many-signatures`, `plan-changed` where the list that was seen is gone, and what
 * keepAll throws.
 */
export async function mergeIntoTag(
  session: RegistrySession,
  target: Target,
  addition: Addition,
  signal: AbortSignal,
  lifetime: AbortSignal,
): Promise<Merged> {
  const write = (): Promise<Merged> => merge(session, target, addition, signal, lifetime);
  if (!addition.anew) return write();
  const place = nameOfTag(target.repository, target.tag);
  return writeAnew(session.world, place, addition.wanted.layers, write);
}

async function merge(
  session: RegistrySession,
  target: Target,
  { wanted, expected }: Addition,
  signal: AbortSignal,
  lifetime: AbortSignal,
): Promise<Merged> {
  const { repository, tag } = target;
  const place = nameOfTag(repository, tag);
  const predicted = built(expected, wanted, [], place);
  const readAt = session.world.clock.monotonic();
  const [there] = await together(
    [
      (stop) => readSignatureTag(session, repository, tag, stop),
      (stop) => uploadConfig(session, target, predicted, stop),
      (stop) => uploadPayloads(session, target, wanted, stop),
    ],
    signal,
  );
  if (there === undefined && expected !== undefined)
    throw new EngineError('plan-changed', { what: 'place', place });
  const isAsPlanned = there?.digest === expected?.digest;
  const back = there === undefined ? [] : await overwrittenSince(session.world, place, expected, there);
  const image = isAsPlanned ? predicted : built(there, wanted, back, place);
  if (there !== undefined && image === undefined) return { outcome: 'already-there', manifest: there.digest };
  const next = image ?? wanted;
  if (!isAsPlanned) await uploadConfig(session, target, next, signal);
  throwIfCancelled(signal, `merging; nothing was written to ${place}`);

  const held = there?.image.manifest.layers ?? [];
  const mine = missingLayers(held, wanted.layers);
  const quiet = (): void => undefined;
  const first = { image: next, readAt, known: next.layers, mine };
  const kept = await keepAll(session, target, first, quiet, lifetime);
  return { outcome: 'written', kept, mine, others: held.length > 0 };
}

/** The list on what is there, with what is to be brought back; undefined where nothing of either is missing. */
function built(
  there: SignatureTagReading | undefined,
  wanted: BuiltSignatureImage,
  back: BuiltSignatureImage['layers'],
  place: string,
): BuiltSignatureImage | undefined {
  if (there === undefined) return wanted;
  return mergeSignatures(there.image, [...back, ...missingLayers(back, wanted.layers)], place);
}

async function uploadConfig(
  session: RegistrySession,
  { repository }: Target,
  image: BuiltSignatureImage | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (image?.config !== undefined) await uploadBlob(session, repository, image.config.bytes, signal);
}

async function uploadPayloads(
  session: RegistrySession,
  { repository }: Target,
  { payloads }: BuiltSignatureImage,
  signal: AbortSignal,
): Promise<void> {
  for (const { bytes } of payloads) await uploadBlob(session, repository, bytes, signal);
}

/** A list as it stands elsewhere. Throws `bad-signature-image`. */
export function asBuilt(bytes: Uint8Array, mediaType: string, place: string): BuiltSignatureImage {
  const { layers } = readSignatureImage(bytes, mediaType, place).manifest;
  return { manifest: bytes, digest: digestOf(bytes), mediaType, config: undefined, payloads: [], layers };
}
