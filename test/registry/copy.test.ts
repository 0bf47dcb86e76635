// Copying an image with all that hangs on it, at registries of each kind: what arrives, what stays, what is said.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { attachedTag, fallbackTag, signatureTag } from '../../src/engine/signatures/tags.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { repositoryOf, storeBlob, storeManifest } from '../demo/state.ts';
import { assertAllThere, copyImage, copyRequest, manifestAt, watchCopy } from '../support/copied.ts';
import { hangBundle, pathOf } from '../support/rival.ts';
import {
  makeSigner,
  newStage,
  noSettings,
  noSignal,
  signRequest,
  verifyRequest,
  type Stage,
} from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const predicate = 'https://sigstore.dev/cosign/sign/v1';
const predicates = { stated: predicate, claimed: predicate };

describe('a copy', () => {
  let stage: Stage;
  let target: Registry;
  const others: Registry[] = [];
  const start = async (from: Parameters<typeof newStage>[0], to: Parameters<typeof startRegistry>[0]) => {
    stage = await newStage(from, {}, { architectures: ['amd64', 'arm64'] });
    target = await startRegistry(to);
    others.push(target);
  };
  const to = (name = 'new/app:1.0'): string => `${target.address}/${name}`;
  const request = (name?: string) => copyRequest(stage.image.reference, to(name));
  afterEach(async () => {
    await stage.stop();
    for (const other of others.splice(0)) await other.stop();
  });

  const kinds = [
    [{ referrers: true }, { referrers: false, checks: true }],
    [{ referrers: false }, { referrers: true }],
    [{ referrers: false }, { referrers: false }],
    [{ referrers: true }, { referrers: true, subjectHeader: false, absoluteLocations: true }],
  ] as const;
  for (const [from, into] of kinds) {
    const name = (options: { referrers: boolean }): string => (options.referrers ? 'with' : 'without');
    it(`brings index, platforms, signatures, attestations and referrers from a registry ${name(from)} the referrers API to one ${name(into)}`, async () => {
      await start(from, into);
      await stage.sign(ann);
      hangBundle(stage.registry, stage.image, predicates, !from.referrers);
      attach('attestation', 'an attestation');
      attach('sbom', 'an SBOM');
      const { plan, result } = await copyImage(stage.engine, request());
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
      assert.equal(result.digest, stage.image.digest);
      assert.deepEqual(result.unconfirmed, []);
      const tag = signatureTag(stage.image.digest);
      const [old, now] = [
        await manifestAt(stage.image.repository, tag),
        await manifestAt(to('new/app'), tag),
      ];
      assert.deepEqual(now?.bytes, old?.bytes);
      const inspected = await stage.engine.inspectSignatures(
        { reference: to(), settings: noSettings },
        noSignal,
      );
      assert.equal(inspected.signatures.length, 2);
      const report = await stage.engine.verify(verifyRequest(to(), { trusted: [ann] }), noSignal);
      assert.equal(report.verdict, 'verified');
    });
  }

  it('keeps the signatures that the target has, and adds to them', async () => {
    await start({}, {});
    await copyImage(stage.engine, request());
    const signAt = async (reference: string, signer: typeof ann): Promise<void> => {
      const plan = await stage.engine.planSign(signRequest(reference, signer), noSignal);
      const watch = { step: () => undefined, laterLook: () => undefined };
      await stage.engine.runSign(plan, signer.open, watch, noSignal);
    };
    await signAt(to(), ben);
    await stage.sign(ann);
    const { plan, result } = await copyImage(stage.engine, request());
    assert.equal(plan.manifests.find(({ part }) => part === 'signatures')?.action, 'merge');
    assert.equal(result.merged, 1);
    for (const signer of [ann, ben]) {
      const report = await stage.engine.verify(verifyRequest(to(), { trusted: [signer] }), noSignal);
      assert.equal(report.verdict, 'verified', signer.key.label);
    }
    const again = await copyImage(stage.engine, request());
    assert.equal(again.result.outcome, 'already-there');
    assert.equal(again.plan.blobs, 0);
  });

  it('leaves another SBOM of the target as it is, and says so', async () => {
    await start({}, {});
    attach('sbom', 'an SBOM');
    const mine = attach('sbom', 'another SBOM', target, 'new/app');
    const { plan } = await copyImage(stage.engine, request());
    assert.equal(plan.manifests.find(({ part }) => part === 'sbom')?.action, 'stays');
    assert.equal((await manifestAt(to('new/app'), attachedTag(stage.image.digest, 'sbom')))?.digest, mine);
  });

  it('adds to the fallback index of the target and keeps what is listed there', async () => {
    await start({}, { referrers: false });
    hangBundle(stage.registry, stage.image, predicates, false);
    const foreign = { ...descriptor(ociManifest, json({ other: true })), note: 'kept' };
    storeManifest(target.state, 'new/app', undefined, ociManifest, json({ other: true }));
    const index = json({
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [foreign],
      annotations: { a: 'b' },
    });
    const tag = fallbackTag(stage.image.digest);
    storeManifest(target.state, 'new/app', tag, ociIndex, index);
    const { plan } = await copyImage(stage.engine, request());
    const now = JSON.parse(new TextDecoder().decode((await manifestAt(to('new/app'), tag))?.bytes)) as {
      manifests: { digest: string }[];
      annotations: unknown;
    };
    const referrer = plan.manifests.find(({ part }) => part === 'referrer');
    assert.deepEqual(
      now.manifests.map(({ digest }) => digest).sort(),
      [foreign.digest, referrer?.digest].sort(),
    );
    assert.deepEqual(
      now.manifests.find(({ digest }) => digest === foreign.digest),
      foreign,
    );
    assert.deepEqual(now.annotations, { a: 'b' });
  });

  it('brings the referrers of referrers, and what hangs on an SBOM', async () => {
    await start({}, {});
    hangBundle(stage.registry, stage.image, predicates, false);
    const sbom = attach('sbom', 'an SBOM');
    const onSbom = attach('signature', 'a signature of it', stage.registry, undefined, sbom);
    const [referrer] = referrersOf(stage.image.digest);
    const second = refer(referrer ?? '');
    const { plan } = await copyImage(stage.engine, request());
    await assertAllThere(plan);
    for (const digest of [second, onSbom]) {
      assert.equal((await manifestAt(to('new/app'), digest))?.digest, digest);
    }
  });

  it('says which listed referrers are not there, and is held up by none', async () => {
    await start({ referrers: false }, {});
    const gone = descriptor(ociManifest, json({ gone: true }));
    const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [gone] });
    storeManifest(
      stage.registry.state,
      pathOf(stage.image),
      fallbackTag(stage.image.digest),
      ociIndex,
      index,
    );
    const { plan } = await copyImage(stage.engine, request());
    assert.deepEqual(plan.missing, [gone.digest]);
  });

  it('shows what a tag of the target points at, moves it last, and stops when it moved meanwhile', async () => {
    await start({}, {});
    const other = storeManifest(target.state, 'new/app', '1.0', ociManifest, imageOf('other'));
    const plan = await stage.engine.planCopy(request(), noSignal);
    assert.equal(plan.target.pointsAt, other);
    const moved = storeManifest(target.state, 'new/app', '1.0', ociManifest, imageOf('moved'));
    await assert.rejects(
      stage.engine.runCopy(plan, watchCopy(), noSignal),
      (error) => isEngineError(error, 'plan-changed') && error.details.what === 'tag',
    );
    assert.equal(repositoryOf(target.state, 'new/app').tags.get('1.0'), moved);
    const { result } = await copyImage(stage.engine, request());
    assert.equal(result.tag, '1.0');
    const writes = target.requests.filter(
      ({ method, path }) => method === 'PUT' && path.includes('/manifests/'),
    );
    assert.ok(writes.at(-1)?.path.endsWith('/manifests/1.0'));
  });

  it('stops at a place of the source that cannot be read, before anything is written', async () => {
    await start(
      { statusFor: ({ path }) => (path.includes('/referrers/') ? { status: 403, body: '{}' } : undefined) },
      {},
    );
    await assert.rejects(stage.engine.planCopy(request(), noSignal), (error) =>
      isEngineError(error, 'forbidden'),
    );
    assert.equal(target.requests.length, 0);
  });

  it('proves each blob at the target, also where the manifest is there already [S20]', async () => {
    await start({}, {});
    const { plan } = await copyImage(stage.engine, request());
    const lost = plan.manifests[0]?.blobs[0]?.digest ?? '';
    repositoryOf(target.state, 'new/app').blobs.delete(lost);
    const { result } = await copyImage(stage.engine, request());
    assert.equal(result.blobs.sent, 1);
    assert.ok(repositoryOf(target.state, 'new/app').blobs.has(lost));
  });

  it('never asks the addresses that a descriptor names, and leaves that layer where it is [S39]', async () => {
    let asked = 0;
    const elsewhere = await startRegistry({ statusFor: () => ((asked += 1), undefined) });
    others.push(elsewhere);
    await start({ checks: false }, { checks: false });
    const path = pathOf(stage.image);
    const config = json({ foreign: true });
    storeBlob(stage.registry.state, path, config);
    const layer = {
      ...descriptor('application/vnd.oci.image.layer.nondistributable.v1.tar', json({ layer: 1 })),
    };
    const image = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: [{ ...layer, urls: [`http://${elsewhere.address}/v2/a/blobs/${layer.digest}`] }],
    });
    storeManifest(stage.registry.state, path, 'foreign', ociManifest, image);
    const reference = `${stage.image.repository}:foreign`;
    const { plan } = await copyImage(stage.engine, copyRequest(reference, to('new/app:foreign')));
    assert.equal(plan.manifests[0]?.foreign, 1);
    assert.equal((await manifestAt(to('new/app'), 'foreign'))?.digest, digestOf(image));
    assert.equal(asked, 0);
  });

  it('ends with an index that nests too deeply, or holds itself [S39]', async () => {
    await start({ checks: false }, {});
    const path = pathOf(stage.image);
    let inner: unknown[] = [];
    let digest = '';
    for (let depth = 0; depth < 12; depth += 1) {
      const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests: inner });
      digest = storeManifest(stage.registry.state, path, undefined, ociIndex, index);
      inner = [descriptor(ociIndex, index)];
    }
    const reference = `${stage.image.repository}@${digest}`;
    await assert.rejects(
      stage.engine.planCopy(copyRequest(reference, to()), noSignal),
      (error) => isEngineError(error, 'not-an-image') && error.details.reason === 'nested-too-deeply',
    );
  });

  it('reads once what an index names the same child a thousand times [S39]', async () => {
    await start({ checks: false }, {});
    const path = pathOf(stage.image);
    const child = imageOf('child');
    storeBlob(stage.registry.state, path, json({ text: 'child' }));
    storeManifest(stage.registry.state, path, undefined, ociManifest, child);
    const manifests = Array.from({ length: 1000 }, () => descriptor(ociManifest, child));
    const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests });
    storeManifest(stage.registry.state, path, 'many', ociIndex, index);
    const before = stage.registry.requests.length;
    const plan = await stage.engine.planCopy(copyRequest(`${stage.image.repository}:many`, to()), noSignal);
    assert.equal(plan.manifests.length, 2);
    assert.ok(stage.registry.requests.length - before < 20);
  });

  it('runs only with the logins that the plan showed [S26]', async () => {
    await start({}, {});
    const plan = await stage.engine.planCopy(request(), noSignal);
    const was = { ...plan.target.credential, identity: 'somebody else' };
    const changed = [
      { ...plan, target: { ...plan.target, credential: was } },
      { ...plan, source: { ...plan.source, credential: was } },
    ];
    for (const one of changed) {
      await assert.rejects(
        stage.engine.runCopy(one, watchCopy(), noSignal),
        (error) => isEngineError(error, 'plan-changed') && error.details.what === 'credential',
      );
    }
    assert.ok(target.requests.every(({ method }) => method === 'GET'));
  });

  it('stops at a signature repository that nobody may look into [S17]', async () => {
    const denied = { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' }, body: '{}' };
    await start({}, {});
    const locked = await startRegistry({
      statusFor: ({ path }) => (path === '/v2/' || path.endsWith('/tags/list') ? denied : undefined),
    });
    others.push(locked);
    const settings = {
      ...noSettings,
      signatureRepository: {
        value: `${locked.address}/sigs`,
        origin: { kind: 'default', name: '' } as const,
      },
      layout: { value: 'shared', origin: { kind: 'default', name: '' } } as const,
    };
    await assert.rejects(
      stage.engine.planCopy(copyRequest(stage.image.reference, to(), settings), noSignal),
      (error) => isEngineError(error, 'place-not-readable'),
    );
  });

  it('mounts inside one registry', async () => {
    await start({}, {});
    await stage.sign(ann);
    const inside = `${stage.registry.address}/new/app:1.0`;
    const { plan, result } = await copyImage(stage.engine, copyRequest(stage.image.reference, inside));
    await assertAllThere(plan);
    assert.equal(result.blobs.sent, 0);
    assert.ok(result.blobs.mounted > 0);
    assert.equal(result.bytes, 0);
  });

  it('brings what stands in the signature repository beside the copied image', async () => {
    await start({}, {});
    const settings = {
      ...noSettings,
      signatureRepository: {
        value: `${stage.registry.address}/sigs`,
        origin: { kind: 'default', name: '' } as const,
      },
      layout: { value: 'shared', origin: { kind: 'default', name: '' } } as const,
    };
    const signed = await stage.engine.planSign(
      signRequest(stage.image.reference, ben, { settings }),
      noSignal,
    );
    const watch = { step: () => undefined, laterLook: () => undefined };
    await stage.engine.runSign(signed, ben.open, watch, noSignal);
    await stage.sign(ann);
    const { plan } = await copyImage(stage.engine, copyRequest(stage.image.reference, to(), settings));
    assert.deepEqual(plan.lookedAt, [stage.image.repository, `${stage.registry.address}/sigs`]);
    for (const signer of [ann, ben]) {
      const report = await stage.engine.verify(verifyRequest(to(), { trusted: [signer] }), noSignal);
      assert.equal(report.verdict, 'verified', signer.key.label);
    }
  });

  it('takes the tag of the source where none is typed, and none for a digest', async () => {
    await start({}, {});
    const { target: named } = await stage.engine.planCopy(request('new/app'), noSignal);
    assert.equal(named.tag, '1.0');
    const reference = `${stage.image.repository}@${stage.image.digest}`;
    const { plan, result } = await copyImage(stage.engine, copyRequest(reference, to('new/app')));
    assert.equal(plan.target.tag, undefined);
    assert.equal(result.tag, undefined);
    await assertAllThere(plan);
    const wrong = copyRequest(reference, to(`new/app@sha256:${'a'.repeat(64)}`));
    await assert.rejects(stage.engine.planCopy(wrong, noSignal), (error) =>
      isEngineError(error, 'bad-reference'),
    );
  });

  it('tells its progress in bytes up to what the plan said', async () => {
    await start({}, {});
    const { plan, told } = await copyImage(stage.engine, request());
    const last = told.at(-1);
    assert.equal(last?.bytes, plan.bytes);
    assert.equal(last.step, 'tag');
    assert.equal(last.manifests, last.ofManifests);
  });

  /** Puts an image with one layer under one of cosign's tags. */
  function attach(
    kind: 'signature' | 'attestation' | 'sbom',
    text: string,
    registry = stage.registry,
    path = pathOf(stage.image),
    of: string = stage.image.digest,
  ): string {
    const layer = json({ text });
    const config = json({ config: text });
    for (const blob of [layer, config]) storeBlob(registry.state, path, blob);
    const manifest = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: [descriptor('application/vnd.dsse.envelope.v1+json', layer)],
    });
    const tag = attachedTag(of as `sha256:${string}`, kind);
    return storeManifest(registry.state, path, tag, ociManifest, manifest);
  }

  function refer(subject: string): string {
    const path = pathOf(stage.image);
    const config = json({});
    storeBlob(stage.registry.state, path, config);
    const manifest = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      artifactType: 'application/x-scan',
      config: descriptor('application/vnd.oci.empty.v1+json', config),
      layers: [],
      subject: { mediaType: ociManifest, size: 1, digest: subject },
    });
    return storeManifest(stage.registry.state, path, undefined, ociManifest, manifest);
  }

  function referrersOf(subject: string): string[] {
    const { manifests } = repositoryOf(stage.registry.state, pathOf(stage.image));
    return [...manifests].flatMap(([digest, { bytes }]) =>
      new TextDecoder().decode(bytes).includes(`"subject":`) &&
      new TextDecoder().decode(bytes).includes(subject)
        ? [digest]
        : [],
    );
  }

  function imageOf(text: string): Uint8Array {
    return json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', json({ text })),
      layers: [],
    });
  }
});
