// Verifying by the engine's verbs at a registry: which places are asked, and what each answer makes of the verdict.
import assert from 'node:assert/strict';
import { fallbackTag } from '../../src/engine/signatures/tags.ts';
import { signPredicate } from '../../src/engine/signatures/bundle.ts';
import type { Verdict, VerifyReport } from '../../src/engine/verdict.ts';
import type { Answer, RecordedRequest } from '../demo/answers.ts';
import { repositoryOf } from '../demo/state.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { append, hangBundle, overwrite, pathOf, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, verifyRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const eve = makeSigner('eve');
const provenance = 'https://slsa.dev/provenance/v1';
const asSignature = { stated: signPredicate, claimed: signPredicate };

describe('verifying an image', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const verdictFor = async (trusted = [ann]): Promise<Verdict> => (await stage.verify(trusted)).verdict;

  it('says "unsigned" when every place answered a reader who may read', async () => {
    stage = await newStage();
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'unsigned');
    assert.deepEqual(outcomes(report), ['none', 'none', 'none', 'none']);
  });

  it('says "untrusted" of a signature by no one you trust, and names nobody [S13]', async () => {
    stage = await newStage();
    await stage.sign(eve);
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'untrusted');
    assert.equal(report.signatures[0]?.signer, undefined);
  });

  it('says "rejected" of a trusted signature over another digest, and shows what was expected and found [S14]', async () => {
    stage = await newStage();
    const other = { ...stage.image, digest: `sha256:${'0'.repeat(64)}` as const };
    append(stage.registry, stage.image, signatureBy(ann, other));
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'rejected');
    assert.equal(report.reasons[0]?.kind, 'check-failed');
    const failed = report.signatures[0]?.checks.find((check) => check.outcome === 'failed');
    assert.deepEqual([failed?.expected, failed?.found], [stage.image.digest, other.digest]);
  });

  it('stays "verified" when somebody hangs a rejected signature beside the good one [S14]', async () => {
    stage = await newStage();
    await stage.sign(ann);
    const other = { ...stage.image, digest: `sha256:${'0'.repeat(64)}` as const };
    append(stage.registry, stage.image, signatureBy(ann, other));
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'verified');
    assert.equal(report.reasons[0]?.kind, 'check-failed');
  });

  it('holds wanted annotations against what is signed', async () => {
    stage = await newStage();
    await stage.sign(ann, [['stage', 'prod']]);
    const ask = async (value: string): Promise<Verdict> => {
      const request = verifyRequest(
        stage.image.reference,
        { trusted: [ann] },
        { annotations: [['stage', value]] },
      );
      return (await stage.engine.verify(request, noSignal)).verdict;
    };
    assert.equal(await ask('prod'), 'verified');
    assert.equal(await ask('test'), 'rejected');
  });

  for (const status of [401, 403, 429, 500, 502, 503]) {
    for (const place of ['.sig', '/referrers/', 'fallback'] as const) {
      it(`never says "unsigned" when ${place} answers ${status}`, async () => {
        stage = await newStage(
          { statusFor: (request) => (isAt(request, place, stage) ? fault(status) : undefined) },
          { clock: createFakeClock() },
        );
        const report = await stage.verify([ann]);
        assert.equal(report.verdict, 'could-not-check');
        assert.equal(report.reasons[0]?.kind, 'place-not-readable');
      });
    }
  }

  it('is "verified" by a signature that was found, whatever the other places answer', async () => {
    stage = await newStage({
      statusFor: (request) => (isAt(request, '/referrers/', stage) ? fault(403) : undefined),
    });
    await stage.sign(ann);
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'verified');
    assert.deepEqual(outcomes(report).toSorted(), ['could-not-read', 'found', 'none', 'none']);
  });

  for (const status of [404, 405, 406, 303]) {
    it(`takes ${status} from the referrers API for a registry that has none`, async () => {
      const answer: Answer = {
        status,
        headers: { location: 'https://example.com/' },
        body: '404 page not found',
      };
      stage = await newStage({
        statusFor: (request) => (isAt(request, '/referrers/', stage) ? answer : undefined),
      });
      assert.equal(await verdictFor(), 'unsigned');
    });
  }

  for (const kind of ['the referrers API', 'the fallback tag'] as const) {
    it(`shows a bundle that cosign 3 left in ${kind}, and cannot judge it yet`, async () => {
      stage = await newStage({ referrers: kind === 'the referrers API' });
      hangBundle(stage.registry, stage.image, asSignature, kind === 'the fallback tag');
      const report = await stage.verify([ann]);
      assert.equal(report.verdict, 'could-not-check');
      assert.equal(report.reasons[0]?.kind, 'format-not-judged');
      assert.equal(report.signatures[0]?.format, 'bundle');
    });
  }

  it('counts an attestation for no signature', async () => {
    stage = await newStage();
    hangBundle(stage.registry, stage.image, { stated: provenance, claimed: provenance }, false);
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'unsigned');
    assert.equal(report.signatures[0]?.format, 'attestation');
  });

  it('does not let a label on the manifest make an attestation of a signature', async () => {
    stage = await newStage();
    hangBundle(stage.registry, stage.image, { stated: signPredicate, claimed: provenance }, false);
    assert.equal(await verdictFor(), 'could-not-check');
  });

  it('takes the image itself under its fallback tag for no list of referrers', async () => {
    stage = await newStage({ referrers: false });
    const repository = repositoryOf(stage.registry.state, pathOf(stage.image));
    repository.tags.set(fallbackTag(stage.image.digest), stage.image.digest);
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'unsigned');
    assert.ok(report.places.some((answer) => answer.outcome === 'none' && answer.why === 'is-the-subject'));
  });

  it('says of one layer without a signature that it cannot be read, and still finds the good one', async () => {
    stage = await newStage({ checks: false });
    overwrite(stage.registry, stage.image, [signatureBy(ann, stage.image, [['stage', 'prod']])]);
    repositoryOf(stage.registry.state, pathOf(stage.image)).blobs.clear();
    assert.equal(await verdictFor(), 'could-not-check');
    await stage.sign(eve);
    const report = await stage.verify([eve]);
    assert.equal(report.verdict, 'verified');
    assert.equal(report.signatures.length, 2);
  });

  it('holds verify to a digest where one was typed, whatever the tag says', async () => {
    stage = await newStage();
    await stage.sign(ann);
    const { reference, digest } = stage.image;
    const report = await stage.engine.verify(
      verifyRequest(`${reference}@${digest}`, { trusted: [ann] }),
      noSignal,
    );
    assert.equal(report.verdict, 'verified');
    assert.equal(report.tag, undefined);
  });

  it('counts own keys where no rule names the image, and says so [S6]', async () => {
    stage = await newStage();
    await stage.sign(ann);
    const report = await stage.engine.verify(verifyRequest(stage.image.reference, { own: [ann] }), noSignal);
    assert.equal(report.verdict, 'verified');
    assert.equal(report.judges.level, 'own-keys');
    assert.equal(report.signatures[0]?.signer?.label, 'ann');
  });

  it('lets only a key be trusted that signed this very image [U1]', async () => {
    stage = await newStage();
    await stage.sign(ann);
    const other = { ...stage.image, digest: `sha256:${'0'.repeat(64)}` as const };
    append(stage.registry, stage.image, signatureBy(eve, other));
    const signed = (signer: typeof ann): Promise<boolean> =>
      stage.engine.keySignedIt(
        verifyRequest(stage.image.reference),
        { name: '', pem: signer.key.publicKeyPem },
        noSignal,
      );
    assert.equal(await signed(ann), true);
    assert.equal(await signed(eve), false);
  });
});

function outcomes(report: VerifyReport): readonly string[] {
  return report.places.map((answer) => answer.outcome);
}

function fault(status: number): Answer {
  return { status, body: `{"errors":[{"code":"FAULT","message":"status ${status}"}]}` };
}

function isAt(
  request: RecordedRequest,
  place: '.sig' | '/referrers/' | 'fallback',
  { image }: Stage,
): boolean {
  if (request.method !== 'GET') return false;
  if (place === 'fallback') return request.path.endsWith(fallbackTag(image.digest));
  return request.path.includes(place);
}
