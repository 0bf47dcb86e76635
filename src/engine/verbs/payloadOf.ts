// The payload that this signature is over, and how one knows that it is signed already (S36).
import type { PublicKey } from '../keys/publicKey.ts';
import { schemeOf } from '../keys/signature.ts';
import { digestOf, type Digest } from '../oci/digest.ts';
import { simpleSigning } from '../oci/mediaTypes.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import type { Annotations } from '../plan.ts';
import { cosignReading } from '../signatureScheme.ts';
import { buildPayload } from '../signatures/payload.ts';
import type { SignatureLayer } from '../signatures/readSignatureImage.ts';

/** The simple signing payload for this image, byte for byte as cosign writes it. Throws `bad-annotation`. */
export function payloadOf(repository: Repository, digest: Digest, annotations: Annotations): Uint8Array {
  return buildPayload(formatRepository(repository), digest, annotations);
}

/**
 * True for a layer with exactly this payload and a signature of this key that every cosign verifies as it is: beside
 * one that cosign wrote and does not verify itself, a readable one is worth writing.
 */
export function isSignedAlready(key: PublicKey, payload: Uint8Array): (layer: SignatureLayer) => boolean {
  const digest = digestOf(payload);
  return ({ descriptor, signature }) => {
    if (descriptor.digest !== digest || descriptor.mediaType !== simpleSigning) return false;
    const scheme = signature === undefined ? undefined : schemeOf(key, payload, signature);
    return scheme !== undefined && cosignReading[scheme] === 'plain';
  };
}
