// What Check Registry writes: an image of a few hundred bytes in several forms. The nonce is in every blob and manifest,
// so that nothing of it can be anybody else's, and deleting it takes nothing else along (S32, S39).
import { digestOf, type Digest } from '../oci/digest.ts';
import {
  dockerConfig,
  dockerManifest,
  ociConfig,
  ociIndex,
  ociManifest,
  simpleSigning,
} from '../oci/mediaTypes.ts';
import type { World } from '../world.ts';

export interface Blob {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

export interface ScratchManifest extends Blob {
  readonly mediaType: string;
}

export interface Scratch {
  readonly config: Blob;
  /** Stands for a signed payload. */
  readonly payload: Blob;
  /** Sent in two pieces. */
  readonly chunks: Blob;
  /** An OCI image with a layer of the usual type. */
  readonly plain: ScratchManifest;
  /** An OCI image with the layer type of signatures, as a `.sig` image is. */
  readonly signature: ScratchManifest;
  /** The same in Docker's media types, as `legacyMediaTypes` writes it. */
  readonly legacy: ScratchManifest;
  /** With a config of a type that is no image's, as sigstore bundles have. */
  readonly artifact: ScratchManifest;
  /** An index that lists `plain`, as the referrers fallback tag is. */
  readonly index: ScratchManifest;
  /** Names a subject, as what hangs on an image by the referrers API. */
  readonly referrer: (subject: ScratchManifest) => ScratchManifest;
  /** Wrong ones that a registry should refuse; each under the digest it is sent to. */
  readonly wrong: {
    readonly 'wrong-digest': ScratchManifest;
    readonly 'not-json': ScratchManifest;
    readonly 'missing-blob': ScratchManifest;
  };
}

const plainLayer = 'application/vnd.oci.image.layer.v1.tar';
/** No registry knows it. */
export const scratchType = 'application/vnd.countersign.check.v1+json';
const annotation = 'dev.countersign.check';

/** 32 hexadecimal digits. */
export function newNonce({ random }: World): string {
  return Buffer.from(random(16)).toString('hex');
}

/** The only tag that is written to. */
export function scratchTag(nonce: string): string {
  return `countersign-check-${nonce}`;
}

/** Everything that a check with this nonce may write. */
export function scratchOf(nonce: string): Scratch {
  const payload = blobOf(JSON.stringify({ [annotation]: nonce }));
  const config = blobOf(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [payload.digest] },
      author: scratchTag(nonce),
    }),
  );
  const annotations = { [annotation]: nonce };
  const image = (
    mediaType: string,
    configType: string,
    layerType: string,
    more: object = {},
  ): ScratchManifest =>
    manifestOf(mediaType, {
      config: describe(configType, config),
      layers: [describe(layerType, payload)],
      ...more,
    });
  const plain = image(ociManifest, ociConfig, plainLayer, { annotations });
  const missing = blobOf(`missing ${nonce}`);
  return {
    config,
    payload,
    chunks: blobOf(`first half of ${nonce}, second half of ${nonce}`),
    plain,
    signature: image(ociManifest, ociConfig, simpleSigning, { annotations }),
    // Docker's manifests have no annotations, but their layers do, as those of signatures.
    legacy: manifestOf(dockerManifest, {
      config: describe(dockerConfig, config),
      layers: [{ ...describe(simpleSigning, payload), annotations }],
    }),
    artifact: image(ociManifest, scratchType, simpleSigning, { artifactType: scratchType, annotations }),
    index: manifestOf(ociIndex, { manifests: [describe(ociManifest, plain)], annotations }),
    referrer: (subject) =>
      image(ociManifest, ociConfig, simpleSigning, {
        subject: describe(subject.mediaType, subject),
        artifactType: scratchType,
        annotations,
      }),
    wrong: {
      'wrong-digest': {
        ...image(ociManifest, ociConfig, plainLayer, { annotations: { ...annotations, as: 'another' } }),
        digest: digestOf(bytesOf(`another ${nonce}`)),
      },
      'not-json': { ...blobOf(`{ no JSON ${nonce}`), mediaType: ociManifest },
      'missing-blob': manifestOf(ociManifest, {
        config: describe(ociConfig, config),
        layers: [describe(plainLayer, missing)],
        annotations,
      }),
    },
  };
}

function manifestOf(mediaType: string, members: object): ScratchManifest {
  return { ...blobOf(JSON.stringify({ schemaVersion: 2, mediaType, ...members })), mediaType };
}

function describe(mediaType: string, { bytes, digest }: Blob): object {
  return { mediaType, size: bytes.byteLength, digest };
}

function blobOf(text: string): Blob {
  const bytes = bytesOf(text);
  return { bytes, digest: digestOf(bytes) };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
