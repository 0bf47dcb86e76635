// Reading `.sig` images of unknown origin, layer by layer.
import assert from 'node:assert/strict';
import { ociIndex } from '../../../src/engine/oci/mediaTypes.ts';
import { readSignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import { annotation, bytes, foreign, foreignLayer, place, problemOf, textOf } from './sampleImages.ts';

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
    const missing = 'no-signature';
    const bad = 'signature-not-base64';
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
      reason: 'index',
    });
    assert.deepEqual(reasonOf('{"schemaVersion":1}', ''), {
      code,
      place,
      reason: 'schema-1',
    });
    assert.deepEqual(reasonOf('<html>', 'text/html'), { code, place, reason: 'not-json' });
  });
});
