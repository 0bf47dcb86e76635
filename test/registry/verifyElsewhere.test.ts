// Verifying where a signature repository is set: both layouts, what is required and what is a note.
import assert from 'node:assert/strict';
import type { SignatureSettings } from '../../src/engine/plan.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import { ociConfig, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import type { Answer } from '../demo/answers.ts';
import { json } from '../demo/images.ts';
import { storeManifest } from '../demo/state.ts';
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
const eve = makeSigner('eve');
const refusal: Answer = { status: 403, body: '{"errors":[{"code":"DENIED","message":"no"}]}' };

describe('verifying an image whose signatures are kept elsewhere', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const settingsFor = (repository: string, layout: 'perImage' | 'shared'): SignatureSettings => ({
    ...noSettings,
    signatureRepository: { value: repository, origin: { kind: 'user', name: '' } },
    layout: { value: layout, origin: { kind: 'user', name: '' } },
  });

  async function signWith(settings: SignatureSettings): Promise<string> {
    const plan = await stage.engine.planSign(signRequest(stage.image.reference, ann, { settings }), noSignal);
    await stage.run(plan, ann);
    return `${plan.place.repository}:${plan.place.tag}`;
  }

  const verifyWith = (settings: SignatureSettings): Promise<VerifyReport> =>
    stage.engine.verify(verifyRequest(stage.image.reference, { trusted: [ann] }, { settings }), noSignal);

  for (const layout of ['perImage', 'shared'] as const) {
    it(`finds them in layout ${layout}, and by the other layout's setting too`, async () => {
      stage = await newStage();
      const { address } = stage.registry;
      const place = await signWith(settingsFor(`${address}/team/sigs`, layout));
      const repository = layout === 'shared' ? 'team/sigs' : 'team/sigs/app';
      assert.equal(place, `${address}/${repository}:${signatureTag(stage.image.digest)}`);
      assert.equal((await verifyWith(settingsFor(`${address}/team/sigs`, layout))).verdict, 'verified');
      const other = layout === 'shared' ? 'perImage' : 'shared';
      assert.equal((await verifyWith(settingsFor(`${address}/team/sigs`, other))).verdict, 'verified');
      assert.equal((await verifyWith(noSettings)).verdict, 'unsigned');
    });
  }

  it('does not look at the other layout when something was found', async () => {
    stage = await newStage();
    const settings = settingsFor(`${stage.registry.address}/team/sigs`, 'perImage');
    await signWith(settings);
    assert.ok((await verifyWith(settings)).places.every(({ place }) => place.role !== 'other-layout'));
  });

  it('looks at the other layout also where an SBOM hangs on the image, which is no signature', async () => {
    stage = await newStage();
    const { address, state } = stage.registry;
    await signWith(settingsFor(`${address}/team/sigs`, 'perImage'));
    const { digest } = stage.image;
    const subject = { mediaType: ociManifest, size: 1, digest };
    const empty = { mediaType: ociConfig, size: 2, digest: `sha256:${'4'.repeat(64)}` };
    const sbom = { schemaVersion: 2, mediaType: ociManifest, artifactType: 'text/spdx', config: empty };
    storeManifest(state, 'demo/app', undefined, ociManifest, json({ ...sbom, layers: [], subject }));
    const report = await verifyWith(settingsFor(`${address}/team/sigs`, 'shared'));
    assert.ok(report.signatures.some(({ format }) => format === 'other'));
    assert.equal(report.verdict, 'verified');
  });

  it('takes a failure of the other layout for a note', async () => {
    stage = await newStage({
      statusFor: ({ path }) => (path.startsWith('/v2/team/sigs/manifests/') ? refusal : undefined),
    });
    const report = await verifyWith(settingsFor(`${stage.registry.address}/team/sigs`, 'perImage'));
    assert.equal(report.verdict, 'unsigned');
    assert.ok(report.reasons.some((reason) => reason.kind === 'place-not-readable'));
  });

  it('believes a reader who has just read an empty list there, whatever else is refused [S17]', async () => {
    const login = JSON.stringify({ Username: 'ann', Secret: 'pw' });
    stage = await newStage(
      {
        auth: { basic: { ann: 'pw' } },
        statusFor: ({ path }) => (path.startsWith('/v2/team/sigs/app/tags/') ? refusal : undefined),
      },
      {
        files: { '/home/ann/.docker/config.json': JSON.stringify({ credsStore: 'ok' }) },
        executables: ['/usr/bin/docker-credential-ok'],
        run: () => Promise.resolve({ exitCode: 0, stdout: login, stderr: '' }),
      },
      { headers: { authorization: `Basic ${Buffer.from('ann:pw').toString('base64')}` } },
    );
    const empty = Buffer.from(
      `{"schemaVersion":2,"mediaType":"${ociManifest}","config":{"mediaType":"${ociConfig}","digest":"${stage.image.digest}","size":2},"layers":[]}`,
    );
    const { state, address } = stage.registry;
    storeManifest(state, 'team/sigs/app', signatureTag(stage.image.digest), ociManifest, empty);
    const { places } = await verifyWith(settingsFor(`${address}/team/sigs`, 'perImage'));
    const elsewhere = places.filter(({ place }) => place.role === 'signature-repository');
    assert.deepEqual(
      elsewhere.map((answer) => [answer.place.kind, answer.outcome]),
      [
        ['sig-tag', 'none'],
        ['referrers-api', 'could-not-read'],
        ['fallback-tag', 'could-not-read'],
        ['attestation-tag', 'could-not-read'],
      ],
    );
  });

  it('could not check when the configured repository cannot be read', async () => {
    stage = await newStage({
      statusFor: ({ path }) => (path.startsWith('/v2/team/sigs/app/manifests/') ? refusal : undefined),
    });
    await stage.sign(eve);
    const report = await verifyWith(settingsFor(`${stage.registry.address}/team/sigs`, 'perImage'));
    assert.equal(report.verdict, 'could-not-check');
  });
});
