// The lock that the windows of one machine share: who has it, who takes it from whom, and who goes on without.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { lockTag } from '../../../src/engine/store/tagLock.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { noSignal } from '../../support/scene.ts';
import { createMemoryStorage, type MemoryStorage } from '../../support/storage.ts';
import { createTestWorld, type TestWorld } from '../../support/world.ts';

const tag = 'registry.example/app:sha256-0.sig';

describe('the lock of a tag', () => {
  let disk: MemoryStorage;
  beforeEach(() => (disk = createMemoryStorage(1)));

  /** A window whose waits call `waited`. */
  function window(pid: number, waited: (waits: number) => void = () => undefined): TestWorld {
    const clock = createFakeClock();
    let waits = 0;
    return createTestWorld({
      storage: disk.as(pid),
      clock: {
        ...clock,
        sleep: (milliseconds, signal) => {
          waited((waits += 1));
          return clock.sleep(milliseconds, signal);
        },
      },
    });
  }
  const lockFiles = (): number => [...disk.files.keys()].filter((path) => path.startsWith('locks/')).length;

  it('is had by one window at a time, and by the next when it is given back [V7]', async () => {
    const order: string[] = [];
    const first = await lockTag(window(1), tag, noSignal);
    let given: Promise<void> | undefined;
    const second = window(2, (waits) => {
      order.push('waits');
      if (waits === 3) given = first.release();
    });
    const lock = await lockTag(second, tag, noSignal);
    await given;
    assert.equal(lock.without, undefined);
    assert.ok(order.length >= 3);
    assert.equal(lockFiles(), 1);
    await lock.release();
    assert.equal(lockFiles(), 0);
  });

  it('makes one tag not wait for another', async () => {
    await lockTag(window(1), tag, noSignal);
    const other = window(2, () => assert.fail('it waits'));
    assert.equal((await lockTag(other, `${tag}2`, noSignal)).without, undefined);
  });

  it('is taken at once from a process that has ended', async () => {
    await lockTag(window(1), tag, noSignal);
    disk.ended.add(1);
    const lock = await lockTag(
      window(2, () => assert.fail('it waits')),
      tag,
      noSignal,
    );
    assert.equal(lock.without, undefined);
  });

  it('is taken from one who hangs, or whose number another process has now, and the log says from whom', async () => {
    const holder = await lockTag(window(1), tag, noSignal);
    let waited = 0;
    const second = window(2, (waits) => (waited = waits));
    const lock = await lockTag(second, tag, noSignal);
    assert.equal(lock.without, undefined);
    assert.ok(waited > 100, String(waited));
    assert.ok(
      second.logged.some((line) => line.includes('taken from process 1 on "this computer" since 2026')),
    );
    await holder.release();
    assert.equal(lockFiles(), 1, 'it is not the first one’s to give back any more');
  });

  it('is not taken from one who works for long: its file is renewed meanwhile [V7]', async () => {
    const clock = createFakeClock();
    const first = await lockTag(createTestWorld({ storage: disk.as(1), clock }), tag, noSignal);
    const second = createTestWorld({ storage: disk.as(2), clock });
    assert.equal((await lockTag(second, tag, noSignal)).without, 'held-by-another');
    assert.equal(clock.slept.length, 600, 'and nobody waits for ever');
    await first.release();
    assert.equal(lockFiles(), 0);
    assert.equal(clock.timers(), 0);
  });

  it('is given back also while its file is being renewed', async () => {
    const clock = createFakeClock();
    const storage = disk.as(1);
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const write: typeof storage.write = async (...file) => {
      begin();
      await gate;
      await storage.write(...file);
    };
    const lock = await lockTag(createTestWorld({ storage: { ...storage, write }, clock }), tag, noSignal);
    clock.advance(5000);
    await begun;
    const released = lock.release();
    go();
    await released;
    assert.equal(lockFiles(), 0);
    assert.equal(clock.timers(), 0);
  });

  it('that another has taken is not renewed, and one that cannot be renewed disturbs nobody', async () => {
    const clock = createFakeClock();
    const storage = disk.as(1);
    const first = createTestWorld({ storage, clock });
    await lockTag(first, tag, noSignal);
    storage.isFull = true;
    clock.advance(5000);
    await turns();
    assert.ok(first.logged.some((line) => line.includes('is not renewed: file-not-writable')));
    storage.isFull = false;
    await lockTag(window(2), tag, noSignal);
    const [before] = [...disk.files.values()];
    clock.advance(5000);
    await turns();
    assert.deepEqual([...disk.files.values()], [before]);
  });

  it('is not taken because a clock jumped [V7]', async () => {
    const clock = createFakeClock();
    await lockTag(createTestWorld({ storage: disk.as(1), clock }), tag, noSignal);
    const cancel = new AbortController();
    let waits = 0;
    const second = createTestWorld({
      storage: disk.as(2),
      clock: {
        ...clock,
        sleep: (milliseconds, signal) => {
          // Each wait is a night.
          clock.jump(8 * 3_600_000);
          clock.advance(8 * 3_600_000);
          if ((waits += 1) === 50) cancel.abort();
          return clock.sleep(milliseconds, signal);
        },
      },
    });
    await assert.rejects(lockTag(second, tag, cancel.signal), (error) => isEngineError(error, 'cancelled'));
    assert.equal(lockFiles(), 1);
  });

  it('lets a person who gives up waiting go', async () => {
    await lockTag(window(1), tag, noSignal);
    const cancel = new AbortController();
    const second = window(2, () => cancel.abort());
    await assert.rejects(lockTag(second, tag, cancel.signal), (error) => isEngineError(error, 'cancelled'));
  });

  it('is gone without when others hand it on for ever', async () => {
    let holder = await lockTag(window(3), tag, noSignal);
    let pid = 3;
    const second = createTestWorld({
      storage: disk.as(2),
      clock: {
        ...createFakeClock(),
        sleep: async () => {
          await holder.release();
          holder = await lockTag(window((pid += 1)), tag, noSignal);
        },
      },
    });
    const lock = await lockTag(second, tag, noSignal);
    assert.equal(lock.without, 'held-by-another');
    await lock.release();
    assert.equal(lockFiles(), 1);
  });

  it('is gone without where nothing can be written', async () => {
    const storage = disk.as(2);
    storage.isFull = true;
    const world = createTestWorld({ storage });
    const lock = await lockTag(world, tag, noSignal);
    assert.equal(lock.without, 'no-storage');
    assert.ok(world.logged.some((line) => line.includes('without its lock: file-not-writable')));
  });

  it('is taken also where its file is anything at all', async () => {
    await lockTag(window(1), tag, noSignal);
    for (const path of disk.files.keys()) disk.files.set(path, new TextEncoder().encode('{"pid":"x"'));
    assert.equal((await lockTag(window(2), tag, noSignal)).without, undefined);
  });

  it('that another took in the moment between is put back', async () => {
    await lockTag(window(1), tag, noSignal);
    disk.ended.add(1);
    const storage = disk.as(2);
    let moment = true;
    const world = createTestWorld({
      clock: createFakeClock(),
      storage: {
        ...storage,
        isGone: async (owner) => {
          if (!moment) return storage.isGone(owner);
          moment = false;
          await lockTag(window(3), tag, noSignal);
          return true;
        },
      },
    });
    const cancel = new AbortController();
    const waiting = lockTag(world, tag, cancel.signal);
    const [bytes] = [...disk.files.values()];
    await waiting;
    assert.ok(bytes !== undefined);
    assert.ok(
      world.logged.some((line) => line.includes('taken from process 3')),
      'it waited for process 3',
    );
  });
});

/** Lets what waits for nothing but promises go on. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
