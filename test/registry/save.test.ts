// What saving an image into a folder brings, and what it leaves where it does not come to its end.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { useCopyScene } from './copyScene.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { startRegistry } from '../demo/registry.ts';
import { hangBundle } from '../support/rival.ts';
import { besides, blobsIn, indexOf, isThere, namedIn, saveImage, useFolders } from '../support/saved.ts';
import { makeSigner, noSettings, noSignal, signRequest, verifyRequest } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const predicate = 'https://sigstore.dev/cosign/sign/v1';
const predicates = { stated: predicate, claimed: predicate };

describe('saving an image', () => {
  const scene = useCopyScene();
  const folders = useFolders();

  it('writes index, platforms, signatures, attestations, SBOM and referrers, with what cosign reads and the tags of the rest', async () => {
    await scene.start({}, {});
    const { stage } = scene;
    await stage.sign(ann);
    hangBundle(stage.registry, stage.image, predicates, false);
    scene.attach('attestation', 'an attestation');
    scene.attach('sbom', 'an SBOM');
    const folder = folders.path();
    const { plan, result } = await saveImage(stage.engine, stage.image.reference, folder);
    const kinds = indexOf(folder).map(({ annotations = {} }) => annotations['kind'] ?? '');
    assert.deepEqual(kinds.sort(), [
      '',
      '',
      'dev.cosignproject.cosign/atts',
      'dev.cosignproject.cosign/imageIndex',
      'dev.cosignproject.cosign/sigs',
    ]);
    const [first] = indexOf(folder);
    assert.equal(first?.digest, stage.image.digest);
    assert.equal(first.annotations?.['io.containerd.image.name'], stage.image.reference);
    assert.equal(first.annotations['org.opencontainers.image.ref.name'], '1.0');
    const names = indexOf(folder).map(
      ({ annotations = {} }) => annotations['org.opencontainers.image.ref.name'],
    );
    assert.ok(names.includes(signatureTag(stage.image.digest)));
    const wanted = plan.manifests.flatMap(({ digest, blobs }) => [digest, ...blobs.map((one) => one.digest)]);
    assert.deepEqual([...blobsIn(folder)].sort(), [...new Set(wanted)].sort());
    assert.equal(result.manifests, 7);
    assert.deepEqual(besides(folder), ['saved']);
  });

  it('makes a folder that can be read also of what is a list of signatures or a referrer itself', async () => {
    await scene.start({}, {});
    const { stage } = scene;
    await stage.sign(ann);
    hangBundle(stage.registry, stage.image, predicates, false);
    const whole = await stage.engine.planSave(
      { reference: stage.image.reference, folder: folders.path('whole'), settings: noSettings },
      noSignal,
    );
    const bundle = whole.manifests.find(({ part }) => part === 'referrer');
    const tag = signatureTag(stage.image.digest);
    for (const name of [`:${tag}`, `@${bundle?.digest ?? ''}`]) {
      const folder = folders.path(name.startsWith(':') ? 'list' : 'referrer');
      const { plan } = await saveImage(stage.engine, `${stage.image.repository}${name}`, folder);
      const { images } = await stage.engine.readSavedImages(folder, noSignal);
      assert.deepEqual(
        images.map(({ digest }) => digest),
        [plan.digest],
      );
    }
  });

  it('names the signatures of a platform by their tag alone: cosign would take them for those of the index', async () => {
    await scene.start({}, {});
    const { stage } = scene;
    const plan = await stage.engine.planSign(
      { ...signRequest(stage.image.reference, ann), recursive: true },
      noSignal,
    );
    await stage.engine.runSign(
      plan,
      ann.open,
      { step: () => undefined, laterLook: () => undefined },
      noSignal,
    );
    const folder = folders.path();
    await saveImage(stage.engine, stage.image.reference, folder);
    const lists = indexOf(folder).filter(({ annotations = {} }) =>
      annotations['org.opencontainers.image.ref.name']?.endsWith('.sig'),
    );
    assert.equal(lists.length, 3);
    assert.equal(lists.filter(({ annotations = {} }) => 'kind' in annotations).length, 1);
  });

  it('brings signatures from beside the image and from the signature repository into one list', async () => {
    await scene.start({}, {});
    const { stage } = scene;
    const elsewhere = await startRegistry({});
    scene.others.push(elsewhere);
    const origin = { kind: 'user', name: '' } as const;
    const settings = {
      ...noSettings,
      signatureRepository: { value: `${elsewhere.address}/sigs`, origin },
      layout: { value: 'shared', origin } as const,
    };
    await stage.sign(ann);
    // Another payload than beside the image: each registry holds what the other has not.
    const further = { settings, annotations: [['by', 'ben']] as const };
    const plan = await stage.engine.planSign(signRequest(stage.image.reference, ben, further), noSignal);
    const watch = { step: () => undefined, laterLook: () => undefined };
    await stage.engine.runSign(plan, ben.open, watch, noSignal);
    const folder = folders.path();
    const saved = await saveImage(stage.engine, stage.image.reference, folder, settings);
    const wanted = saved.plan.manifests.flatMap(({ digest, bytes }) => [digest, ...namedIn(bytes)]);
    assert.deepEqual([...blobsIn(folder)].sort(), [...new Set(wanted)].sort());
    const reference = `${stage.image.repository}@${stage.image.digest}`;
    for (const signer of [ann, ben]) {
      const request = { ...verifyRequest(reference, { trusted: [signer] }), savedIn: folder };
      assert.equal((await stage.engine.verify(request, noSignal)).verdict, 'verified', signer.key.label);
    }
  });

  it('writes into no folder that holds anything, and over no file', async () => {
    await scene.start({}, {});
    const { engine, image } = scene.stage;
    const folder = folders.path();
    mkdirSync(folder);
    await saveImage(engine, image.reference, folder); // an empty one may be there
    const file = path.join(path.dirname(folder), 'file');
    writeFileSync(file, '');
    for (const taken of [folder, file]) {
      await assert.rejects(
        saveImage(engine, image.reference, taken),
        (error) => isEngineError(error, 'folder-not-writable') && error.details.reason.code === 'not-empty',
      );
    }
    assert.deepEqual(besides(folder), ['file', 'saved']);
  });

  it('is not planned into a folder that could not be made, and no registry is asked first', async () => {
    await scene.start({}, {});
    const { engine, image, registry } = scene.stage;
    const folder = folders.path();
    mkdirSync(path.join(folder, 'taken'), { recursive: true });
    const before = registry.requests.length;
    for (const one of [folder, path.join(folder, 'none', 'saved')]) {
      const request = { reference: image.reference, folder: one, settings: noSettings };
      await assert.rejects(engine.planSave(request, noSignal), (error) =>
        isEngineError(error, 'folder-not-writable'),
      );
    }
    assert.equal(registry.requests.length, before);
  });

  it('leaves nothing behind when it is cancelled or a blob does not come', async () => {
    let broken = false;
    await scene.start(
      {
        statusFor: ({ path: asked }) =>
          broken && asked.includes('/blobs/') ? { status: 404, body: '{}' } : undefined,
      },
      {},
    );
    const { engine, image } = scene.stage;
    const folder = folders.path();
    mkdirSync(path.dirname(folder), { recursive: true });
    const plan = await engine.planSave(
      { reference: image.reference, folder, settings: noSettings },
      noSignal,
    );
    const gaveUp = new AbortController();
    const cancel = (): void => gaveUp.abort();
    await assert.rejects(engine.runSave(plan, cancel, gaveUp.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
    broken = true;
    await assert.rejects(
      engine.runSave(plan, () => undefined, noSignal),
      (error) => isEngineError(error, 'not-found'),
    );
    assert.equal(isThere(folder), false);
    assert.deepEqual(besides(folder), []);
  });

  it('runs only with the login that the plan showed [S26]', async () => {
    await scene.start({}, {});
    const { engine, image } = scene.stage;
    const folder = folders.path();
    const plan = await engine.planSave(
      { reference: image.reference, folder, settings: noSettings },
      noSignal,
    );
    const credential = { ...plan.source.credential, identity: 'somebody else' };
    const other = { ...plan, source: { ...plan.source, credential } };
    await assert.rejects(
      engine.runSave(other, () => undefined, noSignal),
      (error) => isEngineError(error, 'plan-changed') && error.details.what === 'credential',
    );
    assert.equal(isThere(folder), false);
  });
});
