// Images and signatures put into a site's registry, without a request.
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { buildPayload } from '../../../src/engine/signatures/payload.ts';
import { newSignatureImage, type NewSignature } from '../../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { buildImage } from '../../demo/images.ts';
import { type RegistryState, storeBlob, storeManifest } from '../../demo/state.ts';
import type { Signer } from '../../support/scene.ts';

/** Puts a small image there and gives its digest. */
export function putImage(state: RegistryState, path: string, tag: string, name = `${path}:${tag}`): Digest {
  const image = buildImage(name);
  for (const blob of image.blobs) storeBlob(state, path, blob);
  storeManifest(state, path, tag, image.mediaType, image.manifest);
  return image.digest;
}

/** A signature over what this repository name and digest say. */
export function signatureOver(signer: Signer, repository: string, digest: Digest): NewSignature {
  const payload = buildPayload(repository, digest, []);
  return { payload, signature: signer.open.sign(payload) };
}

/** Makes these signatures the `.sig` image of the digest, in this repository. */
export function putSignatures(
  state: RegistryState,
  path: string,
  digest: Digest,
  signatures: readonly NewSignature[],
): void {
  const built = newSignatureImage(signatures, 'oci', 'the test');
  for (const { bytes } of [...built.payloads, ...(built.config === undefined ? [] : [built.config])]) {
    storeBlob(state, path, bytes);
  }
  storeManifest(state, path, signatureTag(digest), built.mediaType, built.manifest);
}
