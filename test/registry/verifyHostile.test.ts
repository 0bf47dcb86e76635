// What a hostile registry or signer can put under an image: each is a named finding, never "unsigned" and never a crash,
// and an image signed by somebody trusted beside it is still verified where the places can be told apart.
import assert from 'node:assert/strict';
import { ociConfig, ociManifest, simpleSigning } from '../../src/engine/oci/mediaTypes.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import { attestationTag, fallbackTag, signatureTag } from '../../src/engine/signatures/tags.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import { describe as descriptorOf, json } from '../demo/images.ts';
import { storeBlob, storeManifest } from '../demo/state.ts';
import { append, pathOf, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, verifyRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const config = descriptorOf(ociConfig, Buffer.from('{}'));
const manifest = { schemaVersion: 2, mediaType: ociManifest, config };

/** An array in an array, a thousand levels down. */
const deep = `${'['.repeat(1000)}${']'.repeat(1000)}`;

/** A million members as names of up to seven characters. */
const million = (): string => Array.from({ length: 1_000_000 }, (_, at) => `"${at.toString(36)}":""`).join();

const manifestWith = (members: string): Buffer =>
  Buffer.from(
    `{"schemaVersion":2,"mediaType":"${ociManifest}","config":${JSON.stringify(config)},"layers":[]${members}}`,
  );

const manifests: readonly (readonly [title: string, bytes: () => Buffer, code: string])[] = [
  ['deep JSON', () => manifestWith(`,"x":${deep}`), 'bad-signature-image'],
  ['layers twice', () => manifestWith(',"layers":[]'), 'bad-signature-image'],
  ['Layers beside layers', () => manifestWith(',"Layers":[]'), 'bad-signature-image'],
  ['an annotation twice', () => manifestWith(',"annotations":{"a":"1","a":"2"}'), 'bad-signature-image'],
  ['UTF-16', () => Buffer.from(manifestWith('').toString(), 'utf16le'), 'bad-signature-image'],
  ['bytes behind its end', () => Buffer.concat([manifestWith(''), Buffer.from('{}')]), 'bad-signature-image'],
  ['a million numbers', () => manifestWith(`,"x":[${'0,'.repeat(1_000_000)}0]`), 'bad-signature-image'],
  ['a million annotations', () => manifestWith(`,"annotations":{${million()}}`), 'too-large'],
  ['1,001 layers', () => json(layersOf(1001)), 'too-many-signatures'],
];

describe('an image under which somebody put', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  for (const [title, bytes, code] of manifests) {
    it(`${title}, in any place, could not be checked, by name [S40] [N5]`, async () => {
      stage = await newStage({ referrers: false, checks: false });
      const hostile = bytes();
      for (const tagOf of [signatureTag, fallbackTag, attestationTag]) {
        // An image under the fallback tag is no list, whatever its layers.
        if (tagOf === fallbackTag && title === '1,001 layers') continue;
        put(stage, tagOf(stage.image.digest), hostile);
        const report = await stage.verify([ann]);
        assert.equal(report.verdict, 'could-not-check', tagOf.name);
        assert.deepEqual(failures(report), [code], tagOf.name);
        put(stage, tagOf(stage.image.digest), undefined);
      }
    });
  }

  it('such a manifest stays verified by a signature in another place', async () => {
    stage = await newStage({ referrers: false, checks: false });
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    put(stage, attestationTag(stage.image.digest), manifestWith(`,"x":${deep}`));
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('one large payload under many layers has it in memory once, and what it says too [S40]', async () => {
    stage = await newStage({ referrers: false, checks: false });
    const annotations = Array.from({ length: 4000 }, (_, at) => [String(at), ''] as const);
    const payload = buildPayload(stage.image.repository, stage.image.digest, annotations);
    storeBlob(stage.registry.state, pathOf(stage.image), Buffer.from('{}'));
    storeBlob(stage.registry.state, pathOf(stage.image), Buffer.from(payload));
    put(stage, signatureTag(stage.image.digest), json(layersOf(200, payload)));
    const { signatures } = await stage.verify([ann]);
    assert.equal(signatures[0]?.claims?.annotations.length, 4000);
    assert.equal(new Set(signatures.map(({ claims }) => claims)).size, 1);
    const { signatures: shown } = await stage.engine.inspectSignatures(
      verifyRequest(stage.image.reference, {}),
      noSignal,
    );
    assert.equal(new Set(shown.map(({ claims }) => claims)).size, 1);
  });

  it('1,000 layers is read to the last of them', async () => {
    stage = await newStage({ referrers: false, checks: false });
    const { payload, signature } = signatureBy(ann, stage.image);
    const annotations = { 'dev.cosignproject.cosign/signature': Buffer.from(signature).toString('base64') };
    const last = { ...descriptorOf(simpleSigning, payload), annotations };
    storeBlob(stage.registry.state, pathOf(stage.image), Buffer.from('{}'));
    const tag = signatureTag(stage.image.digest);
    put(stage, tag, json({ ...layersOf(999), layers: [...layersOf(999).layers, last] }));
    const report = await stage.verify([ann]);
    assert.equal(report.signatures.length, 1000);
    assert.equal(report.signatures.at(-1)?.status, 'valid');
    assert.equal(report.verdict, 'verified');
  });

  for (const [title, payload, reason] of [
    ['deep JSON', () => `{"critical":${deep}}`, 'nested-too-deeply'],
    [
      '80,000 annotations of one name',
      () => `{"optional":{${'"a":"1",'.repeat(80_000)}"a":"2"}}`,
      'too-many-values',
    ],
    ['keys equal but for case', () => '{"critical":{},"CRITICAL":{}}', 'name-in-two-cases'],
    ['bytes behind its end', () => '{"critical":{}}x', 'not-json'],
  ] as const) {
    it(`a payload of ${title} that a trusted key signed is rejected, and says why [S40] [N5]`, async () => {
      stage = await newStage({ referrers: false });
      const bytes = Buffer.from(payload());
      append(stage.registry, stage.image, { payload: bytes, signature: ann.open.sign(bytes) });
      const report = await stage.verify([ann]);
      assert.equal(report.verdict, 'rejected');
      assert.deepEqual(report.signatures[0]?.problem, { code: 'bad-payload', reason });
    });
  }
});

function put({ registry, image }: Stage, tag: string, bytes: Buffer | undefined): void {
  const path = pathOf(image);
  if (bytes === undefined) registry.state.repositories.get(path)?.tags.delete(tag);
  else storeManifest(registry.state, path, tag, ociManifest, bytes);
}

function failures({ places }: VerifyReport): readonly string[] {
  return places.flatMap((answer) => (answer.outcome === 'could-not-read' ? [answer.failure.code] : []));
}

/** All layers are one payload with a signature that is none: a single blob to read. */
function layersOf(
  count: number,
  payload: Uint8Array = Buffer.from('{}'),
): { readonly layers: readonly object[] } {
  const annotations = { 'dev.cosignproject.cosign/signature': 'AAAA' };
  const layer = { ...descriptorOf(simpleSigning, payload), annotations };
  const layers = Array.from({ length: count }, () => layer);
  return { ...manifest, layers };
}
