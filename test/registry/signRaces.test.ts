// Writing a `.sig` tag that others write too, and writes without a clear answer: what is never lost.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { repositoryOf, storeManifest, type StoredManifest } from '../demo/state.ts';
import type { RecordedRequest } from '../demo/answers.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { append, overwrite, pathOf, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const eve = makeSigner('eve');

describe('a tag that others write too', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  it('merges back what a writer overwrote between our write and our look', async () => {
    let looks = 0;
    stage = await newStage({
      statusFor: (request) => {
        if (isRead(request) && afterOurPut(stage) && looks++ === 0) {
          overwrite(stage.registry, stage.image, [signatureBy(ben, stage.image)]);
        }
        return undefined;
      },
    });
    const result = await stage.sign(ann);
    assert.equal(result.merges, 1);
    assert.equal(signaturesAt(stage.registry, stage.image), 2);
    assert.equal((await stage.verify([ann])).verdict, 'verified');
    assert.equal((await stage.verify([ben])).verdict, 'verified');
  });

  it('builds on what is there at the run, not on what the plan saw', async () => {
    stage = await newStage();
    await stage.sign(ann);
    const plan = await stage.plan(ben);
    append(stage.registry, stage.image, signatureBy(eve, stage.image));
    const result = await stage.run(plan, ben);
    assert.equal(result.signatures, 3);
  });

  it('heals in the background what a writer overwrote later, and says so', async () => {
    stage = await newStage({}, { clock: createFakeClock() });
    const plan = await stage.plan(ann);
    const rivals = signatureBy(ben, stage.image);
    let told: (() => void) | undefined;
    const healed = new Promise<void>((resolve) => (told = resolve));
    const watch = { step: () => undefined, laterLook: () => told?.() };
    const running = stage.engine.runSign(plan, ann.open, watch, noSignal);
    await running;
    overwrite(stage.registry, stage.image, [rivals]);
    await healed;
    assert.equal(signaturesAt(stage.registry, stage.image), 2);
  });

  it('does not overrule somebody who removed the signature: nothing new is there', async () => {
    stage = await newStage({}, { clock: createFakeClock() });
    const plan = await stage.plan(ann);
    const outcome = await new Promise<string>((resolve, reject) => {
      const watch = {
        step: () => undefined,
        laterLook: (look: { outcome: string }) => resolve(look.outcome),
      };
      stage.engine
        .runSign(plan, ann.open, watch, noSignal)
        .then(() =>
          repositoryOf(stage.registry.state, pathOf(stage.image)).tags.delete(
            signatureTag(stage.image.digest),
          ),
        )
        .catch(reject);
    });
    assert.equal(outcome, 'removed-by-others');
    assert.equal(signaturesAt(stage.registry, stage.image), -1);
  });

  it('reads back after a write without a clear answer, and says "signed" when it is there', async () => {
    stage = await newStage({
      statusFor: (request) => {
        if (!isWrite(request)) return undefined;
        const tag = signatureTag(stage.image.digest);
        const type = request.headers['content-type'] ?? '';
        storeManifest(stage.registry.state, pathOf(stage.image), tag, type, request.body);
        return { status: 502, body: 'bad gateway' };
      },
    });
    const result = await stage.sign(ann);
    assert.equal(result.outcome, 'signed');
    assert.equal(result.unconfirmed, undefined);
    assert.equal(stage.registry.requests.filter(isWrite).length, 1);
  });

  it('never says "signed" when every write ends without a clear answer and nothing is there', async () => {
    stage = await newStage(
      { statusFor: (request) => (isWrite(request) ? { status: 502, body: 'bad gateway' } : undefined) },
      { clock: createFakeClock() },
    );
    await assert.rejects(stage.sign(ann), (error) => isEngineError(error, 'write-not-confirmed'));
    assert.equal(signaturesAt(stage.registry, stage.image), -1);
  });

  it('writes nothing over a newer list after one stale "not there" behind a clear yes', async () => {
    let stale = 1;
    stage = await newStage({
      statusFor: (request) => {
        if (!isRead(request) || !afterOurPut(stage) || stale-- <= 0) return undefined;
        append(stage.registry, stage.image, signatureBy(ben, stage.image));
        return { status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' };
      },
    });
    const result = await stage.sign(ann);
    assert.equal(result.unconfirmed, undefined);
    assert.equal(stage.registry.requests.filter(isWrite).length, 1);
    assert.equal((await stage.verify([ben])).verdict, 'verified');
  });

  it('writes nothing over a newer list after one stale old list behind a clear yes', async () => {
    let stale = 1;
    let old: StoredManifest | undefined;
    const remember = (manifest: StoredManifest | undefined): void => void (old = manifest);
    stage = await newStage({
      statusFor: (request) => {
        if (!isRead(request) || !afterOurPut(stage) || stale-- <= 0) return undefined;
        append(stage.registry, stage.image, signatureBy(ben, stage.image));
        return { status: 200, headers: { 'content-type': old?.mediaType ?? '' }, body: old?.bytes ?? '' };
      },
    });
    append(stage.registry, stage.image, signatureBy(eve, stage.image));
    const { tags, manifests } = repositoryOf(stage.registry.state, pathOf(stage.image));
    remember(manifests.get(tags.get(signatureTag(stage.image.digest)) ?? ''));
    assert.equal((await stage.sign(ann)).unconfirmed, undefined);
    assert.equal(stage.registry.requests.filter(isWrite).length, 1);
    for (const signer of [ann, ben, eve]) assert.equal((await stage.verify([signer])).verdict, 'verified');
  });

  it('writes its own again when somebody restored the old list, and only its own', async () => {
    let restored = false;
    stage = await newStage(
      {
        statusFor: (request) => {
          if (!isRead(request) || !afterOurPut(stage) || restored) return undefined;
          restored = true;
          overwrite(stage.registry, stage.image, [first]);
          return undefined;
        },
      },
      { clock: createFakeClock() },
    );
    const first = signatureBy(eve, stage.image);
    overwrite(stage.registry, stage.image, [first]);
    const result = await stage.sign(ann);
    assert.equal(result.signatures, 2);
    assert.equal(stage.registry.requests.filter(isWrite).length, 2);
  });

  it('never sends the tag PUT again by itself: a refused one is tried once', async () => {
    let puts = 0;
    stage = await newStage({
      statusFor: (request) => {
        if (!isWrite(request)) return undefined;
        puts++;
        return { status: 403, body: '{"errors":[{"code":"DENIED","message":"no"}]}' };
      },
    });
    await assert.rejects(stage.sign(ann), (error) => isEngineError(error, 'forbidden'));
    assert.equal(puts, 1);
  });

  it('runs writers of one window one after the other, and loses none of twelve', async () => {
    stage = await newStage();
    const signers = Array.from({ length: 12 }, (_, index) => makeSigner(`signer ${index}`));
    await Promise.all(signers.map((signer) => stage.sign(signer)));
    assert.equal(signaturesAt(stage.registry, stage.image), 12);
  });

  it('loses none of eight windows that sign at once', async () => {
    stage = await newStage();
    const signers = Array.from({ length: 8 }, (_, index) => makeSigner(`signer ${index}`));
    await Promise.all(signers.map((signer) => stage.another().sign(signer)));
    for (const signer of signers) assert.equal((await stage.verify([signer])).verdict, 'verified');
  });
});

function isRead(request: RecordedRequest): boolean {
  return request.method === 'GET' && request.path.endsWith('.sig');
}

function isWrite(request: RecordedRequest): boolean {
  return request.method === 'PUT' && request.path.endsWith('.sig');
}

function afterOurPut({ registry }: Stage): boolean {
  return registry.requests.some(isWrite);
}
