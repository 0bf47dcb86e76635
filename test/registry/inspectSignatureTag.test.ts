// Looking into one `.sig` tag by the engine's verb: what it holds, and whether the image that it names is still there.
import assert from 'node:assert/strict';
import type { SignatureTagInspection } from '../../src/engine/api.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { Answer } from '../demo/answers.ts';
import { repositoryOf } from '../demo/state.ts';
import { pathOf } from '../support/rival.ts';
import { makeSigner, newStage, noSettings, noSignal, signRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');

describe('looking into a signature tag', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const look = (repository = stage.image.repository): Promise<SignatureTagInspection> =>
    stage.engine.inspectSignatureTag(repository, signatureTag(stage.image.digest), noSignal);
  const removeImage = (): void => {
    const { manifests, tags } = repositoryOf(stage.registry.state, pathOf(stage.image));
    manifests.delete(stage.image.digest);
    tags.delete('1.0');
  };

  it('lists its signatures and finds the image beside it', async () => {
    stage = await newStage();
    await stage.sign(ann);
    const found = await look();
    assert.equal(found.subjectState, 'there');
    assert.equal(found.subject, stage.image.digest);
    assert.deepEqual(
      found.signatures.map(({ status, claims }) => [status, claims?.dockerReference]),
      [['not-judged', stage.image.repository]],
    );
  });

  it('calls it an orphan when the image is gone, to a reader who may read there [S17]', async () => {
    stage = await newStage();
    await stage.sign(ann);
    removeImage();
    assert.equal((await look()).subjectState, 'orphan');
  });

  it('cannot tell when the registry refuses to show the image [S17]', async () => {
    const refusal: Answer = { status: 403, body: '{"errors":[{"code":"DENIED","message":"no"}]}' };
    stage = await newStage({
      statusFor: ({ path }) => (path.endsWith(`/manifests/${stage.image.digest}`) ? refusal : undefined),
    });
    // Resolved by its tag, so that only the look at the digest is refused.
    await stage.sign(ann);
    assert.equal((await look()).subjectState, 'cannot-tell');
  });

  it('calls no orphan what its payload says belongs to another repository', async () => {
    stage = await newStage();
    const signatures = `${stage.registry.address}/signatures`;
    const settings = {
      ...noSettings,
      signatureRepository: { value: signatures, origin: { kind: 'user', name: '' } },
      layout: { value: 'shared', origin: { kind: 'user', name: '' } },
    } as const;
    const plan = await stage.engine.planSign(signRequest(stage.image.reference, ann, { settings }), noSignal);
    await stage.run(plan, ann);
    const found = await look(signatures);
    assert.equal(found.subjectState, 'elsewhere');
    assert.equal(found.signatures[0]?.claims?.dockerReference, stage.image.repository);
  });
});
