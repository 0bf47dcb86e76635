// Judging many signatures: the person's cancel is heard in the middle, however long each takes.
import assert from 'node:assert/strict';
import { judgeAll } from '../../../src/engine/verbs/judgeAll.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { signaturesIn, place } from '../../support/judged.ts';
import { context, goodPayload, makeKey, signed } from '../../support/signed.ts';
import { createTestWorld } from '../../support/world.ts';

describe('Judging all that was found', () => {
  const key = makeKey('release');
  const found = Array.from({ length: 40 }, () => signed(key, goodPayload()));
  const reading = { answer: signaturesIn(place(), found.length), found };

  /** Each signature takes so long; answers how often the event loop had its turn. */
  async function judge(milliseconds: number, cancelAfter = Number.POSITIVE_INFINITY): Promise<number> {
    const clock = createFakeClock();
    const cancel = new AbortController();
    let turns = 0;
    const monotonic = (): number => (clock.advance(milliseconds / 2), clock.monotonic());
    const sleep = (): Promise<void> => {
      turns += 1;
      if (turns === cancelAfter) cancel.abort();
      return Promise.resolve();
    };
    const world = createTestWorld({ clock: { ...clock, monotonic, sleep } });
    const { judged } = await judgeAll({ world }, [reading], context([key]), cancel.signal);
    assert.equal(judged.length, found.length);
    return turns;
  }

  it('leaves the event loop to others after each that is slow, and to nobody where all are quick [S40]', async () => {
    assert.ok((await judge(200)) >= 20);
    assert.equal(await judge(0), 0);
  });

  it('ends in the middle when the person cancels [S40]', async () => {
    await assert.rejects(judge(200, 3), { code: 'cancelled' });
  });
});
