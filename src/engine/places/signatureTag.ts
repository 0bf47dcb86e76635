// The `.sig` tag: reads what is under it, for verify, plan, sign and the tree alike, and fetches the payloads.
import { EngineError, isEngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import { readBlob } from '../registry/blobs.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import { predictedFor } from '../signatures/predictedPayloads.ts';
import {
  readSignatureImage,
  type SignatureImage,
  type SignatureLayer,
} from '../signatures/readSignatureImage.ts';
import { maxSignatures } from '../signatures/signatureImage.ts';
import type { Failure, Place } from '../verdict.ts';
import type { SoughtSubject, Spot } from './choosePlaces.ts';
import { failureOf } from './failure.ts';
import { fetchTag } from './fetchTag.ts';
import type { PlaceContent } from './placeContent.ts';

/** A payload is a few hundred bytes; cosign itself would read 128 MiB (S40). */
export const payloadLimit = 1024 * 1024;

export interface SignatureTagReading {
  readonly digest: Digest;
  readonly image: SignatureImage;
}

/**
 * The `.sig` image under this tag, or undefined where the registry says 404: what that is worth is for the caller (S17, S30).
 * Throws what fetchTag throws, and `bad-signature-image` for bytes that are no image manifest.
 */
export async function readSignatureTag(
  session: RegistrySession,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<SignatureTagReading | undefined> {
  const fetched = await fetchTag(session, repository, tag, signal);
  if (fetched === undefined) return undefined;
  const { bytes, digest, mediaType } = fetched;
  return { digest, image: readSignatureImage(bytes, mediaType || undefined, nameOfTag(repository, tag)) };
}

/** How a tag is named in errors and reports: `ghcr.io/acme/app:sha256-….sig`. */
export function nameOfTag(repository: Repository, tag: string): string {
  return `${formatRepository(repository)}:${tag}`;
}

/** The signatures under a subject's `.sig` tag, each with its payload or the reason why there is none. */
export async function readSignatureTagPlace(
  session: RegistrySession,
  spot: Spot,
  subject: SoughtSubject,
  signal: AbortSignal,
): Promise<PlaceContent> {
  const reading = await readSignatureTag(session, spot.repository, spot.place.target, signal);
  if (reading === undefined) return { none: 'not-there' };
  const { signatures } = reading.image;
  if (signatures.length === 0) return { none: 'no-signatures-in-it' };
  return {
    manifest: reading.digest,
    found: await readSignatures(session, spot, signatures, subject, signal),
  };
}

/**
 * Fetches each payload once, but for those that are known without (S20). A payload that cannot be read is that
 * signature's problem, not the place's.
 */
export async function readSignatures(
  session: RegistrySession,
  { place, repository }: Spot,
  layers: readonly SignatureLayer[],
  { predicted }: Pick<SoughtSubject, 'predicted'>,
  signal: AbortSignal,
): Promise<readonly FoundSignature[]> {
  if (layers.length > maxSignatures) {
    const name = nameOfTag(repository, place.target);
    throw new EngineError('too-many-signatures', { place: name, count: layers.length, limit: maxSignatures });
  }
  const payloads = new Map<Digest, Promise<Uint8Array | Failure>>();
  const payloadOf = (digest: Digest): Promise<Uint8Array | Failure> => {
    const asked = payloads.get(digest) ?? readPayload(session, repository, digest, signal);
    payloads.set(digest, asked);
    return asked;
  };
  return Promise.all(
    layers.map(async (layer) => {
      const known = predictedFor(layer.descriptor, predicted);
      return found(place, layer, known ?? (await payloadOf(layer.descriptor.digest)));
    }),
  );
}

/** The payload, or why it could not be read. */
async function readPayload(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<Uint8Array | Failure> {
  try {
    return await readBlob(session, repository, digest, payloadLimit, signal);
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return failureOf(error);
  }
}

function found(place: Place, layer: SignatureLayer, payload: Uint8Array | Failure): FoundSignature {
  const { index, descriptor, signature } = layer;
  const isRead = payload instanceof Uint8Array;
  return {
    place,
    index,
    format: 'simple-signing',
    descriptor,
    payload: isRead ? payload : undefined,
    signature,
    problem: isRead
      ? layer.problem && { code: layer.problem }
      : { code: 'payload-not-readable', failure: payload },
  };
}
