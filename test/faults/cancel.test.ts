// The person gives up while nothing is under way but a wait: between two tries, between two signatures. What ends then
// ends as `cancelled` by its name, and what was written is told.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import type { Clock } from '../../src/engine/world.ts';
import type { RecordedRequest } from '../demo/answers.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { overwrite, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner, newStage, verifyRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

/** A clock on which somebody acts when anybody waits. */
function clockThatCalls(act: () => void): Clock {
  const clock = createFakeClock();
  return {
    ...clock,
    sleep: (milliseconds, signal) => {
      act();
      return clock.sleep(milliseconds, signal);
    },
  };
}

const isBlobPut = ({ method, path }: RecordedRequest): boolean =>
  method === 'PUT' && path.includes('/blobs/uploads/');
const isWrite = ({ method, path }: RecordedRequest): boolean =>
  method === 'PUT' && path.includes('/manifests/');

describe('giving up in a wait', () => {
  let stage: Stage;
  let broken = false;
  afterEach(() => {
    broken = false;
    return stage.stop();
  });

  it('between two tries of an upload ends as cancelled, and nothing is written', async () => {
    const cancel = new AbortController();
    stage = await newStage(
      {
        singlePost: false,
        statusFor: (request) => (broken && isBlobPut(request) ? { status: 503 } : undefined),
      },
      { clock: clockThatCalls(() => cancel.abort()) },
    );
    broken = true;
    const plan = await stage.plan(ann);
    await assert.rejects(stage.run(plan, ann, cancel.signal), (error) => isEngineError(error, 'cancelled'));
    assert.equal(signaturesAt(stage.registry, stage.image), -1);
  });

  it('between two tries of a read ends as cancelled', async () => {
    const cancel = new AbortController();
    stage = await newStage(
      { statusFor: ({ path }) => (broken && path.endsWith('.sig') ? { status: 503 } : undefined) },
      { clock: clockThatCalls(() => cancel.abort()) },
    );
    broken = true;
    const request = verifyRequest(stage.image.reference, { trusted: [ann] });
    await assert.rejects(stage.engine.verify(request, cancel.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
  });

  it('between two of many signatures ends as cancelled', async () => {
    const cancel = new AbortController();
    // Each look at this clock takes longer than anybody judges without a pause.
    let passed = 0;
    const clock = { ...clockThatCalls(() => cancel.abort()), monotonic: () => (passed += 100) };
    stage = await newStage({}, { clock });
    const many = Array.from({ length: 60 }, () => signatureBy(ben, stage.image));
    overwrite(stage.registry, stage.image, many);
    const request = verifyRequest(stage.image.reference, { trusted: [ann] });
    await assert.rejects(stage.engine.verify(request, cancel.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
  });

  it('by closing the window after the write began says that the signature is not confirmed', async () => {
    stage = await newStage(
      { statusFor: (request) => (broken && isWrite(request) ? { status: 503 } : undefined) },
      { clock: clockThatCalls(() => stage.engine.dispose()) },
    );
    broken = true;
    await assert.rejects(
      stage.sign(ann),
      (error) => isEngineError(error, 'write-not-confirmed') && error.details.reason === 'registry-failed',
    );
  });
});
