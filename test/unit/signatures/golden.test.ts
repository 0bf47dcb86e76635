// Every signature image that real cosign 1.13.6, 2.6.5, 3.1.1 and 3.1.3 wrote comes out of our writers byte for byte,
// given its signatures and annotations.
import assert from 'node:assert/strict';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { parseManifest } from '../../../src/engine/oci/manifest.ts';
import { dockerConfig, ociConfig, simpleSigning } from '../../../src/engine/oci/mediaTypes.ts';
import { parsePublicKey } from '../../../src/engine/keys/publicKey.ts';
import type { PublicKey } from '../../../src/engine/keys/publicKey.ts';
import { schemeOf } from '../../../src/engine/keys/signature.ts';
import { buildPayload, readPayload } from '../../../src/engine/signatures/payload.ts';
import {
  readSignatureImage,
  signatureAnnotation,
} from '../../../src/engine/signatures/readSignatureImage.ts';
import type { SignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import { recogniseReferrer } from '../../../src/engine/signatures/recognise.ts';
import { appendSignature, newSignatureImage } from '../../../src/engine/signatures/signatureImage.ts';
import type { NewSignature } from '../../../src/engine/signatures/signatureImage.ts';
import type { SignatureScheme } from '../../../src/engine/signatureScheme.ts';
import { parseAttachedTag } from '../../../src/engine/signatures/tags.ts';
import { goldenMissing, goldenRegistries } from '../../support/golden.ts';
import type { GoldenRegistry } from '../../support/golden.ts';
import { skipTest } from '../../support/skip.ts';

/** Configs that tell when they were written: cosign 1 always did, 3 with a deprecated flag. Only `created` differs. */
const datedConfigs: Readonly<Record<string, string>> = {
  't/ts': '--record-creation-timestamp',
  't/ts2': '--record-creation-timestamp with SOURCE_DATE_EPOCH',
  'v1/': 'cosign 1 always writes the creation time',
};

/** Manifests that are no plain signature image. */
const otherManifests: Readonly<Record<string, string>> = {
  't/oci11': 'experimental OCI 1.1 mode: another config type and a subject',
};

/** As what the one key of the recorded data that made it verifies a signature: cosign 1 signed otherwise (§3.5). */
const schemes: readonly (readonly [RegExp, SignatureScheme | undefined])[] = [
  // Keyless: the key is in the certificate.
  [/^(k\/kl|k\/tsa|s\/kl|s\/klno|v[123]\/(keyless|stamp))$/, undefined],
  [/^(key\/ec384l|v[23]\/ec384)$/, 'ecdsa-sha384'],
  [/^(key\/ec521l|v[23]\/ec521)$/, 'ecdsa-sha512'],
  [/^(key\/edl|v[23]\/ed)$/, 'ed25519ph'],
  [/^v1\/ed$/, 'ed25519'],
  [/^(key\/rsa[18]l|v[123]\/rsa)$/, 'rsa-pkcs1-sha256'],
  [/./, 'ecdsa-sha256'],
];

interface Recorded {
  readonly repository: string;
  readonly digest: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly image: SignatureImage;
  readonly signatures: readonly NewSignature[];
}

function* signatureImages(registry: GoldenRegistry): Generator<Recorded> {
  for (const [repository, { manifests }] of Object.entries(registry.repositories)) {
    for (const [digest, contentType] of Object.entries(manifests)) {
      const bytes = registry.blob(digest);
      const manifest = parseManifest(bytes, contentType);
      if (manifest.kind !== 'image') continue;
      if (!manifest.layers.some((layer) => layer.descriptor.mediaType === simpleSigning)) continue;
      const image = readSignatureImage(bytes, contentType, repository);
      const signatures = image.signatures.map(({ descriptor, signature }) => ({
        payload: registry.blob(descriptor.digest),
        signature: signature ?? new Uint8Array(),
        annotations: Object.entries(descriptor.annotations ?? {}).filter(
          ([name]) => name !== signatureAnnotation,
        ),
      }));
      yield { repository, digest, contentType, bytes, image, signatures };
    }
  }
}

function reasonFor(repository: string, reasons: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(reasons).find(
    ([name]) => repository === name || (name.endsWith('/') && repository.startsWith(name)),
  )?.[1];
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

for (const registry of goldenRegistries()) {
  describe(`what real cosign wrote (${registry.name || 'cosign 3.1.1'})`, () => {
    const recorded = [...signatureImages(registry)];

    it('is a good number of signature images, and every .sig tag is among them', () => {
      const tagged = Object.entries(registry.repositories).flatMap(([repository, { tags }]) =>
        Object.entries(tags)
          .filter(([tag]) => parseAttachedTag(tag)?.kind === 'signature')
          .map(([, digest]) => `${repository} ${digest}`),
      );
      const found = recorded.map(({ repository, digest }) => `${repository} ${digest}`);
      assert.deepEqual(
        tagged.filter((name) => !found.includes(name)),
        [],
      );
      assert.ok(found.length >= 39, String(found.length));
    });

    for (const { repository, digest, image, signatures, bytes, contentType } of recorded) {
      const name = `${repository} ${digest.slice(7, 15)}`;
      const dated = reasonFor(repository, datedConfigs);
      const other = reasonFor(repository, otherManifests);

      it(`${name}: payloads are byte-equal`, () => {
        for (const { payload } of signatures) {
          const claims = readPayload(payload);
          assert.deepEqual(claims.notText, []);
          assert.equal(
            text(buildPayload(claims.dockerReference, claims.digest as Digest, claims.annotations)),
            text(payload),
          );
        }
      });

      it(`${name}: the config is byte-equal${dated === undefined ? '' : ` but for its time (${dated})`}`, () => {
        const built = newSignatureImage(signatures, image.mediaTypes, name);
        const config = text(registry.blob(image.manifest.config.descriptor.digest));
        const created = /"created":"([^"]+)"/.exec(config)?.[1] ?? '';
        assert.equal(created !== '0001-01-01T00:00:00Z', dated !== undefined);
        assert.equal(text(built.config?.bytes ?? bytes).replace('0001-01-01T00:00:00Z', created), config);
      });

      it(`${name}: the manifest is byte-equal${other === undefined ? '' : ` but for ${other}`}`, () => {
        const built = text(newSignatureImage(signatures, image.mediaTypes, name).manifest);
        const { config, otherMembers } = image.manifest;
        assert.equal(otherMembers.length > 0, other !== undefined);
        // The config's descriptor was judged with the config itself.
        const ours = built.replace(/"config":\{[^}]*\}/, () => `"config":${config.source}`);
        const more = otherMembers.map(([member, source]) => `,"${member}":${source}`).join('');
        assert.equal(`${ours.slice(0, -1)}${more}}`, text(bytes));
        if (dated === undefined && other === undefined) assert.equal(built, text(bytes));
        assert.equal(digestOf(bytes), digest);
      });

      if (signatures.length > 1 && other === undefined) {
        it(`${name}: appending the last signature to the others gives the same bytes`, () => {
          const before = newSignatureImage(signatures.slice(0, -1), image.mediaTypes, name);
          const base = readSignatureImage(before.manifest, contentType, name);
          const [last] = signatures.slice(-1);
          assert.ok(last);
          const built = text(appendSignature(base, last, name).manifest);
          const ours = built.replace(/"config":\{[^}]*\}/, () => `"config":${image.manifest.config.source}`);
          assert.equal(dated === undefined ? built : ours, text(bytes));
        });
      }

      const scheme = schemes.find(([pattern]) => pattern.test(repository))?.[1];
      const found = scheme === undefined ? 'no key' : `one key, and as ${scheme},`;
      it(`${name}: ${found} of the recorded ones verifies each signature`, () => {
        // Some are the same key under several names.
        const keys = new Map<string, PublicKey>();
        for (const [file, pem] of Object.entries(registry.keys)) {
          if (!file.endsWith('.pub')) continue;
          const key = parsePublicKey(pem, file);
          keys.set(key.fingerprint, key);
        }
        assert.ok(keys.size >= 8);
        for (const { payload, signature } of signatures) {
          const verified = [...keys.values()].map((key) => schemeOf(key, payload, signature));
          assert.deepEqual(
            verified.filter((one) => one !== undefined),
            scheme === undefined ? [] : [scheme],
          );
        }
      });
    }

    it('is recognised as what it is, also where it is no signature image', () => {
      const formats = new Map<string, number>();
      for (const { manifests } of Object.values(registry.repositories)) {
        for (const [digest, contentType] of Object.entries(manifests)) {
          const manifest = parseManifest(registry.blob(digest), contentType);
          assert.notEqual(manifest.kind, 'refused', digest);
          if (manifest.kind !== 'image') continue;
          const { format } = recogniseReferrer(manifest);
          formats.set(format, (formats.get(format) ?? 0) + 1);
          const config = manifest.config.descriptor.mediaType;
          // An ordinary image is what has an image config and layers of another kind than cosign's.
          if (format === 'other' && manifest.subject === undefined) {
            assert.ok(
              [ociConfig, dockerConfig].includes(config) || manifest.artifactType !== undefined,
              digest,
            );
          }
        }
      }
      assert.equal(formats.get('simple-signing'), recorded.length);
      for (const format of ['bundle', 'attestation', 'other'])
        assert.ok((formats.get(format) ?? 0) > 0, format);
    });
  });
}

if (goldenRegistries().length === 0) {
  describe('what real cosign wrote', () => {
    it('comes out byte for byte', function () {
      skipTest(this, goldenMissing);
    });
  });
}
