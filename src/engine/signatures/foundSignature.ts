// One signature as it was found, before anything about it is believed.
import type { Descriptor } from '../oci/descriptor.ts';
import type { JudgedSignature, Place, SignatureProblem } from '../verdict.ts';

export interface FoundSignature {
  readonly place: Place;
  /** 0-based position of the layer in the `.sig` image, or of the referrer in its list. */
  readonly index: number;
  /** What it looks like. Every layer of a signature image is a candidate, whatever its type (as for cosign). */
  readonly format: JudgedSignature['format'];
  /** The layer's descriptor, or the referrer's (with its artifact type) where it is no signature image. */
  readonly descriptor: Descriptor;
  /** The payload's bytes as they were fetched; undefined where they could not be. */
  readonly payload: Uint8Array | undefined;
  /** The signature's bytes, out of base64; undefined where there are none that can be read. */
  readonly signature: Uint8Array | undefined;
  /** Why payload or signature is missing. */
  readonly problem: SignatureProblem | undefined;
}
