// Verifying an image in a folder: the same checks, and nobody is asked anything.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineApi } from '../../src/engine/api.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { SignatureSettings } from '../../src/engine/plan.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import { goldenMissing, goldenRegistries } from '../support/golden.ts';
import { hangBundle } from '../support/rival.ts';
import { isBadLayout, saveImage, useFolders } from '../support/saved.ts';
import { makeSigner, noSettings, noSignal, signRequest, verifyRequest } from '../support/scene.ts';
import type { Signer } from '../support/scene.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';
import { useCopyScene } from './copyScene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const predicate = 'https://sigstore.dev/cosign/sign/v1';

describe('a saved image', () => {
  const scene = useCopyScene();
  const folders = useFolders();
  let asked: string[] = [];
  let offline: EngineApi;
  beforeEach(() => {
    asked = [];
    const fetch = (): Promise<never> => {
      asked.push('the network');
      return Promise.reject(new Error('no network'));
    };
    const run = (program: string): Promise<never> => {
      asked.push(program);
      return Promise.reject(new Error('no programs'));
    };
    offline = createEngine(createTestWorld({ fetch, run }));
  });
  afterEach(() => offline.dispose());

  /** Verifies by the index's digest under another name than it was saved from, or by `digest`. */
  async function verifySaved(
    folder: string,
    trusted: readonly Signer[],
    change: { readonly name?: string; readonly digest?: string; readonly settings?: SignatureSettings } = {},
  ): Promise<VerifyReport> {
    const { name = scene.stage.image.repository, digest = scene.stage.image.digest } = change;
    const request = verifyRequest(
      `${name}@${digest}`,
      { trusted },
      { settings: change.settings ?? noSettings },
    );
    try {
      return await offline.verify({ ...request, savedIn: folder }, noSignal);
    } finally {
      assert.deepEqual(asked, []);
    }
  }

  it('is verified in its folder without asking anybody: the same verdict, places and platforms [S39]', async () => {
    await scene.start({}, {});
    const { stage } = scene;
    await stage.sign(ann);
    scene.attach('attestation', 'an attestation');
    const folder = folders.path();
    await saveImage(stage.engine, stage.image.reference, folder);
    const report = await verifySaved(folder, [ann]);
    assert.equal(report.verdict, 'verified');
    assert.equal(report.savedIn, folder);
    assert.deepEqual(
      report.places.map(({ place, outcome }) => [place.kind, place.role, place.repository, outcome]),
      [
        ['sig-tag', 'saved', folder, 'found'],
        ['referrers-api', 'saved', folder, 'none'],
        ['fallback-tag', 'saved', folder, 'none'],
        ['attestation-tag', 'saved', folder, 'found'],
      ],
    );
    assert.deepEqual(
      report.platforms?.images.map(({ coverage }) => coverage),
      ['through-index', 'through-index'],
    );
    assert.equal((await verifySaved(folder, [ben])).verdict, 'untrusted');
  });

  it('is unsigned where the folder holds no signature, whatever a signature repository has', async () => {
    await scene.start({}, {});
    const { stage } = scene;
    const folder = folders.path();
    await saveImage(stage.engine, stage.image.reference, folder);
    const origin = { kind: 'user', name: '' } as const;
    const value = `${stage.registry.address}/sigs`;
    const settings = { ...noSettings, signatureRepository: { value, origin } };
    const report = await verifySaved(folder, [ann], { settings });
    assert.equal(report.verdict, 'unsigned');
    assert.equal(report.signatureRepository, undefined);
  });

  it('is judged under the name that was asked for; what the signature names is a finding [S16]', async () => {
    await scene.start({}, {});
    await scene.stage.sign(ann);
    const folder = folders.path();
    await saveImage(scene.stage.engine, scene.stage.image.reference, folder);
    const report = await verifySaved(folder, [ann], { name: 'ghcr.io/acme/app' });
    assert.equal(report.verdict, 'verified');
    const [signature] = report.signatures;
    const check = signature?.checks.find((one) => one.check === 'docker-reference');
    assert.equal(check?.outcome, 'note');
  });

  it('shows a platform’s own signature, and a bundle that cannot be judged yet', async () => {
    await scene.start({}, {});
    const { stage } = scene;
    const all = await stage.engine.planSign(
      { ...signRequest(stage.image.reference, ann), recursive: true },
      noSignal,
    );
    const watch = { step: () => undefined, laterLook: () => undefined };
    await stage.engine.runSign(all, ann.open, watch, noSignal);
    hangBundle(stage.registry, stage.image, { stated: predicate, claimed: predicate }, false);
    const folder = folders.path();
    await saveImage(stage.engine, stage.image.reference, folder);
    const report = await verifySaved(folder, [ann]);
    assert.deepEqual(
      report.platforms?.images.map(({ coverage }) => coverage),
      ['own-signature', 'own-signature'],
    );
    assert.deepEqual(report.signatures.map(({ format }) => format).sort(), ['bundle', 'simple-signing']);
    const child = all.further[0]?.plan.digest ?? '';
    assert.equal((await verifySaved(folder, [ann], { digest: child })).verdict, 'verified');
  });

  it('is not verified where the folder does not hold it', async () => {
    await scene.start({}, {});
    const folder = folders.path();
    await saveImage(scene.stage.engine, scene.stage.image.reference, folder);
    const digest = `sha256:${'a'.repeat(64)}`;
    await assert.rejects(verifySaved(folder, [ann], { digest }), isBadLayout('blob-missing'));
    const request = { ...verifyRequest('ghcr.io/acme/app:other', {}), savedIn: folder };
    await assert.rejects(offline.verify(request, noSignal), isBadLayout('no-such-image'));
  });

  it('of real cosign is read with its signature and its bundle, of which no index tells', async function () {
    const folder = path.resolve('../shared/golden/oci-layout-from-save');
    const [golden] = goldenRegistries();
    if (golden === undefined || !existsSync(folder)) skipTest(this, goldenMissing);
    const [image] = (await offline.readSavedImages(folder, noSignal)).images;
    assert.equal(image?.name, undefined);
    const keys = Object.entries(golden.keys).flatMap(([file, pem]) => (file.endsWith('.pub') ? [pem] : []));
    const request = verifyRequest(`127.0.0.1:15931/m/sv@${image?.digest ?? ''}`, {});
    const levels = [{ level: 'user', source: '', value: [{ images: '**', keys }] }] as const;
    const report = await offline.verify(
      { ...request, trust: { ...request.trust, levels }, savedIn: folder },
      noSignal,
    );
    assert.equal(report.verdict, 'verified');
    assert.deepEqual(
      report.signatures.map(({ format, status }) => `${format} ${status}`),
      ['simple-signing valid', 'bundle not-judged'],
    );
    assert.ok(readFileSync(path.join(folder, 'index.json'), 'utf8').includes(image?.digest ?? 'none'));
    assert.deepEqual(asked, []);
  });
});
