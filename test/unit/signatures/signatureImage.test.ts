// `.sig` images: written, appended to, merged and read. Byte equality with real cosign is in golden.test.ts.
import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/errors.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import {
  dockerConfig,
  dockerManifest,
  ociConfig,
  ociIndex,
  ociManifest,
  simpleSigning,
} from '../../../src/engine/oci/mediaTypes.ts';
import { readSignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import type { SignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import {
  appendSignature,
  maxSignatures,
  mergeSignatures,
  newSignatureImage,
} from '../../../src/engine/signatures/signatureImage.ts';
import type { BuiltSignatureImage, NewSignature } from '../../../src/engine/signatures/signatureImage.ts';

const place = 'ghcr.io/acme/app:sha256-….sig';
const annotation = 'dev.cosignproject.cosign/signature';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(built: Uint8Array): string {
  return new TextDecoder().decode(built);
}

function signature(name: string): NewSignature {
  return { payload: bytes(`payload ${name}`), signature: bytes(`signature ${name}`) };
}

function read(built: Pick<BuiltSignatureImage, 'manifest' | 'mediaType'>): SignatureImage {
  return readSignatureImage(built.manifest, built.mediaType, place);
}

function imageOf(...names: readonly string[]): SignatureImage {
  return read(newSignatureImage(names.map(signature), 'oci', place));
}

function namesIn(image: SignatureImage): readonly string[] {
  return image.signatures.map((layer) => textOf(layer.signature ?? bytes('?')).replace('signature ', ''));
}

function configOf(image: BuiltSignatureImage): { rootfs: { diff_ids: string[] }; history: unknown[] } {
  return JSON.parse(textOf(image.config?.bytes ?? bytes('null'))) as ReturnType<typeof configOf>;
}

/** A hand-written `.sig` manifest, for what only others write. */
function foreign(
  layers: readonly string[],
  more = '',
  configType = ociConfig,
  mediaType = ociManifest,
): SignatureImage {
  const config = `{"mediaType":"${configType}","size":5,"digest":"sha256:${'c'.repeat(64)}","data":"e30="}`;
  const text = `{"schemaVersion":2,"mediaType":"${mediaType}","config":${config},"layers":[${layers.join(',')}]${more}}`;
  return readSignatureImage(bytes(text), mediaType, place);
}

function foreignLayer(members: string): string {
  return `{"mediaType":"${simpleSigning}","size":1,"digest":"sha256:${'d'.repeat(64)}"${members}}`;
}

function problemOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof EngineError, String(error));
    return { code: error.code, ...error.details };
  }
  return 'none';
}

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
      { code: 'too-many-signatures', place, count: 1001, limit: 1000 },
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
      { code: 'bad-signature-image', place, reason: 'the manifest would be larger than 4 MiB' },
    );
  });
});

describe('merging what was seen and is gone', () => {
  it('puts it behind what is there now', () => {
    const built = mergeSignatures(imageOf('a', 'x'), imageOf('a', 'b', 'c').manifest.layers, place);
    assert.ok(built);
    assert.deepEqual(namesIn(read(built)), ['a', 'x', 'b', 'c']);
    assert.deepEqual(built.payloads, []);
    assert.equal(configOf(built).rootfs.diff_ids.length, 4);
  });

  it('has nothing to do where nothing is missing, in whatever order', () => {
    assert.equal(mergeSignatures(imageOf('a', 'b'), imageOf('b', 'a').manifest.layers, place), undefined);
    assert.equal(mergeSignatures(imageOf('a'), [], place), undefined);
  });

  it('knows a layer again that another writer spelt anew', () => {
    const spelt = foreign([foreignLayer(`,"annotations":{"b":"2","${annotation}":"YQ\\u003d=","a":"<"}`)]);
    const anew = foreign([foreignLayer(`,"annotations":{"a":"\\u003c","b":"2","${annotation}":"YQ=="}`)]);
    assert.equal(mergeSignatures(spelt, anew.manifest.layers, place), undefined);
  });

  it('tells layers apart by payload, by annotations and by media type', () => {
    const base = foreignLayer(`,"annotations":{"${annotation}":"YQ=="}`);
    for (const other of [
      base.replace('YQ==', 'Yg=='),
      base.replace('dddd', 'eeee'),
      base.replace('simplesigning', 'other'),
      base.replace('"YQ=="', '"YQ==","x":""'),
    ]) {
      const built = mergeSignatures(foreign([base]), foreign([other]).manifest.layers, place);
      assert.equal(built?.layers.length, 2, other);
      assert.equal(built.layers[1]?.source, other);
    }
  });

  it('wants a layer twice that was seen twice', () => {
    const built = mergeSignatures(imageOf('a'), imageOf('a', 'a').manifest.layers, place);
    assert.deepEqual(built && namesIn(read(built)), ['a', 'a']);
  });

  it('stops at 1,000 layers too [S35]', () => {
    const many = foreign(Array.from({ length: 1000 }, () => foreignLayer('')));
    assert.deepEqual(
      problemOf(() => mergeSignatures(many, imageOf('a').manifest.layers, place)),
      { code: 'too-many-signatures', place, count: 1001, limit: 1000 },
    );
  });
});

describe('reading a signature image', () => {
  it('takes every layer for a candidate, whatever its media type', () => {
    const image = foreign([
      foreignLayer(`,"annotations":{"${annotation}":"YQ=="}`),
      foreignLayer(`,"annotations":{"${annotation}":"Yg=="}`).replace('simplesigning', 'other'),
    ]);
    assert.deepEqual(
      image.signatures.map(({ index, signature: raw, problem }) => [
        index,
        textOf(raw ?? bytes('')),
        problem,
      ]),
      [
        [0, 'a', undefined],
        [1, 'b', undefined],
      ],
    );
    assert.equal(image.signatures[1]?.descriptor.mediaType, 'application/vnd.dev.cosign.other.v1+json');
    assert.equal(image.signatures[0]?.source, image.manifest.layers[0]?.source);
  });

  it('lets a broken layer spoil no other', () => {
    const missing = 'the signature annotation is missing';
    const bad = 'the signature is not base64';
    const rows: readonly (readonly [annotations: string, problem: string | undefined])[] = [
      ['', missing],
      [',"annotations":null', missing],
      [',"annotations":{}', missing],
      [`,"annotations":{"${annotation}":""}`, missing],
      [`,"annotations":{"${annotation.toUpperCase()}":"YQ=="}`, missing],
      [`,"annotations":{"${annotation}":"YQ"}`, bad],
      [`,"annotations":{"${annotation}":"Y Q="}`, bad],
      [`,"annotations":{"${annotation}":"\\n"}`, bad],
      [`,"annotations":{"${annotation}":"-_=="}`, bad],
      [`,"annotations":{"${annotation}":"YQ==\\n"}`, undefined],
    ];
    const image = foreign(rows.map(([annotations]) => foreignLayer(annotations)));
    assert.deepEqual(
      image.signatures.map(({ problem }) => problem),
      rows.map(([, problem]) => problem),
    );
    for (const { signature: raw, problem } of image.signatures) {
      assert.equal(raw === undefined, problem !== undefined);
    }
  });

  it('refuses what is no image, by name', () => {
    const reasonOf = (text: string, type: string): unknown =>
      problemOf(() => readSignatureImage(bytes(text), type, place));
    const code = 'bad-signature-image';
    assert.deepEqual(reasonOf(`{"schemaVersion":2,"mediaType":"${ociIndex}","manifests":[]}`, ociIndex), {
      code,
      place,
      reason: 'it is an index',
    });
    assert.deepEqual(reasonOf('{"schemaVersion":1}', ''), {
      code,
      place,
      reason: 'it is a schema 1 manifest',
    });
    assert.deepEqual(reasonOf('<html>', 'text/html'), { code, place, reason: 'not JSON' });
  });
});
