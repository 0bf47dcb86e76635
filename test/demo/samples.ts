// The images of the demo registry: one for each thing that a person can meet, signed by the engine's own functions.
import { sign } from 'node:crypto';
import { type Digest, digestOf } from '../../src/engine/oci/digest.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import {
  newSignatureImage,
  type NewSignature,
  type SignatureMediaTypes,
} from '../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { buildBundleReferrer } from './bundle.ts';
import { type BuiltImage, type BuiltIndex, buildImage, buildIndex } from './images.ts';
import { newSampleKey, type SampleKey } from './sampleKeys.ts';
import { type RegistryState, storeBlob, storeManifest } from './state.ts';

export interface Samples {
  /** The key that the demo workspace trusts. */
  readonly demo: SampleKey;
  /** A key that nobody trusts. */
  readonly stranger: SampleKey;
}

type Annotations = readonly (readonly [name: string, value: string])[];

/** Fills the registry. `address` is host:port as people type it: it stands in what is signed. */
export function addSamples(state: RegistryState, address: string): Samples {
  const demo = newSampleKey('demo');
  const stranger = newSampleKey('stranger');

  const signature = (
    key: SampleKey,
    repository: string,
    digest: Digest,
    annotations: Annotations = [],
  ): NewSignature => {
    const payload = buildPayload(`${address}/${repository}`, digest, annotations);
    return { payload, signature: sign('sha256', payload, key.privateKey) };
  };
  const store = (
    repository: string,
    digest: Digest,
    signatures: readonly NewSignature[],
    mediaTypes: SignatureMediaTypes = 'oci',
  ): void => {
    const tag = signatureTag(digest);
    const image = newSignatureImage(signatures, mediaTypes, `${repository}:${tag}`);
    for (const { bytes } of image.payloads) storeBlob(state, repository, bytes);
    if (image.config !== undefined) storeBlob(state, repository, image.config.bytes);
    storeManifest(state, repository, tag, image.mediaType, image.manifest);
  };
  const push = (repository: string, image: BuiltImage | BuiltIndex, ...tags: string[]): Digest => {
    if ('children' in image) for (const child of image.children) push(repository, child);
    else for (const blob of image.blobs) storeBlob(state, repository, blob);
    for (const tag of [undefined, ...tags]) {
      storeManifest(state, repository, tag, image.mediaType, image.manifest);
    }
    return image.digest;
  };

  const first = push('demo/app', buildImage('app 1.0'), '1.0');
  store('demo/app', first, [signature(demo, 'demo/app', first)]);
  const second = push('demo/app', buildImage('app 1.1'), '1.1');
  const built: Annotations = [
    ['build', '42'],
    ['commit', '0a1b2c3'],
  ];
  store('demo/app', second, [signature(demo, 'demo/app', second, built)]);
  const third = push('demo/app', buildImage('app 2.0'), '2.0', 'latest');
  store('demo/app', third, [signature(demo, 'demo/app', third), signature(stranger, 'demo/app', third)]);

  const multi = push('demo/multi', buildIndex('multi', ['amd64', 'arm64', 'riscv64']), '1.0');
  store('demo/multi', multi, [signature(demo, 'demo/multi', multi)]);

  const legacy = push('demo/legacy', buildImage('legacy', { docker: true }), '1.0');
  store('demo/legacy', legacy, [signature(demo, 'demo/legacy', legacy)], 'docker');

  const untrusted = push('demo/untrusted', buildImage('untrusted'), '1.0');
  store('demo/untrusted', untrusted, [signature(stranger, 'demo/untrusted', untrusted)]);

  push('demo/unsigned', buildImage('unsigned'), '1.0');

  // Somebody copied the signature of another image under this image's tag.
  const swapped = push('demo/rejected', buildImage('rejected'), '1.0');
  store('demo/rejected', swapped, [signature(demo, 'demo/rejected', first)]);

  // The image that this signature is for was deleted.
  push('demo/orphan', buildImage('orphan'), '1.0');
  const gone = digestOf(Buffer.from('an image that is no longer there'));
  store('demo/orphan', gone, [signature(demo, 'demo/orphan', gone)]);

  const bundled = buildImage('bundle');
  push('demo/bundle', bundled, '1.0');
  push('demo/bundle', buildBundleReferrer(bundled, demo));

  for (const tag of manyTags()) push('demo/many', buildImage(`many ${tag}`), tag);
  return { demo, stranger };
}

/** 68 tags whose natural order is not that of their bytes. */
function manyTags(): string[] {
  const versions = Array.from({ length: 66 }, (_, index) => `v1.${index}`);
  return [...versions, 'v2.0.0-rc.1', 'latest'];
}
