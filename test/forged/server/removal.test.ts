// What a removal must not take along (S32): the image itself, something that is no signature, another tag, and what
// nobody was shown. Who can push chooses where a tag points.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { buildImage } from '../../demo/images.ts';
import { repositoryOf, storeBlob, storeManifest } from '../../demo/state.ts';
import { removeRequest, run } from '../../support/removal.ts';
import { append, overwrite, pathOf, signatureBy, signaturesAt } from '../../support/rival.ts';
import { makeSigner, newStage, noSignal, type Stage } from '../../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('a removal', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await newStage();
  });
  afterEach(() => stage.stop());

  const there = (): ReturnType<typeof repositoryOf> =>
    repositoryOf(stage.registry.state, pathOf(stage.image));
  const tag = (): string => signatureTag(stage.image.digest);
  const deletes = (): number => stage.registry.requests.filter(({ method }) => method === 'DELETE').length;
  const plan = (...asked: Parameters<typeof removeRequest>) =>
    stage.engine.planRemove(removeRequest(...asked), noSignal);

  it('leaves a tag alone that points at the image that it is named for [S32]', async () => {
    // The image is a list of signatures itself, so that nothing but its digest tells that it is the subject.
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    const list = there().tags.get(tag());
    assert.ok(list !== undefined);
    const itself = signatureTag(list as `sha256:${string}`);
    there().tags.set('list', list).delete(tag());
    there().tags.set(itself, list);
    const { repository } = stage.image;
    const planned = await plan({ kind: 'tags', repository, tags: [itself] });
    assert.equal(planned.lists[0]?.obstacle, 'is-the-subject');
    await run(stage.engine, planned);
    assert.ok(there().manifests.has(list), 'the image was deleted');
  });

  it('leaves a tag alone that points at something else than signatures [S32]', async () => {
    const other = buildImage('other');
    for (const blob of other.blobs) storeBlob(stage.registry.state, pathOf(stage.image), blob);
    storeManifest(stage.registry.state, pathOf(stage.image), tag(), other.mediaType, other.manifest);
    const planned = await plan(stage.image.reference);
    assert.equal(planned.lists[0]?.obstacle, 'not-signatures-only');
    await run(stage.engine, planned);
    assert.ok(there().manifests.has(other.digest), 'an image was deleted');
  });

  it('does not believe a plan that says otherwise: what is there now has to prove itself [S32]', async () => {
    const other = buildImage('other');
    for (const blob of other.blobs) storeBlob(stage.registry.state, pathOf(stage.image), blob);
    storeManifest(stage.registry.state, pathOf(stage.image), tag(), other.mediaType, other.manifest);
    const planned = await plan(stage.image.reference);
    const lists = planned.lists.map((list) => ({ ...list, action: 'delete' as const, obstacle: undefined }));
    await assert.rejects(run(stage.engine, { ...planned, lists }), (error) =>
      isEngineError(error, 'not-removable'),
    );
    assert.ok(there().manifests.has(other.digest), 'an image was deleted');
  });

  it('takes no other tag of the same list along [S32]', async () => {
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    const list = there().tags.get(tag());
    there().tags.set('kept', list ?? '');
    const planned = await plan(stage.image.reference);
    assert.deepEqual(planned.lists[0]?.otherTags, ['kept']);
    assert.equal(planned.lists[0].action, 'delete-tag');
    await run(stage.engine, planned);
    assert.equal(there().tags.get('kept'), list, 'another tag went along');
    assert.equal(there().tags.has(tag()), false);
  });

  it('takes no tag along that came between plan and run [S32] [N7]', async () => {
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    const planned = await plan(stage.image.reference);
    assert.equal(planned.lists[0]?.action, 'delete');
    const list = there().tags.get(tag());
    there().tags.set('kept', list ?? '');
    await run(stage.engine, planned);
    assert.equal(there().tags.get('kept'), list, 'another tag went along');
  });

  it('deletes by its tag alone what it cannot see to be of no other tag [S32]', async () => {
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    const list = there().tags.get(tag());
    for (let at = 0; at < 400; at++) there().tags.set(`v${at}`, stage.image.digest);
    there().tags.set('kept', list ?? '');
    const planned = await plan(stage.image.reference);
    assert.equal(planned.lists[0]?.otherTags, 'cannot-tell');
    await run(stage.engine, planned);
    assert.equal(there().tags.get('kept'), list, 'another tag went along');
    assert.equal(there().tags.has(tag()), false);
  });

  it('deletes by its tag alone where so many tags came behind the plan that nobody asks for each [S32] [N7]', async () => {
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    const list = there().tags.get(tag());
    const planned = await plan(stage.image.reference);
    assert.equal(planned.lists[0]?.action, 'delete');
    for (let at = 0; at < 400; at++) there().tags.set(`v${at}`, stage.image.digest);
    there().tags.set('kept', list ?? '');
    await run(stage.engine, planned);
    assert.equal(there().tags.get('kept'), list, 'another tag went along');
    assert.equal(there().tags.has(tag()), false);
  });

  for (const [when, action] of [
    ['when it is planned', 'delete-tag'],
    ['when it is run', 'delete'],
  ] as const) {
    it(`deletes by its tag alone where the registry lists no tags ${when} [S32]`, async () => {
      let listsNone = action === 'delete-tag';
      await stage.stop();
      stage = await newStage({
        statusFor: ({ path }) =>
          listsNone && path.endsWith('/tags/list') ? { status: 403, body: '{}' } : undefined,
      });
      append(stage.registry, stage.image, signatureBy(ann, stage.image));
      const list = there().tags.get(tag());
      const planned = await plan(stage.image.reference);
      assert.equal(planned.lists[0]?.action, action, 'it may take other tags along');
      listsNone = true;
      there().tags.set('kept', list ?? '');
      await run(stage.engine, planned);
      assert.equal(there().tags.get('kept'), list, 'another tag went along');
      assert.equal(there().tags.has(tag()), false);
    });
  }

  it('stops where somebody signed between plan and run, and keeps what came [N7]', async () => {
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    const planned = await plan(stage.image.reference);
    append(stage.registry, stage.image, signatureBy(ben, stage.image));
    await assert.rejects(run(stage.engine, planned), (error) => isEngineError(error, 'plan-changed'));
    assert.equal(signaturesAt(stage.registry, stage.image), 2);
    assert.equal(deletes(), 0);
  });

  it('keeps a signature that comes while it looks for other tags [S32] [N7]', async () => {
    let reads = 0;
    await stage.stop();
    stage = await again((path) => {
      if (path.endsWith('.sig') && (reads += 1) === 2)
        append(stage.registry, stage.image, signatureBy(ben, stage.image));
    });
    append(stage.registry, stage.image, signatureBy(ann, stage.image));
    there().tags.set('kept', there().tags.get(tag()) ?? '');
    const now = await plan(stage.image.reference);
    reads = 0;
    await assert.rejects(run(stage.engine, now), (error) => isEngineError(error, 'plan-changed'));
    assert.equal(signaturesAt(stage.registry, stage.image), 2);
  });

  it('makes up nothing where the list is gone by then [N7]', async () => {
    overwrite(stage.registry, stage.image, [signatureBy(ann, stage.image), signatureBy(ben, stage.image)]);
    const planned = await plan(stage.image.reference, ann);
    there().tags.delete(tag());
    await assert.rejects(run(stage.engine, planned), (error) => isEngineError(error, 'plan-changed'));
    assert.equal(there().tags.has(tag()), false);
  });

  /** A stage whose registry does something before it answers a GET. */
  function again(before: (path: string) => void): Promise<Stage> {
    return newStage({
      statusFor: ({ method, path }) => {
        if (method === 'GET') before(path);
        return undefined;
      },
    });
  }
});
