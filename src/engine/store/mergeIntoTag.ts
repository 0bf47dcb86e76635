// Adds a whole list of signatures or attestations to a tag, as a copy does: where there is none the list goes there as it
// stands, byte for byte; else it is merged into what is there, and kept as addSignature keeps one (decision 6).
import { throwIfCancelled } from '../errors.ts';
import { digestOf, type Digest } from '../oci/digest.ts';
import { nameOfTag, readSignatureTag } from '../places/signatureTag.ts';
import type { RegistrySession } from '../registry/session.ts';
import { uploadBlob } from '../registry/upload.ts';
import { readSignatureImage } from '../signatures/readSignatureImage.ts';
import { mergeSignatures, missingLayers, type BuiltSignatureImage } from '../signatures/signatureImage.ts';
import type { Written } from './addSignature.ts';
import type { JournalNote } from './journal.ts';
import { keepAll, type Target } from './keepAll.ts';
import { dig } from './tombstones.ts';

/** A list as it stands elsewhere; its blobs are in the target's repository already. */
export interface WholeList {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export type Merged =
  | { readonly outcome: 'already-there'; readonly manifest: Digest }
  | ({ readonly outcome: 'written'; readonly others: boolean } & Written);

/** What was copied is in no journal: only own signatures are ever written back from there, and a copy can be made again. */
const noNote: JournalNote = { write: () => Promise.resolve(false), remove: () => Promise.resolve() };

/**
 * Merges the list into the tag. The caller has read the subject in this repository, so that a 404 means an empty tag
 * (S30). `signal` is obeyed until the PUT begins. Throws what reading and uploading throw, `bad-signature-image` where
 * something else stands there, `too-many-signatures`, and what keepAll throws.
 */
export async function mergeIntoTag(
  session: RegistrySession,
  target: Target,
  list: WholeList,
  signal: AbortSignal,
  lifetime: AbortSignal,
): Promise<Merged> {
  const { repository, tag } = target;
  const place = nameOfTag(repository, tag);
  const wanted = asBuilt(list, place);
  const readAt = session.world.clock.monotonic();
  const there = await readSignatureTag(session, repository, tag, signal);
  const held = there?.image.manifest.layers ?? [];
  const mine = missingLayers(held, wanted.layers);
  const image = there === undefined ? wanted : mergeSignatures(there.image, wanted.layers, place);
  if (there !== undefined && image === undefined) return { outcome: 'already-there', manifest: there.digest };
  const next = image ?? wanted;
  if (next.config !== undefined) await uploadBlob(session, repository, next.config.bytes, signal);
  // What is copied anew is wanted, also where the same signature was removed before.
  await dig(session.world, place, mine);
  throwIfCancelled(signal, `copying; nothing was written to ${place}`);

  const quiet = (): void => undefined;
  const first = { image: next, readAt, known: next.layers, mine };
  const kept = await keepAll(session, target, first, quiet, lifetime);
  return { outcome: 'written', kept, mine, note: noNote, isNoted: false, others: held.length > 0 };
}

function asBuilt({ bytes, mediaType }: WholeList, place: string): BuiltSignatureImage {
  const { layers } = readSignatureImage(bytes, mediaType, place).manifest;
  return { manifest: bytes, digest: digestOf(bytes), mediaType, config: undefined, payloads: [], layers };
}
