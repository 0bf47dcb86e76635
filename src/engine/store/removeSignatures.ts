// Takes signatures away from one `.sig` tag, and nothing else: the list is written again without them, or deleted where
// nothing would be left. As in adding (decision 6) nothing is believed before it was read back.
import { EngineError, isEngineError, throwIfCancelled } from '../errors.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import type { Digest } from '../oci/digest.ts';
import { failureOf } from '../places/failure.ts';
import { nameOfTag, readSignatureTag, type SignatureTagReading } from '../places/signatureTag.ts';
import type { RegistrySession } from '../registry/session.ts';
import { uploadBlob } from '../registry/upload.ts';
import type { RemoveStep } from '../removePlan.ts';
import type { SignatureLayer } from '../signatures/readSignatureImage.ts';
import { layersBut } from '../signatures/sameLayers.ts';
import { replaceLayers } from '../signatures/signatureImage.ts';
import type { Target } from './keepAll.ts';
import { removeUntilGone, type Gone, type Write } from './removeUntilGone.ts';
import { assertRemovable } from './signatureList.ts';
import { bury, dig } from './tombstones.ts';

export interface Removal {
  readonly target: Target;
  /** What the tag is named for. */
  readonly subject: Digest;
  /** The list that the person saw; any other stops the removal. */
  readonly planned: Digest;
  /** Of the layers of that list. */
  readonly isChosen: (layer: SignatureLayer) => boolean;
  /** What becomes of a list of which nothing would be left. */
  readonly whenEmpty: 'delete' | 'empty-list';
  /** True where no other tag points at this list, so that its digest may be deleted (S32). Asked right before. */
  readonly isOnlyTag: (digest: Digest, signal: AbortSignal) => Promise<boolean>;
}

export interface Removed extends Gone {
  /** How many were taken away. */
  readonly removed: number;
  /** False where this machine's other windows could not be told: one that had seen them may write them back. */
  readonly told: boolean;
}

/**
 * Removes what was chosen. `signal` is obeyed until the first PUT or DELETE, then only `lifetime` (U13). Throws
 * `plan-changed` where the list is another one, `not-removable` (S32), what reading, uploading and the refused write
 * throw (then nothing is removed, and `cannot-delete` is one of them), `not-removed` and `removal-not-confirmed`.
 */
export async function removeSignatures(
  session: RegistrySession,
  removal: Removal,
  watch: (step: RemoveStep) => void,
  signal: AbortSignal,
  lifetime: AbortSignal,
): Promise<Removed> {
  const { target, planned, subject } = removal;
  const place = nameOfTag(target.repository, target.tag);
  watch('reading');
  const reading = await readSignatureTag(session, target.repository, target.tag, signal);
  if (reading?.digest !== planned) throw new EngineError('plan-changed', { what: 'list', place });
  assertRemovable(reading, subject, place);

  const { signatures, manifest } = reading.image;
  const indexes = new Set(signatures.filter(removal.isChosen).map(({ index }) => index));
  const chosen = manifest.layers.filter((_, index) => indexes.has(index));
  const next = (now: SignatureTagReading, wanted: readonly DescriptorEntry[], stop: AbortSignal) =>
    nextWrite(session, removal, now, chosen, wanted, stop);
  const first = await next(reading, [], signal);
  throwIfCancelled(signal, `removing; nothing was removed from ${place}`);

  const told = await tellWindows(session, place, chosen);
  try {
    const begun = { target, subject, reading, chosen, first, next };
    const gone = await removeUntilGone(session, begun, watch, signal, lifetime);
    return { ...gone, removed: chosen.length, told };
  } catch (error) {
    if (!isEngineError(error, 'removal-not-confirmed')) await dig(session.world, place, chosen);
    throw error;
  }
}

/** What to send to this list, so that the chosen go and `wanted` come back. Its config is uploaded: that changes nothing. */
async function nextWrite(
  session: RegistrySession,
  { target, whenEmpty, isOnlyTag }: Removal,
  { digest, image }: SignatureTagReading,
  chosen: readonly DescriptorEntry[],
  wanted: readonly DescriptorEntry[],
  signal: AbortSignal,
): Promise<Write> {
  const { repository, tag } = target;
  const rest = [...layersBut(image.manifest.layers, chosen), ...wanted];
  if (rest.length === 0 && whenEmpty === 'delete') {
    return { kind: 'delete', by: (await isOnlyTag(digest, signal)) ? 'digest' : 'tag', digest };
  }
  const { manifest, mediaType, config } = replaceLayers(image, rest, nameOfTag(repository, tag));
  if (config !== undefined) await uploadBlob(session, repository, config.bytes, signal);
  return { kind: 'put', bytes: manifest, mediaType, left: rest.length, digest };
}

async function tellWindows(
  { world }: RegistrySession,
  place: string,
  chosen: readonly DescriptorEntry[],
): Promise<boolean> {
  try {
    await bury(world, place, chosen);
    return true;
  } catch (error) {
    world.log.warn(`other windows are not told what is removed from ${place}: ${failureOf(error).code}`);
    return false;
  }
}
