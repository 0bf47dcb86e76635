// How few rounds a verification takes, and that saving a fetch saves no check. The registry answers nobody of a round
// before all of it have asked: who asks one after the other waits for ever, and whoever asks more is counted.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import { createTestWorld } from '../support/world.ts';
import type { Answer, RecordedRequest } from '../demo/answers.ts';
import { newSetting, signIn } from '../faults/stage.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { repositoryOf, storeManifest } from '../demo/state.ts';
import { append, overwrite, pathOf, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, verifyRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');

/** The places of an image in its own repository. */
const places = 4;

/** Holds every request of a round until as many are there as the round has; none before `begin`. */
function rounds(counts: (request: RecordedRequest) => boolean = () => true): {
  readonly hold: NonNullable<RegistryOptions['statusFor']>;
  readonly begin: (...sizes: readonly number[]) => void;
  readonly left: () => readonly number[];
} {
  let sizes: number[] = [];
  let waiting: (() => void)[] = [];
  return {
    begin: (...wanted) => void (sizes = [...wanted]),
    left: () => sizes,
    hold: async (request) => {
      if (sizes.length === 0 || !counts(request)) return undefined;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length < (sizes[0] ?? 0)) return;
        const all = waiting;
        waiting = [];
        sizes.shift();
        for (const release of all) release();
      });
      return undefined;
    },
  };
}

describe('the rounds of a verification', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  it('are one for a signature by key, asked for by digest [S20]', async () => {
    const held = rounds();
    stage = await newStage({ statusFor: held.hold });
    await stage.sign(ann);
    stage.registry.requests.length = 0;
    held.begin(1 + places);
    assert.equal((await byDigest(stage)).verdict, 'verified');
    assert.deepEqual(held.left(), []);
    assert.equal(stage.registry.requests.length, 1 + places);
  });

  it('are two by tag: what the tag points at, then all places', async () => {
    const held = rounds();
    stage = await newStage({ statusFor: held.hold });
    await stage.sign(ann);
    stage.registry.requests.length = 0;
    held.begin(1, places);
    assert.equal((await stage.verify([ann])).verdict, 'verified');
    assert.deepEqual(held.left(), []);
    assert.equal(stage.registry.requests.length, 1 + places);
  });

  it('are one where the annotations are those that were asked for', async () => {
    const held = rounds();
    stage = await newStage({ statusFor: held.hold });
    await stage.sign(ann, [['stage', 'prod']]);
    held.begin(1 + places);
    assert.equal((await byDigest(stage, [['stage', 'prod']])).verdict, 'verified');
    held.begin();
    assert.equal((await byDigest(stage, [['stage', 'test']])).verdict, 'rejected');
  });

  it('are the same at a registry that gives tokens, once it has given one', async () => {
    const held = rounds(({ headers }) => headers['authorization']?.startsWith('Bearer') === true);
    const auth = { token: { expiresInSeconds: 300 }, users: { ann: 'secret' } };
    const setting = await newSetting({ auth, statusFor: held.hold });
    const engine = createEngine(createTestWorld(signIn(setting.proxy.address)));
    stage = await newStage();
    try {
      append(setting.registry, setting.image, signatureBy(ann, setting.image));
      held.begin(1 + places);
      const { repository, digest } = setting.image;
      const report = await engine.verify(
        verifyRequest(`${repository}@${digest}`, { trusted: [ann] }),
        noSignal,
      );
      assert.equal(report.verdict, 'verified');
      assert.deepEqual(held.left(), []);
      assert.equal(setting.registry.requests.filter(({ path }) => path === '/token').length, 1);
    } finally {
      engine.dispose();
      await setting.stop();
    }
  });

  it('show nothing of a subject that is absent, refused or of other bytes, however good its signature [S31]', async () => {
    const answers: Record<string, Answer | undefined> = {
      'subject-not-found': { status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' },
      forbidden: { status: 403, body: '{"errors":[{"code":"DENIED"}]}' },
      'digest-mismatch': { status: 200, body: '{"schemaVersion":2}' },
    };
    let given: Answer | undefined;
    const isSubject = ({ path }: RecordedRequest): boolean =>
      path.endsWith(`/manifests/${stage.image.digest}`);
    stage = await newStage({ statusFor: (request) => (isSubject(request) ? given : undefined) });
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    assert.equal((await byDigest(stage)).verdict, 'verified');
    for (const [code, answer] of Object.entries(answers)) {
      given = answer;
      await assert.rejects(byDigest(stage), (error) => isEngineError(error) && error.code === code);
    }
  });
});

describe('a payload that is not fetched', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const blobsAsked = (): number =>
    stage.registry.requests.filter(({ path }) => path.includes('/blobs/')).length;

  it('is only one whose size the descriptor tells right [S20]', async () => {
    stage = await newStage();
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    rewrite(stage, (text) => text.replace(/"size":(\d+)(?=,"digest":"[^"]+","annotations")/, '"size":1$1'));
    stage.registry.requests.length = 0;
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'rejected');
    assert.deepEqual(failedChecks(report), ['format']);
    assert.equal(blobsAsked(), 1, 'the fetch was saved');
  });

  it('is only the one that the descriptor names: another of the same size is fetched and judged as it is [S20]', async () => {
    stage = await newStage();
    const { repository, digest } = stage.image;
    const payload = buildPayload(repository.replace(/app$/, 'ape'), digest, []);
    append(stage.registry, stage.image, { payload, signature: ann.open.sign(payload) });
    stage.registry.requests.length = 0;
    const report = await stage.verify([ann]);
    assert.equal(report.signatures[0]?.claims?.dockerReference, repository.replace(/app$/, 'ape'));
    assert.equal(report.verdict, 'verified');
    assert.equal(blobsAsked(), 1, 'the fetch was saved');
  });

  it('still needs a signature over these very bytes [S20]', async () => {
    stage = await newStage();
    const { payload } = signatureBy(ann, stage.image);
    const { signature } = signatureBy(ann, stage.image, [['stage', 'prod']]);
    overwrite(stage.registry, stage.image, [{ payload, signature }]);
    stage.registry.requests.length = 0;
    assert.equal((await stage.verify([ann])).verdict, 'untrusted');
    assert.equal(blobsAsked(), 0);
  });

  it('is never that of another image, which a good signature here is over', async () => {
    stage = await newStage();
    const other = { ...stage.image, digest: digestOf(Buffer.from('another')) };
    append(stage.registry, stage.image, signatureBy(ann, other));
    assert.equal((await stage.verify([ann])).verdict, 'rejected');
  });
});

function failedChecks(report: VerifyReport): readonly string[] {
  const checks = report.signatures[0]?.checks ?? [];
  return checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check);
}

/** Changes the text of the image's `.sig` manifest. */
function rewrite({ registry, image }: Stage, change: (text: string) => string): void {
  const tag = signatureTag(image.digest);
  const { tags, manifests } = repositoryOf(registry.state, pathOf(image));
  const manifest = manifests.get(tags.get(tag) ?? '');
  const before = Buffer.from(manifest?.bytes ?? []).toString();
  assert.notEqual(change(before), before);
  storeManifest(registry.state, pathOf(image), tag, manifest?.mediaType ?? '', Buffer.from(change(before)));
}

async function byDigest(
  stage: Stage,
  annotations: readonly (readonly [string, string])[] = [],
): Promise<VerifyReport> {
  const { repository, digest } = stage.image;
  const request = verifyRequest(`${repository}@${digest}`, { trusted: [ann] }, { annotations });
  return stage.engine.verify(request, noSignal);
}
