// JSON that attackers write: manifests, payloads, bundles. What is taken is read as JSON.parse reads it, and a signature
// image keeps its old layers byte for byte when one is added (N5, N6).
import assert from 'node:assert/strict';
import { parseManifest } from '../../../src/engine/oci/manifest.ts';
import { appendSignature } from '../../../src/engine/signatures/signatureImage.ts';
import { kindOfBundle } from '../../../src/engine/signatures/bundle.ts';
import { readPayload } from '../../../src/engine/signatures/payload.ts';
import { readSignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import { jsonSeed, mutateJson } from '../mutateJson.ts';
import { parsed, type Parser } from '../parser.ts';
import { bundleSeeds, manifestSeeds, payloadSeeds } from '../seeds.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const manifests = manifestSeeds().map(jsonSeed);
const manifestWords = [
  ...[
    'schemaVersion',
    'mediaType',
    'config',
    'layers',
    'manifests',
    'annotations',
    'subject',
    'digest',
    'size',
    'platform',
  ],
  ...[
    'Layers',
    'MediaType',
    'DIGEST',
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.manifest.v1+json',
  ],
];

interface Parsed {
  readonly layers?: readonly { readonly digest: string; readonly size: number }[];
  readonly manifests?: readonly { readonly digest: string }[];
}

export const manifestParser: Parser = {
  name: 'manifests',
  inputs: 15_000,
  make: (random) => encode(mutateJson(random, random.pick(manifests), manifestWords)),
  check: (bytes: Uint8Array) => {
    const manifest = parseManifest(bytes);
    if (manifest.kind === 'refused' || manifest.kind === 'schema1') return 'refused';
    const plain = JSON.parse(decode(bytes)) as Parsed;
    if (manifest.kind === 'index') {
      assert.deepEqual(
        manifest.manifests.map(({ digest }) => digest),
        (plain.manifests ?? []).map(({ digest }) => digest),
      );
      return 'taken';
    }
    const layers = manifest.layers.map(({ descriptor }) => [descriptor.digest, descriptor.size]);
    assert.deepEqual(
      layers,
      (plain.layers ?? []).map(({ digest, size }) => [digest, size]),
    );
    for (const { source } of manifest.layers) assert.ok(decode(bytes).includes(source));
    return 'taken';
  },
};

const addition = { payload: encode('{}'), signature: Uint8Array.of(1) };

export const signatureImageParser: Parser = {
  name: 'signature images',
  inputs: 15_000,
  make: (random) => encode(mutateJson(random, random.pick(manifests), manifestWords)),
  check: (bytes: Uint8Array) => {
    const image = parsed(() => readSignatureImage(bytes, undefined, 'x'), 'bad-signature-image');
    const built = image && parsed(() => appendSignature(image, addition, 'x'), 'too-many-signatures');
    if (image === undefined || built === undefined) return 'refused';
    const again = readSignatureImage(built.manifest, built.mediaType, 'x');
    const before = image.manifest.layers.map(({ source }) => source);
    assert.deepEqual(
      again.manifest.layers.slice(0, -1).map(({ source }) => source),
      before,
    );
    assert.deepEqual(again.manifest.otherMembers, image.manifest.otherMembers);
    return 'taken';
  },
};

const payloads = payloadSeeds().map(jsonSeed);
const payloadWords = [
  ...[
    'critical',
    'identity',
    'docker-reference',
    'image',
    'docker-manifest-digest',
    'type',
    'optional',
    'Critical',
    'Optional',
  ],
  ...['cosign container image signature', 'atomic container signature', 'DOCKER-MANIFEST-DIGEST'],
];

interface PlainPayload {
  readonly critical?: { readonly image?: Readonly<Record<string, unknown>>; readonly type?: unknown } | null;
}

export const payloadParser: Parser = {
  name: 'payloads',
  inputs: 25_000,
  make: (random) => encode(mutateJson(random, random.pick(payloads), payloadWords)),
  check: (bytes: Uint8Array) => {
    const claims = parsed(() => readPayload(bytes), 'bad-payload');
    if (claims === undefined) return 'refused';
    // A reader that goes by exact names sees the same digest, or none.
    const digest = (JSON.parse(decode(bytes)) as PlainPayload).critical?.image?.['docker-manifest-digest'];
    if (typeof digest === 'string') assert.equal(claims.digest, digest.replace(/\p{Surrogate}/gu, '\ufffd'));
    return 'taken';
  },
};

const bundles = bundleSeeds().map(jsonSeed);

export const bundleParser: Parser = {
  name: 'bundles',
  inputs: 8_000,
  make: (random) =>
    encode(
      mutateJson(random, random.pick(bundles), ['dsseEnvelope', 'payload', 'predicateType', 'mediaType']),
    ),
  check: (bytes: Uint8Array) => (kindOfBundle(bytes) === 'signature' ? 'taken' : 'refused'),
};
