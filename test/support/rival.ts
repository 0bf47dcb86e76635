// Another signer who works at the registry itself, without our engine: for races, and for what an attacker with push can do.
import { digestOf } from '../../src/engine/oci/digest.ts';
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import { readSignatureImage } from '../../src/engine/signatures/readSignatureImage.ts';
import {
  appendSignature,
  newSignatureImage,
  type BuiltSignatureImage,
  type NewSignature,
} from '../../src/engine/signatures/signatureImage.ts';
import { ociIndex } from '../../src/engine/oci/mediaTypes.ts';
import { fallbackTag, signatureTag } from '../../src/engine/signatures/tags.ts';
import { buildBundleReferrer, type Predicates } from '../demo/bundle.ts';
import { describe, json } from '../demo/images.ts';
import { newSampleKey } from '../demo/sampleKeys.ts';
import { repositoryOf, storeBlob, storeManifest } from '../demo/state.ts';
import type { Registry } from '../demo/registry.ts';
import type { PushedImage } from './sampleImages.ts';
import type { Signer } from './scene.ts';

/** The path of the image's repository in the registry. */
export function pathOf(image: PushedImage): string {
  return parseRepository(image.repository).path;
}

/** How many signatures the `.sig` tag of this image holds now; -1 where there is no such tag. */
export function signaturesAt(registry: Registry, image: PushedImage): number {
  const current = currentImage(registry, image);
  return current === undefined ? -1 : current.signatures.length;
}

/** A signature over this image's payload. */
export function signatureBy(
  signer: Signer,
  image: PushedImage,
  annotations: readonly (readonly [string, string])[] = [],
): NewSignature {
  const payload = buildPayload(image.repository, image.digest, annotations);
  return { payload, signature: signer.open.sign(payload) };
}

/** Overwrites the `.sig` tag with these signatures alone, as a writer does who had not seen the others. */
export function overwrite(registry: Registry, image: PushedImage, signatures: readonly NewSignature[]): void {
  store(registry, image, newSignatureImage(signatures, 'oci', 'a rival'));
}

/** Appends to what is there, as cosign does. */
export function append(registry: Registry, image: PushedImage, signature: NewSignature): void {
  const current = currentImage(registry, image);
  const built =
    current === undefined
      ? newSignatureImage([signature], 'oci', 'a rival')
      : appendSignature(current, signature, 'a rival');
  store(registry, image, built);
}

function store(registry: Registry, image: PushedImage, built: BuiltSignatureImage): void {
  const path = pathOf(image);
  for (const { bytes } of [...built.payloads, ...(built.config === undefined ? [] : [built.config])]) {
    storeBlob(registry.state, path, bytes);
  }
  storeManifest(registry.state, path, signatureTag(image.digest), built.mediaType, built.manifest);
}

function currentImage(
  registry: Registry,
  image: PushedImage,
): ReturnType<typeof readSignatureImage> | undefined {
  const repository = repositoryOf(registry.state, pathOf(image));
  const digest = repository.tags.get(signatureTag(image.digest));
  const manifest = digest === undefined ? undefined : repository.manifests.get(digest);
  if (manifest === undefined) return undefined;
  if (digestOf(manifest.bytes) !== digest) throw new Error('the registry keeps wrong bytes');
  return readSignatureImage(manifest.bytes, manifest.mediaType, 'the registry');
}

/** Hangs a bundle on the image as cosign 3 does: as a referrer, and in the fallback index where `asTag` says so. */
export function hangBundle(
  registry: Registry,
  image: PushedImage,
  predicates: Predicates,
  asTag: boolean,
): void {
  const path = pathOf(image);
  const subject = repositoryOf(registry.state, path).manifests.get(image.digest);
  if (subject === undefined) throw new Error('the image is not there');
  const { digest, mediaType } = image;
  const built = buildBundleReferrer(
    { digest, mediaType, manifest: subject.bytes },
    newSampleKey('rival'),
    predicates,
  );
  for (const blob of built.blobs) storeBlob(registry.state, path, blob);
  storeManifest(registry.state, path, undefined, built.mediaType, built.manifest);
  if (!asTag) return;
  const index = json({
    schemaVersion: 2,
    mediaType: ociIndex,
    manifests: [describe(built.mediaType, built.manifest)],
  });
  storeManifest(registry.state, path, fallbackTag(digest), ociIndex, index);
}
