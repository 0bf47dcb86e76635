// The payload that this signature is over, and how one knows that it is signed already (S36).
import type { PublicKey } from '../keys/publicKey.ts';
import { schemeOf } from '../keys/signature.ts';
import { encodeBase64 } from '../oci/base64.ts';
import { digestOf, type Digest } from '../oci/digest.ts';
import { simpleSigning } from '../oci/mediaTypes.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import type { Annotations } from '../plan.ts';
import { cosignReading } from '../signatureScheme.ts';
import { buildPayload } from '../signatures/payload.ts';
import type { SignatureLayer } from '../signatures/readSignatureImage.ts';
import { maxSignatures } from '../signatures/signatureImage.ts';

/** The simple signing payload for this image, byte for byte as cosign writes it. Throws `bad-annotation`. */
export function payloadOf(repository: Repository, digest: Digest, annotations: Annotations): Uint8Array {
  return buildPayload(formatRepository(repository), digest, annotations);
}

/**
 * True for a layer with exactly this payload and a signature of this key that every cosign verifies as it is: beside
 * one that cosign wrote and does not verify itself, a readable one is worth writing. Each signature is tried once, and no
 * more of them than a list that is written to can have (S40): what it said is known when it is asked again.
 */
export function isSignedAlready(key: PublicKey, payload: Uint8Array): (layer: SignatureLayer) => boolean {
  const digest = digestOf(payload);
  const tried = new Map<string, boolean>();
  return ({ descriptor, signature }) => {
    const isOfPayload =
      descriptor.digest === digest &&
      descriptor.size === payload.length &&
      descriptor.mediaType === simpleSigning;
    if (!isOfPayload || signature === undefined) return false;
    const text = encodeBase64(signature);
    if (!tried.has(text) && tried.size < maxSignatures) tried.set(text, isReadable(key, payload, signature));
    return tried.get(text) === true;
  };
}

function isReadable(key: PublicKey, payload: Uint8Array, signature: Uint8Array): boolean {
  const scheme = schemeOf(key, payload, signature);
  return scheme !== undefined && cosignReading[scheme] === 'plain';
}
