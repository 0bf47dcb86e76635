// Writing `.sig` images and appending to them. Byte equality with real cosign is in golden.test.ts.
import assert from 'node:assert/strict';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import {
  dockerConfig,
  dockerManifest,
  ociConfig,
  ociManifest,
  simpleSigning,
} from '../../../src/engine/oci/mediaTypes.ts';
import { readSignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import type { SignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import {
  appendSignature,
  maxSignatures,
  newSignatureImage,
} from '../../../src/engine/signatures/signatureImage.ts';
import {
  annotation,
  bytes,
  configOf,
  foreign,
  foreignLayer,
  imageOf,
  namesIn,
  place,
  problemOf,
  read,
  signature,
  textOf,
} from './sampleImages.ts';

describe('a new signature image', () => {
  it('says what it consists of, to the digest', () => {
    const built = newSignatureImage([signature('a')], 'oci', place);
    assert.equal(built.digest, digestOf(built.manifest));
    assert.ok(built.config);
    assert.equal(built.config.digest, digestOf(built.config.bytes));
    assert.deepEqual(built.payloads, [{ bytes: bytes('payload a'), digest: digestOf(bytes('payload a')) }]);
    const image = read(built);
    assert.equal(image.manifest.config.descriptor.digest, built.config.digest);
    assert.deepEqual(configOf(built).rootfs.diff_ids, [digestOf(bytes('payload a'))]);
  });

  it('has OCI media types, or Docker’s for manifest and config when asked; the layer’s stays', () => {
    const oci = read(newSignatureImage([signature('a')], 'oci', place));
    const docker = read(newSignatureImage([signature('a')], 'docker', place));
    const typesOf = ({ manifest }: SignatureImage): readonly (string | undefined)[] => [
      manifest.mediaType,
      manifest.config.descriptor.mediaType,
      manifest.layers[0]?.descriptor.mediaType,
    ];
    assert.deepEqual(typesOf(oci), [ociManifest, ociConfig, simpleSigning]);
    assert.deepEqual(typesOf(docker), [dockerManifest, dockerConfig, simpleSigning]);
    assert.deepEqual([oci.mediaTypes, docker.mediaTypes], ['oci', 'docker']);
  });

  it('has a config of 233 bytes, and 109 more for each further layer', () => {
    for (const [names, length] of [
      [['a'], 233],
      [['a', 'b'], 342],
      [['a', 'a', 'c'], 451],
    ] as const) {
      const built = newSignatureImage(names.map(signature), 'oci', place);
      assert.equal(built.config?.bytes.length, length);
      assert.equal(configOf(built).history.length, names.length);
    }
  });

  it('sorts further annotations by their bytes, around the signature', () => {
    const [layer] = newSignatureImage(
      [
        {
          ...signature('a'),
          annotations: [
            ['z', '<'],
            ['dev.a', ''],
          ],
        },
      ],
      'oci',
      place,
    ).layers;
    assert.match(
      layer?.source ?? '',
      /"annotations":\{"dev\.a":"","dev\.cosignproject\.cosign\/signature":"[^"]+","z":"\\u003c"\}\}$/,
    );
  });
});

describe('appending a signature', () => {
  it('puts it at the end and describes every layer in the config', () => {
    const built = appendSignature(imageOf('a', 'b'), signature('c'), place);
    assert.deepEqual(namesIn(read(built)), ['a', 'b', 'c']);
    assert.deepEqual(
      built.payloads.map((payload) => textOf(payload.bytes)),
      ['payload c'],
    );
    assert.deepEqual(
      configOf(built).rootfs.diff_ids,
      ['a', 'b', 'c'].map((name) => digestOf(bytes(`payload ${name}`))),
    );
  });

  it('gives the same bytes as writing all at once', () => {
    const appended = appendSignature(imageOf('a'), signature('b'), place);
    const atOnce = newSignatureImage([signature('a'), signature('b')], 'oci', place);
    assert.equal(textOf(appended.manifest), textOf(atOnce.manifest));
  });

  it('keeps old descriptors as the same bytes: numbers over 2^53, escapes, data, urls, white space [N6]', () => {
    const odd =
      foreignLayer(`, "annotations" : {"${annotation}":"YQ\\u003d=","9":"a","10":"<"}`).slice(0, -1) +
      ',"data":"e30=","urls":["https://x/\\u0079"],"future":12345678901234567890 }';
    const other = foreignLayer('');
    const built = appendSignature(foreign([odd, other]), signature('c'), place);
    assert.ok(
      textOf(built.manifest).includes(`"layers":[${odd},${other},{"mediaType"`),
      textOf(built.manifest),
    );
  });

  it('keeps the base’s media types, whatever one would write anew', () => {
    const docker = read(newSignatureImage([signature('a')], 'docker', place));
    const built = appendSignature(docker, signature('b'), place);
    assert.equal(built.mediaType, dockerManifest);
    assert.deepEqual(
      [read(built).manifest.mediaType, read(built).manifest.config.descriptor.mediaType],
      [dockerManifest, dockerConfig],
    );
  });

  it('keeps the base’s other members: annotations, subject and what is unknown', () => {
    const more = `,"annotations":{"b":"<","a":"2"},"subject":{"mediaType":"${ociManifest}","size":1,"digest":"sha256:${'e'.repeat(64)}"},"x":[1.0]`;
    const built = appendSignature(foreign([foreignLayer('')], more), signature('b'), place);
    assert.ok(textOf(built.manifest).endsWith(`]${more}}`), textOf(built.manifest));
  });

  it('leaves a config alone that is no image config', () => {
    const base = foreign([foreignLayer('')], '', 'application/vnd.oci.empty.v1+json');
    const built = appendSignature(base, signature('b'), place);
    assert.equal(built.config, undefined);
    assert.ok(textOf(built.manifest).includes(`"config":${base.manifest.config.source},`));
  });

  it('stops at 1,000 layers, which is all that cosign reads [S35]', () => {
    const many = Array.from({ length: maxSignatures }, () => foreignLayer(''));
    assert.equal(appendSignature(foreign(many.slice(1)), signature('a'), place).layers.length, 1000);
    assert.deepEqual(
      problemOf(() => appendSignature(foreign(many), signature('a'), place)),
      { code: 'too-many-signatures', place, count: 1001, limit: 1000, writing: true },
    );
  });

  it('stops before a manifest of more than 4 MiB, which registries refuse [S35]', () => {
    const room = 4 * 1024 * 1024 - appendSignature(imageOf('a'), signature('b'), place).manifest.length;
    const withPadding = (length: number): SignatureImage => {
      const { manifest } = newSignatureImage([signature('a')], 'oci', place);
      const text = textOf(manifest).replace(/\}$/, `,"x":"${'x'.repeat(length - ',"x":""'.length)}"}`);
      return readSignatureImage(bytes(text), ociManifest, place);
    };
    assert.equal(appendSignature(withPadding(room), signature('b'), place).manifest.length, 4 * 1024 * 1024);
    assert.deepEqual(
      problemOf(() => appendSignature(withPadding(room + 1), signature('b'), place)),
      { code: 'bad-signature-image', place, reason: 'too-large' },
    );
  });
});
