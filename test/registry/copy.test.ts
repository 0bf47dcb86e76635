// What a copy of an image brings, at registries of each kind.
import assert from 'node:assert/strict';
import { useCopyScene } from './copyScene.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { assertAllThere, copyImage, copyRequest, manifestAt } from '../support/copied.ts';
import { hangBundle } from '../support/rival.ts';
import { makeSigner, noSettings, noSignal, signRequest, verifyRequest } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const predicate = 'https://sigstore.dev/cosign/sign/v1';
const predicates = { stated: predicate, claimed: predicate };

describe('a copy', () => {
  const scene = useCopyScene();

  const kinds = [
    [{ referrers: true }, { referrers: false, checks: true }],
    [{ referrers: false }, { referrers: true }],
    [{ referrers: false }, { referrers: false }],
    [{ referrers: true }, { referrers: true, subjectHeader: false, absoluteLocations: true }],
  ] as const;
  for (const [from, into] of kinds) {
    const name = (options: { referrers: boolean }): string => (options.referrers ? 'with' : 'without');
    it(`brings index, platforms, signatures, attestations and referrers from a registry ${name(from)} the referrers API to one ${name(into)}`, async () => {
      await scene.start(from, into);
      await scene.stage.sign(ann);
      hangBundle(scene.stage.registry, scene.stage.image, predicates, !from.referrers);
      scene.attach('attestation', 'an attestation');
      scene.attach('sbom', 'an SBOM');
      const { plan, result } = await copyImage(scene.stage.engine, scene.request());
      assert.deepEqual(plan.manifests.map(({ part }) => part).sort(), [
        'attestations',
        'index',
        'platform',
        'platform',
        'referrer',
        'sbom',
        'signatures',
      ]);
      await assertAllThere(plan);
      assert.equal(result.outcome, 'copied');
      assert.equal(result.digest, scene.stage.image.digest);
      assert.deepEqual(result.unconfirmed, []);
      const tag = signatureTag(scene.stage.image.digest);
      const [old, now] = [
        await manifestAt(scene.stage.image.repository, tag),
        await manifestAt(scene.to('new/app'), tag),
      ];
      assert.deepEqual(now?.bytes, old?.bytes);
      const inspected = await scene.stage.engine.inspectSignatures(
        { reference: scene.to(), settings: noSettings },
        noSignal,
      );
      assert.equal(inspected.signatures.length, 3);
      const report = await scene.stage.engine.verify(verifyRequest(scene.to(), { trusted: [ann] }), noSignal);
      assert.equal(report.verdict, 'verified');
    });
  }

  it('brings the referrers of referrers, and what hangs on an SBOM', async () => {
    await scene.start({}, {});
    hangBundle(scene.stage.registry, scene.stage.image, predicates, false);
    const sbom = scene.attach('sbom', 'an SBOM');
    const onSbom = scene.attach('signature', 'a signature of it', scene.stage.registry, undefined, sbom);
    const [referrer] = scene.referrersOf(scene.stage.image.digest);
    const second = scene.refer(referrer ?? '');
    const { plan } = await copyImage(scene.stage.engine, scene.request());
    await assertAllThere(plan);
    for (const digest of [second, onSbom]) {
      assert.equal((await manifestAt(scene.to('new/app'), digest))?.digest, digest);
    }
  });

  it('mounts inside one registry', async () => {
    await scene.start({}, {});
    await scene.stage.sign(ann);
    const inside = `${scene.stage.registry.address}/new/app:1.0`;
    const { plan, result } = await copyImage(
      scene.stage.engine,
      copyRequest(scene.stage.image.reference, inside),
    );
    await assertAllThere(plan);
    assert.equal(result.blobs.sent, 0);
    assert.ok(result.blobs.mounted > 0);
    assert.equal(result.bytes, 0);
  });

  it('brings what stands in the signature repository beside the copied image', async () => {
    await scene.start({}, {});
    const settings = {
      ...noSettings,
      signatureRepository: {
        value: `${scene.stage.registry.address}/sigs`,
        origin: { kind: 'default', name: '' } as const,
      },
      layout: { value: 'shared', origin: { kind: 'default', name: '' } } as const,
    };
    const signed = await scene.stage.engine.planSign(
      signRequest(scene.stage.image.reference, ben, { settings }),
      noSignal,
    );
    const watch = { step: () => undefined, laterLook: () => undefined };
    await scene.stage.engine.runSign(signed, ben.open, watch, noSignal);
    await scene.stage.sign(ann);
    const { plan } = await copyImage(
      scene.stage.engine,
      copyRequest(scene.stage.image.reference, scene.to(), settings),
    );
    assert.deepEqual(plan.lookedAt, [scene.stage.image.repository, `${scene.stage.registry.address}/sigs`]);
    for (const signer of [ann, ben]) {
      const report = await scene.stage.engine.verify(
        verifyRequest(scene.to(), { trusted: [signer] }),
        noSignal,
      );
      assert.equal(report.verdict, 'verified', signer.key.label);
    }
  });

  it('takes the tag of the source where none is typed, and none for a digest', async () => {
    await scene.start({}, {});
    const { target: named } = await scene.stage.engine.planCopy(scene.request('new/app'), noSignal);
    assert.equal(named.tag, '1.0');
    const reference = `${scene.stage.image.repository}@${scene.stage.image.digest}`;
    const { plan, result } = await copyImage(scene.stage.engine, copyRequest(reference, scene.to('new/app')));
    assert.equal(plan.target.tag, undefined);
    assert.equal(result.tag, undefined);
    await assertAllThere(plan);
    const wrong = copyRequest(reference, scene.to(`new/app@sha256:${'a'.repeat(64)}`));
    await assert.rejects(
      scene.stage.engine.planCopy(wrong, noSignal),
      (error) => isEngineError(error, 'bad-reference') && error.details.reason === 'other-digest',
    );
  });

  it('tells its progress in bytes up to what the plan said', async () => {
    await scene.start({}, {});
    const { plan, told } = await copyImage(scene.stage.engine, scene.request());
    const last = told.at(-1);
    assert.equal(last?.bytes, plan.bytes);
    assert.equal(last.step, 'tag');
    assert.equal(last.manifests, last.ofManifests);
  });
});
