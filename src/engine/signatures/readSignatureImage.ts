// Reads `.sig` images (cosign-formats §1.5): every layer is a candidate, whatever its media type, and one that is
// broken spoils no other. What the signatures are worth is for the checks.
import { EngineError } from '../errors.ts';
import { decodeBase64 } from '../oci/base64.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { ImageManifest } from '../oci/manifest.ts';
import { dockerManifest } from '../oci/mediaTypes.ts';

export const signatureAnnotation = 'dev.cosignproject.cosign/signature';
export const certificateAnnotation = 'dev.sigstore.cosign/certificate';

export interface SignatureImage {
  readonly manifest: ImageManifest;
  /** Which media types the manifest has; the layers' type is the same in both. */
  readonly mediaTypes: 'oci' | 'docker';
  readonly signatures: readonly SignatureLayer[];
}

/** One layer. It has a signature, or else a problem. */
export interface SignatureLayer {
  /** 0-based position among the layers. */
  readonly index: number;
  /** Its digest and size are those of the payload. */
  readonly descriptor: Descriptor;
  /** The descriptor's exact text. */
  readonly source: string;
  /** The raw signature bytes. */
  readonly signature: Uint8Array | undefined;
  readonly problem: SignatureLayerProblem | undefined;
}

export type SignatureLayerProblem = 'no-signature' | 'signature-not-base64';

/**
 * Reads the manifest of a `.sig` image. `place` names it in errors. Any number of layers is read: cosign gives up
 * above 1,000, so nobody may write more, but what is there can still be shown and cleaned up.
 * Throws `bad-signature-image` with the reason when the bytes are no image manifest.
 */
export function readSignatureImage(
  bytes: Uint8Array,
  contentType: string | undefined,
  place: string,
): SignatureImage {
  const manifest = parseManifest(bytes, contentType);
  if (manifest.kind !== 'image') {
    const reason = manifest.kind === 'refused' ? manifest.reason : kindNames[manifest.kind];
    throw new EngineError('bad-signature-image', { place, reason });
  }
  return {
    manifest,
    mediaTypes: manifest.mediaType === dockerManifest ? 'docker' : 'oci',
    signatures: manifest.layers.map(({ descriptor, source }, index) => ({
      index,
      descriptor,
      source,
      ...readSignature(descriptor),
    })),
  };
}

const kindNames = { index: 'index', schema1: 'schema-1' } as const;

function readSignature({ annotations = {} }: Descriptor): Pick<SignatureLayer, 'signature' | 'problem'> {
  const text = Object.hasOwn(annotations, signatureAnnotation) ? annotations[signatureAnnotation] : undefined;
  // The empty text counts as absent, as on attestation layers.
  if (text === undefined || text === '') {
    return { signature: undefined, problem: 'no-signature' };
  }
  const signature = decodeBase64(text);
  return signature === undefined || signature.length === 0
    ? { signature: undefined, problem: 'signature-not-base64' }
    : { signature, problem: undefined };
}
