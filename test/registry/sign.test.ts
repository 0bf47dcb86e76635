// Signing by the engine's verbs at a registry: the requests, what is written, and what is never lost.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { repositoryOf, storeManifest } from '../demo/state.ts';
import type { RecordedRequest } from '../demo/answers.ts';
import { append, pathOf, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, signRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const eve = makeSigner('eve');

describe('signing an image', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  it('writes what verifies, and asks a registry with single POST seven times', async () => {
    stage = await newStage();
    stage.registry.requests.length = 0;
    const result = await stage.sign(ann);
    assert.equal(result.outcome, 'signed');
    assert.equal(stage.registry.requests.length, 7);
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('asks a registry without single POST and referrers nine times', async () => {
    stage = await newStage({ singlePost: false, referrers: false });
    stage.registry.requests.length = 0;
    await stage.sign(ann);
    assert.equal(stage.registry.requests.length, 9);
  });

  it('keeps the signatures of others and their order', async () => {
    stage = await newStage();
    await stage.sign(ann);
    await stage.sign(ben);
    assert.equal(signaturesAt(stage.registry, stage.image), 2);
    assert.equal((await stage.verify([ann])).verdict, 'verified');
    assert.equal((await stage.verify([ben])).verdict, 'verified');
  });

  it('writes nothing when this key has signed with these annotations already [S36]', async () => {
    stage = await newStage();
    await stage.sign(ann, [['a', '1']]);
    const before = tagDigest(stage);
    assert.equal((await stage.plan(ann, [['a', '1']])).alreadySigned, true);
    assert.equal((await stage.sign(ann, [['a', '1']])).outcome, 'already-signed');
    assert.equal(tagDigest(stage), before);
    assert.equal((await stage.sign(ann, [['a', '2']])).outcome, 'signed');
  });

  it('calls nothing signed already whose layer says another size than its payload has [S36]', async () => {
    stage = await newStage();
    await stage.sign(ann);
    const { state } = stage.registry;
    const path = pathOf(stage.image);
    const tag = signatureTag(stage.image.digest);
    const digest = state.repositories.get(path)?.tags.get(tag) ?? '';
    const list = Buffer.from(state.repositories.get(path)?.manifests.get(digest)?.bytes ?? []).toString();
    const payload = signatureBy(ann, stage.image).payload;
    const other = list.replace(`"size":${payload.length}`, `"size":${payload.length + 1}`);
    assert.notEqual(other, list);
    storeManifest(state, path, tag, ociManifest, Buffer.from(other));
    assert.equal((await stage.verify([ann])).verdict, 'rejected');
    assert.equal((await stage.plan(ann)).alreadySigned, false);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('calls nothing signed already whose payload is gone, and puts it back [S20] [S36]', async () => {
    stage = await newStage();
    await stage.sign(ann);
    const before = tagDigest(stage);
    const { blobs } = repositoryOf(stage.registry.state, pathOf(stage.image));
    const { payload } = signatureBy(ann, stage.image);
    assert.ok(blobs.delete(digestOf(payload)));
    const plan = await stage.plan(ann);
    assert.equal(plan.alreadySigned, false);
    assert.equal((await stage.run(plan, ann)).outcome, 'already-signed');
    assert.ok(blobs.has(digestOf(payload)));
    assert.equal(tagDigest(stage), before);
  });

  it('takes a payload of ours that somebody else signed for no signature of ours [S36]', async () => {
    stage = await newStage();
    append(stage.registry, stage.image, signatureBy(eve, stage.image));
    assert.equal((await stage.plan(ann)).alreadySigned, false);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal(signaturesAt(stage.registry, stage.image), 2);
  });

  it('names an immutable tag and loses nothing', async () => {
    stage = await newStage({ tagsImmutable: true });
    await stage.sign(ann);
    await assert.rejects(stage.sign(ben), (error) => isEngineError(error, 'tag-immutable'));
    assert.equal(signaturesAt(stage.registry, stage.image), 1);
  });

  it('keeps the media types of what is there, and starts with Docker ones when asked', async () => {
    stage = await newStage();
    const legacyMediaTypes = { value: true, origin: { kind: 'user', name: '' } } as const;
    const settings = { signatureRepository: undefined, layout: undefined, legacyMediaTypes };
    const plan = await stage.engine.planSign(signRequest(stage.image.reference, ann, { settings }), noSignal);
    assert.equal(plan.mediaTypes, 'docker');
    await stage.run(plan, ann);
    const second = await stage.plan(ben);
    assert.equal(second.mediaTypes, 'docker');
    assert.equal(second.mediaTypesOrigin, 'existing');
    await stage.run(second, ben);
    assert.equal((await stage.verify([ben])).verdict, 'verified');
  });

  it('writes nothing when it is cancelled before the write, and finishes when it is cancelled after [U13]', async () => {
    const early = new AbortController();
    const late = new AbortController();
    stage = await newStage({
      statusFor: (request) => {
        if (request.method === 'POST') early.abort();
        if (isWrite(request)) late.abort();
        return undefined;
      },
    });
    const plan = await stage.plan(ann);
    await assert.rejects(stage.run(plan, ann, early.signal), (error) => isEngineError(error, 'cancelled'));
    assert.equal(signaturesAt(stage.registry, stage.image), -1);
    assert.equal((await stage.run(plan, ann, late.signal)).outcome, 'signed');
  });

  it('stops when another key than the planned one is unlocked [S26]', async () => {
    stage = await newStage();
    const plan = await stage.plan(ann);
    await assert.rejects(stage.run(plan, eve), (error) => isEngineError(error, 'plan-changed'));
    assert.equal(signaturesAt(stage.registry, stage.image), -1);
  });

  it('stops when the existing signatures cannot be read, and overwrites nothing [S30]', async () => {
    let broken = false;
    stage = await newStage({
      statusFor: (request) =>
        broken && isRead(request) ? { status: 403, body: '{"errors":[{"code":"DENIED"}]}' } : undefined,
    });
    await stage.sign(ann);
    const plan = await stage.plan(ben);
    broken = true;
    await assert.rejects(stage.run(plan, ben), (error) => isEngineError(error, 'forbidden'));
    await assert.rejects(stage.plan(ben), (error) => isEngineError(error, 'forbidden'));
    assert.equal(signaturesAt(stage.registry, stage.image), 1);
  });

  it('starts no new list where the plan had seen one and the repository is now hidden [S30]', async () => {
    let hidden = false;
    stage = await newStage({
      statusFor: (request) =>
        hidden && request.path.includes('/manifests/')
          ? { status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' }
          : undefined,
    });
    await stage.sign(ann);
    const plan = await stage.plan(ben);
    hidden = true;
    await assert.rejects(stage.run(plan, ben), (error) => isEngineError(error, 'not-found'));
    assert.equal(signaturesAt(stage.registry, stage.image), 1);
  });

  it('says that an image is not in the registry, and that latest was implied [U7]', async () => {
    stage = await newStage();
    await assert.rejects(
      stage.engine.planSign(signRequest(stage.image.repository, ann), noSignal),
      (error) => isEngineError(error, 'subject-not-found') && error.details.impliedTag,
    );
  });
});

function tagDigest({ registry, image }: Stage): string | undefined {
  return repositoryOf(registry.state, pathOf(image)).tags.get(signatureTag(image.digest));
}

function isRead(request: RecordedRequest): boolean {
  return request.method === 'GET' && request.path.endsWith('.sig');
}

function isWrite(request: RecordedRequest): boolean {
  return request.method === 'PUT' && request.path.endsWith('.sig');
}
