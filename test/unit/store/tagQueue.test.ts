// One queue per tag: what runs when.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createTagQueue } from '../../../src/engine/store/tagQueue.ts';
import { createTestWorld } from '../../support/world.ts';
import { noSignal } from '../../support/scene.ts';

describe('the queue of a tag', () => {
  it('runs one task after the other, also after one that failed', async () => {
    const queue = createTagQueue(createTestWorld());
    const order: string[] = [];
    const task =
      (name: string, fails = false) =>
      async (): Promise<void> => {
        order.push(`${name} begins`);
        await wait(1);
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
      };
    const first = queue.run('a', task('first', true), noSignal);
    const second = queue.run('a', task('second'), noSignal);
    await assert.rejects(first);
    await second;
    assert.deepEqual(order, ['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('does not make one tag wait for another', async () => {
    const queue = createTagQueue(createTestWorld());
    let free: (() => void) | undefined;
    const blocked = queue.run('a', () => new Promise<void>((resolve) => (free = resolve)), noSignal);
    assert.equal(await queue.run('b', () => Promise.resolve(7), noSignal), 7);
    free?.();
    await blocked;
  });

  it('lets a person who gives up waiting go at once, and nobody past the task that runs', async () => {
    const queue = createTagQueue(createTestWorld());
    const cancel = new AbortController();
    const order: string[] = [];
    let free: (() => void) | undefined;
    const running = queue.run('a', () => new Promise<void>((resolve) => (free = resolve)), noSignal);
    const waiting = queue.run('a', () => Promise.resolve(), cancel.signal);
    const next = queue.run('a', () => Promise.resolve(order.push('next')), noSignal);
    cancel.abort();
    await assert.rejects(waiting, (error) => isEngineError(error, 'cancelled'));
    order.push('gave up');
    free?.();
    await running;
    await next;
    assert.deepEqual(order, ['gave up', 'next']);
  });

  it('never begins a task that was cancelled while it waited', async () => {
    const queue = createTagQueue(createTestWorld());
    const cancel = new AbortController();
    let begun = false;
    const before = queue.run('a', () => wait(5), noSignal);
    const cancelled = queue.run('a', () => Promise.resolve((begun = true)), cancel.signal);
    cancel.abort();
    await assert.rejects(cancelled, (error) => isEngineError(error, 'cancelled'));
    await before;
    assert.equal(begun, false);
  });
});
