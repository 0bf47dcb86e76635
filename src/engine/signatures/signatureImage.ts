// Writes `.sig` images: a manifest with one layer per signature and the config that belongs to it, byte for byte as
// cosign does (cosign-formats §1.3 to §1.6). Old layers' descriptors stay the same bytes; only the config is new.
import { EngineError } from '../errors.ts';
import { encodeBase64 } from '../oci/base64.ts';
import { digestOf } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import { readDescriptorText } from '../oci/descriptorReader.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import { encodeGoJson, goMap, goStruct, writeGoJson } from '../oci/goJson.ts';
import type { GoJson, GoMember, GoObject } from '../oci/goJson.ts';
import { dockerConfig, dockerManifest, ociConfig, ociManifest, simpleSigning } from '../oci/mediaTypes.ts';
import { signatureAnnotation } from './readSignatureImage.ts';
import { missingLayers } from './sameLayers.ts';
import type { SignatureImage } from './readSignatureImage.ts';

export interface NewSignature {
  readonly payload: Uint8Array;
  /** The raw signature bytes. */
  readonly signature: Uint8Array;
  /** Further annotations of the layer, e.g. a log entry. */
  readonly annotations?: readonly (readonly [name: string, value: string])[];
}

export type SignatureMediaTypes = 'oci' | 'docker';

/** A `.sig` image ready to be pushed: first the blobs, then the manifest. */
export interface BuiltSignatureImage {
  readonly manifest: Uint8Array;
  readonly digest: Digest;
  /** The manifest's, and the Content-Type to push it with. */
  readonly mediaType: string;
  /** Undefined where the base's config is no image config and stays what it was. */
  readonly config: ContentBlob | undefined;
  /** The payloads that this build added; the old ones are there. */
  readonly payloads: readonly ContentBlob[];
  /** Every layer in order, as text. */
  readonly layers: readonly DescriptorEntry[];
}

export interface ContentBlob {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** cosign reads no image with more layers, nor does a registry take a larger manifest (S35). */
export const maxSignatures = 1000;
const maxManifestBytes = 4 * 1024 * 1024;

/**
 * A new `.sig` image with these signatures. Media types `docker` is what COSIGN_DOCKER_MEDIA_TYPES=1 means.
 * `place` names it in errors. Throws `too-many-signatures`, `bad-signature-image` (too large).
 */
export function newSignatureImage(
  signatures: readonly NewSignature[],
  mediaTypes: SignatureMediaTypes,
  place: string,
): BuiltSignatureImage {
  const base = {
    mediaType: mediaTypes === 'docker' ? dockerManifest : ociManifest,
    configType: mediaTypes === 'docker' ? dockerConfig : ociConfig,
    keptConfig: undefined,
    otherMembers: [],
  };
  return build(base, signatures.map(buildLayer), signatures, place);
}

/**
 * The image with one more signature at its end. Keeps the base's media types and everything else of it that is not the
 * config. Throws `too-many-signatures`, `bad-signature-image` (too large).
 */
export function appendSignature(
  base: SignatureImage,
  signature: NewSignature,
  place: string,
): BuiltSignatureImage {
  return build(baseOf(base), [...layersOf(base), buildLayer(signature)], [signature], place);
}

/**
 * Heals a lost update: the image that is there now and behind it whatever was seen before (descriptors as they stood)
 * and is gone. Undefined where nothing is missing. Layers are the same when media type, digest and annotations are,
 * whoever wrote the text; one that was seen twice is wanted twice. Throws `too-many-signatures`, `bad-signature-image`.
 */
export function mergeSignatures(
  current: SignatureImage,
  seen: readonly DescriptorEntry[],
  place: string,
): BuiltSignatureImage | undefined {
  const there = layersOf(current);
  const missing = missingLayers(there, seen);
  return missing.length === 0 ? undefined : build(baseOf(current), [...there, ...missing], [], place);
}

/**
 * The same image with exactly these layers, for taking signatures away: those that stay keep their bytes. Without any
 * it is a list that says "no signatures" to cosign too (measured: 2.6.5 and 3.1.3 verify, tree, download and sign on it).
 * Throws `too-many-signatures`, `bad-signature-image` (too large).
 */
export function replaceLayers(
  base: SignatureImage,
  layers: readonly DescriptorEntry[],
  place: string,
): BuiltSignatureImage {
  return build(baseOf(base), layers, [], place);
}

interface Base {
  readonly mediaType: string;
  readonly configType: string;
  readonly keptConfig: string | undefined;
  readonly otherMembers: readonly (readonly [name: string, source: string])[];
}

// go-containerregistry leaves a config alone that is no image config (pkg/v1/mutate/image.go).
function baseOf({ manifest }: SignatureImage): Base {
  const configType = manifest.config.descriptor.mediaType;
  const isImageConfig = configType === ociConfig || configType === dockerConfig;
  return {
    mediaType: manifest.mediaType,
    configType,
    keptConfig: isImageConfig ? undefined : manifest.config.source,
    otherMembers: manifest.otherMembers,
  };
}

function layersOf(image: SignatureImage): readonly DescriptorEntry[] {
  return image.manifest.layers;
}

function build(
  base: Base,
  layers: readonly DescriptorEntry[],
  added: readonly NewSignature[],
  place: string,
): BuiltSignatureImage {
  if (layers.length > maxSignatures) {
    const count = layers.length;
    throw new EngineError('too-many-signatures', { place, count, limit: maxSignatures, writing: true });
  }
  const config = base.keptConfig === undefined ? toBlob(buildConfig(layers)) : undefined;
  const manifest = encodeGoJson({
    members: [
      ['schemaVersion', 2],
      ['mediaType', base.mediaType],
      [
        'config',
        config === undefined ? { source: base.keptConfig ?? '' } : describe(base.configType, config),
      ],
      ['layers', layers.map((layer) => ({ source: layer.source }))],
      ...base.otherMembers.map(([name, source]): GoMember => [name, { source }]),
    ],
  });
  if (manifest.length > maxManifestBytes) {
    throw new EngineError('bad-signature-image', {
      place,
      reason: 'too-large',
    });
  }
  return {
    manifest,
    digest: digestOf(manifest),
    mediaType: base.mediaType,
    config,
    payloads: added.map(({ payload }) => toBlob(payload)),
    layers,
  };
}

/** The descriptor of one signature's layer. Throws a TypeError never: what it wrote it can read. */
function buildLayer({ payload, signature, annotations = [] }: NewSignature): DescriptorEntry {
  const all: GoMember[] = [[signatureAnnotation, encodeBase64(signature)], ...annotations];
  const source = writeGoJson(describe(simpleSigning, toBlob(payload), goMap(all)));
  const entry = readDescriptorText(source);
  if (entry === undefined) throw new EngineError('internal', { what: 'build a signature layer' });
  return entry;
}

/** 233 bytes for one layer and 109 for each further one: nothing but the layers' digests. */
function buildConfig(layers: readonly DescriptorEntry[]): Uint8Array {
  const created: GoMember = ['created', '0001-01-01T00:00:00Z'];
  return encodeGoJson(
    goStruct([
      ['architecture', ''],
      created,
      ['history', layers.map(() => goStruct([created]))],
      ['os', ''],
      [
        'rootfs',
        goStruct([
          ['type', 'layers'],
          ['diff_ids', layers.map((layer) => layer.descriptor.digest)],
        ]),
      ],
      ['config', goStruct([])],
    ]),
  );
}

function describe(mediaType: string, { bytes, digest }: ContentBlob, annotations?: GoJson): GoObject {
  return goStruct([
    ['mediaType', mediaType],
    ['size', bytes.length],
    ['digest', digest],
    ['annotations', annotations],
  ]);
}

function toBlob(bytes: Uint8Array): ContentBlob {
  return { bytes, digest: digestOf(bytes) };
}
