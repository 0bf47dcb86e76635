// A signature as cosign 3 writes it by default: a sigstore bundle with a DSSE envelope over an in-toto statement, in a
// manifest of its own whose subject is the image (cosign-formats §7.1, §7.2; sigstore bundle v0.3).
import { sign } from 'node:crypto';
import { type Digest, digestOf } from '../../src/engine/oci/digest.ts';
import * as types from '../../src/engine/oci/mediaTypes.ts';
import { type BuiltImage, describe, json } from './images.ts';
import type { SampleKey } from './sampleKeys.ts';

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const payloadType = 'application/vnd.in-toto+json';
const predicateType = 'https://sigstore.dev/cosign/sign/v1';

/** What the bundle's statement says it is, and what the manifest's annotation claims of it. */
export interface Predicates {
  readonly stated: string;
  readonly claimed: string;
}

/** The referrer manifest with its two blobs. `created` is fixed, so that only the signature differs between runs. */
export function buildBundleReferrer(
  subject: Pick<BuiltImage, 'digest' | 'mediaType' | 'manifest'>,
  key: SampleKey,
  { stated, claimed }: Predicates = { stated: predicateType, claimed: predicateType },
): BuiltImage {
  const config = Buffer.from('{}');
  const bundle = json(buildBundle(subject.digest, key, stated));
  const manifest = json({
    schemaVersion: 2,
    mediaType: types.ociManifest,
    config: { ...describe('application/vnd.oci.empty.v1+json', config), artifactType: bundleType },
    layers: [describe(bundleType, bundle)],
    annotations: {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      'dev.sigstore.bundle.predicateType': claimed,
      'org.opencontainers.image.created': '2026-01-01T00:00:00Z',
    },
    subject: describe(subject.mediaType, subject.manifest),
    artifactType: bundleType,
  });
  return { manifest, mediaType: types.ociManifest, digest: digestOf(manifest), blobs: [config, bundle] };
}

function buildBundle(subject: Digest, key: SampleKey, stated: string): unknown {
  const sha256 = subject.slice('sha256:'.length);
  const payload = json({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256 }, annotations: {} }],
    predicateType: stated,
    predicate: {},
  });
  const signature = sign('sha256', preAuthEncoding(payload), key.privateKey);
  return {
    mediaType: bundleType,
    verificationMaterial: { publicKey: { hint: Buffer.from(key.fingerprint, 'hex').toString('base64') } },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: signature.toString('base64') }],
    },
  };
}

/** DSSE's PAE: what is signed (github.com/secure-systems-lab/dsse, protocol.md). */
function preAuthEncoding(payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}
