// Adds one signature to a `.sig` tag without losing another (decision 6). The window between reading and writing is as
// short as it can be: payload and the config predicted from the plan's read go up in the same round as the fresh read.
import { isEngineError, throwIfCancelled } from '../errors.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import type { Digest } from '../oci/digest.ts';
import { nameOfTag, readSignatureTag, type SignatureTagReading } from '../places/signatureTag.ts';
import type { SignStep } from '../plan.ts';
import type { RegistrySession } from '../registry/session.ts';
import { uploadBlob } from '../registry/upload.ts';
import type { SignatureLayer } from '../signatures/readSignatureImage.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import {
  appendSignature,
  mergeSignatures,
  newSignatureImage,
  type BuiltSignatureImage,
  type NewSignature,
  type SignatureMediaTypes,
} from '../signatures/signatureImage.ts';
import { together } from '../together.ts';
import type { World } from '../world.ts';
import type { JournalNote } from './journal.ts';
import { keepAll, type Kept, type Target } from './keepAll.ts';
import { overwrittenSince } from './overwritten.ts';
import { writeAnew } from './tombstones.ts';

export interface Addition {
  readonly target: Target;
  readonly signature: NewSignature;
  /** For a new `.sig` image only; an existing one keeps its own. */
  readonly mediaTypes: SignatureMediaTypes;
  /** What the plan saw there: the config is predicted from it. */
  readonly expected: SignatureTagReading | undefined;
  /** True for a layer that is already this signer's signature over this payload: then nothing is written. Asked twice. */
  readonly isEquivalent: (layer: SignatureLayer) => boolean;
  /** Throws where a 404 is not to be believed (S30). */
  readonly assertMayStart: (signal: AbortSignal) => Promise<void>;
  /** Its entry in the journal: there before the write, and gone where nothing was written. */
  readonly note: JournalNote;
}

export type Added =
  | { readonly outcome: 'already-there'; readonly manifest: Digest; readonly count: number }
  | ({ readonly outcome: 'written' } & Written);

export interface Written {
  readonly kept: Kept;
  /** This writer's layers. */
  readonly mine: Kept['known'];
  readonly note: JournalNote;
  /** False where the journal could not be written: after a reload of the window nobody looks again. */
  readonly isNoted: boolean;
}

/**
 * Adds the signature. `signal` is obeyed until the manifest PUT begins, then only `lifetime` (U13).
 * Throws what reading and uploading throw, and what keepAll throws.
 */
export async function addSignature(
  session: RegistrySession,
  addition: Addition,
  watch: (step: SignStep) => void,
  signal: AbortSignal,
  lifetime: AbortSignal,
): Promise<Added> {
  const { note, target } = addition;
  try {
    const predicted = build(addition, addition.expected);
    const place = nameOfTag(target.repository, target.tag);
    // What is signed anew is wanted, also where the same signature was removed before.
    const added = await writeAnew(session.world, place, predicted.layers.slice(-1), () =>
      add(session, addition, predicted, watch, signal, lifetime),
    );
    if (added.outcome === 'already-there') await note.remove();
    return added;
  } catch (error) {
    // Only what may be there all the same stays in the journal.
    if (!isEngineError(error, 'write-not-confirmed')) await note.remove();
    throw error;
  }
}

async function add(
  session: RegistrySession,
  addition: Addition,
  predicted: BuiltSignatureImage,
  watch: (step: SignStep) => void,
  signal: AbortSignal,
  lifetime: AbortSignal,
): Promise<Added> {
  const { target, signature, expected, note } = addition;
  const { repository, tag } = target;
  // What the plan had seen is looked through before the window begins: of that the answers are known then.
  expected?.image.signatures.some(addition.isEquivalent);
  watch('uploading');
  const readAt = session.world.clock.monotonic();
  const mine = predicted.layers.slice(-1);
  const seen = predicted.layers.slice(0, -1);
  const [fresh, , , isNoted] = await together(
    [
      (stop) => readSignatureTag(session, repository, tag, stop),
      (stop) => uploadBlob(session, repository, signature.payload, stop),
      (stop) => uploadConfig(session, target, predicted, stop),
      // Beside the read, so that nothing stands between it and the PUT.
      () => note.write({ layers: mine, seen, manifest: predicted.digest, state: 'looking' }),
    ],
    signal,
  );
  if (fresh === undefined) {
    await addition.assertMayStart(signal);
  } else if (fresh.image.signatures.some(addition.isEquivalent)) {
    return { outcome: 'already-there', manifest: fresh.digest, count: fresh.image.signatures.length };
  }

  const image =
    fresh?.digest === expected?.digest ? predicted : await rebuild(session.world, addition, fresh, mine);
  if (image !== predicted) await uploadConfig(session, target, image, signal);
  throwIfCancelled(signal, `signing; nothing was written to ${nameOfTag(repository, tag)}`);

  const first = { image, readAt, known: image.layers, mine };
  try {
    const kept = await keepAll(session, target, first, watch, lifetime);
    return { outcome: 'written', kept, mine, note, isNoted };
  } catch (error) {
    const others = missingLayers(mine, image.layers);
    if (isEngineError(error, 'write-not-confirmed'))
      await note.write({ layers: mine, seen: others, manifest: image.digest, state: 'not-confirmed' });
    throw error;
  }
}

/** The image on what is there now, which is not what the plan saw; what was overwritten since is merged back. */
async function rebuild(
  world: World,
  addition: Addition,
  fresh: SignatureTagReading | undefined,
  mine: readonly DescriptorEntry[],
): Promise<BuiltSignatureImage> {
  if (fresh === undefined) return build(addition, undefined);
  const { repository, tag } = addition.target;
  const place = nameOfTag(repository, tag);
  const overwritten = await overwrittenSince(world, place, addition.expected, fresh);
  return mergeSignatures(fresh.image, [...overwritten, ...mine], place) ?? build(addition, fresh);
}

function build(addition: Addition, base: SignatureTagReading | undefined): BuiltSignatureImage {
  const { target, signature, mediaTypes } = addition;
  const place = nameOfTag(target.repository, target.tag);
  return base === undefined
    ? newSignatureImage([signature], mediaTypes, place)
    : appendSignature(base.image, signature, place);
}

async function uploadConfig(
  session: RegistrySession,
  { repository }: Target,
  { config }: BuiltSignatureImage,
  signal: AbortSignal,
): Promise<void> {
  if (config !== undefined) await uploadBlob(session, repository, config.bytes, signal);
}
