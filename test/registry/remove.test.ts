// Removing signatures by the engine's verbs: what is chosen goes, everything else stays, and what is left is said.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { signatureAnnotation } from '../../src/engine/signatures/readSignatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { repositoryOf } from '../demo/state.ts';
import { lookAt, remove, removeRequest, run } from '../support/removal.ts';
import { hangBundle, overwrite, pathOf, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner, newStage, noSettings, noSignal, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const eve = makeSigner('eve');

/** What cosign 3 writes when it signs. */
const predicate = 'https://sigstore.dev/cosign/sign/v1';
const signing = { stated: predicate, claimed: predicate };

describe('removing signatures', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const by = (signer: typeof ann, annotations: [string, string][] = []): ReturnType<typeof signatureBy> =>
    signatureBy(signer, stage.image, annotations);
  const count = (): number => signaturesAt(stage.registry, stage.image);
  const plan = (...asked: Parameters<typeof removeRequest>) =>
    stage.engine.planRemove(removeRequest(...asked), noSignal);
  const layers = async (): Promise<readonly string[]> =>
    (await lookAt(stage.registry.address, pathOf(stage.image), signatureTag(stage.image.digest))).layers;

  it('plans by reading only, and names who signed where a known key verifies it', async () => {
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann), by(ben)]);
    stage.registry.requests.length = 0;
    const planned = await plan(stage.image.reference, { kind: 'all' }, { knownKeys: [ben.key] });
    assert.deepEqual(
      planned.lists[0]?.signatures.map(({ signer, chosen }) => [signer?.label, chosen]),
      [
        [undefined, true],
        ['ben', true],
      ],
    );
    assert.equal(planned.lists[0].action, 'delete');
    assert.ok(stage.registry.requests.every(({ method }) => method === 'GET' || method === 'HEAD'));
  });

  it('takes every signature of a signer and no other’s, in their order', async () => {
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann), by(ben), by(ann, [['a', '1']]), by(eve)]);
    const [, bens, , eves] = await layers();
    const { lists } = await remove(stage.engine, stage.image.reference, ann);
    assert.equal(lists[0]?.removed, 2);
    assert.deepEqual(await layers(), [bens, eves]);
  });

  it('takes one of two signatures over the same payload', async () => {
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann), by(ben)]);
    const [anns, bens] = await layers();
    const { digest, annotations } = JSON.parse(bens ?? '') as {
      digest: string;
      annotations: Record<string, string>;
    };
    const { repository } = stage.image;
    await remove(stage.engine, stage.image.reference, {
      ...{ kind: 'one', repository, tag: signatureTag(stage.image.digest), digest },
      signature: annotations[signatureAnnotation],
    });
    assert.deepEqual(await layers(), [anns]);
  });

  it('writes nothing where nothing was signed by that signer', async () => {
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann)]);
    const planned = await plan(stage.image.reference, eve);
    assert.equal(planned.lists[0]?.action, 'none');
    stage.registry.requests.length = 0;
    assert.deepEqual((await run(stage.engine, planned)).lists, []);
    assert.equal(stage.registry.requests.length, 0);
  });

  it('says which bundles and attestations of the image stay', async () => {
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann)]);
    hangBundle(stage.registry, stage.image, signing, false);
    const planned = await plan(stage.image.reference);
    assert.deepEqual(
      planned.left.map((one) => (one.kind === 'found' ? [one.format, one.count] : one.kind)),
      [['bundle', 1]],
    );
    await run(stage.engine, planned);
    assert.equal(count(), -1);
    assert.equal((await stage.verify([ann])).verdict, 'could-not-check');
  });

  it('looks into the signature repository too, and removes in both', async () => {
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann)]);
    const state = repositoryOf(stage.registry.state, pathOf(stage.image));
    const other = repositoryOf(stage.registry.state, 'sigs');
    for (const [name, bytes] of state.blobs) other.blobs.set(name, bytes);
    for (const [name, manifest] of state.manifests) other.manifests.set(name, manifest);
    other.tags.set(signatureTag(stage.image.digest), state.tags.get(signatureTag(stage.image.digest)) ?? '');
    const origin = { kind: 'user', name: '' } as const;
    const settings = {
      ...noSettings,
      signatureRepository: { value: `${stage.registry.address}/sigs`, origin },
      layout: { value: 'shared', origin } as const,
    };
    const { lists } = await remove(stage.engine, stage.image.reference, { kind: 'all' }, { settings });
    assert.deepEqual(
      lists.map(({ outcome }) => outcome),
      ['deleted', 'deleted'],
    );
    assert.equal(other.tags.size, 0);
    assert.equal(count(), -1);
  });

  it('tries the tag where the registry deletes no digest', async () => {
    const refused = { status: 405, body: '{"errors":[{"code":"UNSUPPORTED","message":""}]}' };
    stage = await newStage({
      statusFor: ({ method, path }) =>
        method === 'DELETE' && path.includes('sha256:') ? refused : undefined,
    });
    overwrite(stage.registry, stage.image, [by(ann)]);
    assert.equal((await remove(stage.engine, stage.image.reference)).lists[0]?.outcome, 'deleted');
    assert.equal(count(), -1);
  });

  it('does not say that nothing is deleted where only a tag alone is not, and takes an empty list', async () => {
    const refused = { status: 400, body: '{"errors":[{"code":"DIGEST_INVALID","message":""}]}' };
    stage = await newStage({
      statusFor: ({ method, path }) =>
        method === 'DELETE' && !path.includes('sha256:') ? refused : undefined,
    });
    overwrite(stage.registry, stage.image, [by(ann)]);
    const { tags } = repositoryOf(stage.registry.state, pathOf(stage.image));
    for (let at = 0; at < 300; at += 1) tags.set(`v${at}`, stage.image.digest);
    await assert.rejects(
      remove(stage.engine, stage.image.reference),
      (error) => isEngineError(error, 'cannot-delete') && error.details.by === 'tag',
    );
    const again = await plan(stage.image.reference);
    assert.deepEqual(
      again.lists.map(({ action, undeletable }) => [action, undeletable]),
      [['delete-tag', false]],
    );
    const emptied = await remove(stage.engine, stage.image.reference, undefined, { whenEmpty: 'empty-list' });
    assert.equal(emptied.lists[0]?.outcome, 'emptied');
    for (const tag of tags.keys()) if (tag.startsWith('v')) tags.delete(tag);
    overwrite(stage.registry, stage.image, [by(ann)]);
    assert.equal((await remove(stage.engine, stage.image.reference)).lists[0]?.outcome, 'deleted');
  });

  /** Lists whose images are gone, under tags of their own. */
  function orphans(count: number): readonly string[] {
    const { tags } = repositoryOf(stage.registry.state, pathOf(stage.image));
    return Array.from({ length: count }, (_, at) => {
      const name = `sha256-${String(at).repeat(64)}.sig`;
      overwrite(stage.registry, stage.image, [by(ann, [['list', String(at)]])]);
      tags.set(name, tags.get(signatureTag(stage.image.digest)) ?? '');
      tags.delete(signatureTag(stage.image.digest));
      return name;
    });
  }

  it('asks for every other tag once in a run, however many lists it removes', async () => {
    stage = await newStage();
    const { tags } = repositoryOf(stage.registry.state, pathOf(stage.image));
    for (let at = 0; at < 50; at += 1) tags.set(`v${at}`, stage.image.digest);
    const names = orphans(8);
    const planned = await plan({ kind: 'tags', repository: stage.image.repository, tags: names });
    stage.registry.requests.length = 0;
    const { lists } = await run(stage.engine, planned);
    assert.ok(lists.every(({ outcome }) => outcome === 'deleted'));
    const asked = stage.registry.requests.filter(({ path }) => path.endsWith('/manifests/v1'));
    assert.equal(asked.length, 1);
    assert.ok(tags.has('v1'));
  });

  it('takes no tag along that comes while a run removes other lists [S32]', async () => {
    let comes = (): void => undefined;
    stage = await newStage({
      statusFor: ({ method }) => {
        if (method === 'DELETE') comes();
        return undefined;
      },
    });
    const names = orphans(3);
    const { tags } = repositoryOf(stage.registry.state, pathOf(stage.image));
    const planned = await plan({ kind: 'tags', repository: stage.image.repository, tags: names });
    const last = planned.lists.at(-1);
    assert.equal(last?.action, 'delete');
    comes = () => tags.set('kept', last.manifest);
    await run(stage.engine, planned);
    assert.equal(tags.get('kept'), last.manifest, 'another tag went along');
    assert.ok(!names.some((name) => tags.has(name)));
  });

  it('names a refusal by its right, and removes nothing', async () => {
    stage = await newStage({
      statusFor: ({ method }) => (method === 'DELETE' ? { status: 403 } : undefined),
    });
    overwrite(stage.registry, stage.image, [by(ann)]);
    await assert.rejects(remove(stage.engine, stage.image.reference), (error) =>
      isEngineError(error, 'forbidden'),
    );
    assert.equal(stage.registry.requests.filter(({ method }) => method === 'DELETE').length, 1);
    assert.equal(count(), 1);
  });

  it('says that it is not removed where the registry hides a refusal behind a 404', async () => {
    stage = await newStage({
      statusFor: ({ method }) => (method === 'DELETE' ? { status: 404 } : undefined),
    });
    overwrite(stage.registry, stage.image, [by(ann)]);
    await assert.rejects(
      remove(stage.engine, stage.image.reference),
      (error) => isEngineError(error, 'not-removed') && error.details.reason === 'still-there',
    );
    assert.equal(count(), 1);
  });
});
