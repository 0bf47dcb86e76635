// Judging many signatures: the person's cancel is heard in the middle, however long each takes.
import assert from 'node:assert/strict';
import { createCheckingTime } from '../../../src/engine/checks/checkingTime.ts';
import { judgeAll, type Judgement } from '../../../src/engine/verbs/judgeAll.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { signaturesIn, place } from '../../support/judged.ts';
import { context, goodPayload, makeKey, signed } from '../../support/signed.ts';
import { createTestWorld } from '../../support/world.ts';

describe('Judging all that was found', () => {
  const key = makeKey('release');
  const found = Array.from({ length: 40 }, () => signed(key, goodPayload()));
  const reading = { answer: signaturesIn(place(), found.length), found };

  /** Each signature takes so long; answers how often the event loop had its turn, and what came of it. */
  async function judge(
    milliseconds: number,
    cancelAfter = Number.POSITIVE_INFINITY,
  ): Promise<{ readonly turns: number } & Judgement> {
    const clock = createFakeClock();
    const cancel = new AbortController();
    let turns = 0;
    const monotonic = (): number => (clock.advance(milliseconds), clock.monotonic());
    const sleep = (): Promise<void> => {
      turns += 1;
      if (turns === cancelAfter) cancel.abort();
      return Promise.resolve();
    };
    const world = createTestWorld({ clock: { ...clock, monotonic, sleep } });
    const time = createCheckingTime(world, 'verifying');
    const judgement = await judgeAll(time, [reading], context([key]), cancel.signal);
    assert.equal(judgement.judged.length, found.length);
    return { turns, ...judgement };
  }

  it('leaves the event loop to others after each that is slow, and to nobody where all are quick [S40]', async () => {
    assert.equal((await judge(100)).turns, found.length);
    assert.equal((await judge(0)).turns, 0);
  });

  it('ends in the middle when the person cancels [S40]', async () => {
    await assert.rejects(judge(100, 3), { code: 'cancelled' });
  });

  it('checks no more when its time is over, and says so once [S40]', async () => {
    const { judged, decision } = await judge(1000);
    assert.equal(judged.filter(({ status }) => status === 'valid').length, 20);
    assert.equal(decision.verdict, 'verified', 'what was checked counts');
    const late = decision.reasons.filter(({ kind }) => kind === 'signature-not-readable');
    assert.equal(late.length, 1);
    const { decision: none } = await judge(30_000);
    assert.equal(none.verdict, 'verified');
  });
});
