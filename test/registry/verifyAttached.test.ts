// What hangs on an image in other forms than a `.sig` tag: attestations under `.att`, which never count as a signature,
// and cosign's experimental signature manifests under the referrers API, which do.
import assert from 'node:assert/strict';
import {
  cosignArtifact,
  dsseEnvelope,
  ociConfig,
  ociManifest,
  simpleSigning,
} from '../../src/engine/oci/mediaTypes.ts';
import { attestationTag, fallbackTag } from '../../src/engine/signatures/tags.ts';
import type { PlaceAnswer, VerifyReport } from '../../src/engine/verdict.ts';
import { describe as descriptorOf, json } from '../demo/images.ts';
import { repositoryOf, storeBlob, storeManifest } from '../demo/state.ts';
import { append, pathOf, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, noSettings, verifyRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const provenance = 'https://slsa.dev/provenance/v1';

describe('attestations under the .att tag', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  it('are shown, and count for no signature', async () => {
    stage = await newStage();
    attest(stage, [dsseEnvelope, 'application/x-unknown']);
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'unsigned');
    assert.equal(attestationPlace(report)?.outcome, 'found');
    assert.deepEqual(
      report.signatures.map(({ format, status }) => [format, status]),
      [
        ['attestation', 'not-judged'],
        ['other', 'not-judged'],
      ],
    );
    assert.equal(report.signatures[0]?.descriptor.annotations?.['predicateType'], provenance);
  });

  it('count for none where the layer calls itself a signature and is one', async () => {
    stage = await newStage();
    const { payload, signature } = signatureBy(ann, stage.image);
    storeBlob(stage.registry.state, pathOf(stage.image), payload);
    attest(stage, [simpleSigning], payload, Buffer.from(signature).toString('base64'));
    assert.equal((await stage.verify([ann])).verdict, 'unsigned');
  });

  it('stand beside a signature and take nothing from it', async () => {
    stage = await newStage();
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    attest(stage, [dsseEnvelope]);
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('that cannot be read keep an image from being called unsigned, and a verified one verified', async () => {
    stage = await newStage();
    const tag = attestationTag(stage.image.digest);
    storeManifest(
      stage.registry.state,
      pathOf(stage.image),
      tag,
      ociManifest,
      Buffer.from('{"layers":[{}]}'),
    );
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'could-not-check');
    assert.equal(report.reasons[0]?.kind, 'place-not-readable');
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('are too many at more than a thousand [S40]', async () => {
    stage = await newStage();
    attest(
      stage,
      Array.from({ length: 1001 }, () => dsseEnvelope),
    );
    const answer = attestationPlace(await stage.verify([ann]));
    assert.ok(answer?.outcome === 'could-not-read' && answer.failure.code === 'too-many-signatures');
  });

  it('in the configured repository do not keep the other layout from being looked at', async () => {
    stage = await newStage();
    const { address, state } = stage.registry;
    attest(stage, [dsseEnvelope]);
    const own = repositoryOf(state, pathOf(stage.image));
    const sigs = await newStage();
    append(sigs.registry, stage.image, signatureBy(ann, stage.image));
    state.repositories.set('sigs', repositoryOf(sigs.registry.state, pathOf(stage.image)));
    await sigs.stop();
    assert.ok(own.tags.has(attestationTag(stage.image.digest)));
    const signatureRepository = { value: `${address}/sigs`, origin: { kind: 'user', name: '' } } as const;
    const settings = { ...noSettings, signatureRepository };
    const request = verifyRequest(stage.image.reference, { trusted: [ann] }, { settings });
    assert.equal((await stage.engine.verify(request, noSignal)).verdict, 'verified');
  });
});

describe("cosign's experimental signature manifest", () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  for (const where of ['the referrers API', 'the fallback tag'] as const) {
    it(`is judged as any signature where ${where} lists it`, async () => {
      stage = await newStage({ referrers: where === 'the referrers API' });
      hangSignature(stage, where === 'the fallback tag');
      const report = await stage.verify([ann]);
      assert.equal(report.verdict, 'verified');
      assert.equal(report.signatures[0]?.format, 'simple-signing');
      assert.equal((await stage.verify([makeSigner('eve')])).verdict, 'untrusted');
    });
  }
});

function attestationPlace({ places }: VerifyReport): PlaceAnswer | undefined {
  return places.find(({ place }) => place.kind === 'attestation-tag');
}

function attest(
  { registry, image }: Stage,
  layers: readonly string[],
  content: Uint8Array = Buffer.from('{}'),
  signature = '',
): void {
  const config = Buffer.from('{}');
  const annotations = { 'dev.cosignproject.cosign/signature': signature, predicateType: provenance };
  const manifest = json({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptorOf(ociConfig, config),
    layers: layers.map((mediaType) => ({ ...descriptorOf(mediaType, content), annotations })),
  });
  storeManifest(registry.state, pathOf(image), attestationTag(image.digest), ociManifest, manifest);
}

/** As cosign writes with `--registry-referrers-mode=oci-1-1` (cosign-formats: other sign options). */
function hangSignature({ registry, image }: Stage, asTag: boolean): void {
  const { payload, signature } = signatureBy(ann, image);
  const path = pathOf(image);
  storeBlob(registry.state, path, payload);
  const annotations = { 'dev.cosignproject.cosign/signature': Buffer.from(signature).toString('base64') };
  const { mediaType, size, digest } = image;
  const manifest = json({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptorOf(cosignArtifact, Buffer.from('{}')),
    layers: [{ ...descriptorOf(simpleSigning, payload), annotations }],
    subject: { mediaType, size, digest },
  });
  storeManifest(registry.state, path, undefined, ociManifest, manifest);
  if (!asTag) return;
  const type = 'application/vnd.oci.image.index.v1+json';
  const index = json({ schemaVersion: 2, mediaType: type, manifests: [descriptorOf(ociManifest, manifest)] });
  storeManifest(registry.state, path, fallbackTag(digest), type, index);
}
