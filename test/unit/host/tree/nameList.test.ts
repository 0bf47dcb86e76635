// Lists of names as the tree shows them: a part at a time, read only as far as somebody looks.
import assert from 'node:assert/strict';
import type { NamePage } from '../../../../src/engine/namePage.ts';
import { namesPerStep, pagesPerStep } from '../../../../src/host/tree/nameContent.ts';
import type { NameListOptions } from '../../../../src/host/tree/nameContent.ts';
import { newNameList } from '../../../../src/host/tree/nameList.ts';

const signal = new AbortController().signal;
const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(5, '0')}`);
}

/** A registry that gives these pages and counts how many were asked for. */
function registry(pages: readonly (readonly string[] | Error)[]): {
  readonly read: NameListOptions['read'];
  asked: number;
  stopped: boolean;
} {
  const given = {
    asked: 0,
    stopped: false,
    async *read(stop: AbortSignal): AsyncGenerator<NamePage, void, undefined> {
      for (const page of pages) {
        given.asked += 1;
        await Promise.resolve();
        if (stop.aborted) {
          given.stopped = true;
          throw new Error('stopped');
        }
        if (page instanceof Error) throw page;
        yield { names: page, dropped: 0, complete: false };
      }
    },
  };
  return given;
}

function listOf(
  read: NameListOptions['read'],
  options: Partial<NameListOptions> = {},
): ReturnType<typeof newNameList> {
  return newNameList({ read, compare: byCode, isHidden: () => false, ...options });
}

describe('a list of names', () => {
  it('asks for nothing before somebody looks, and then for one page', async () => {
    const given = registry([['b', 'a'], ['c']]);
    const list = listOf(given.read);
    assert.equal(given.asked, 0);
    await list.more(signal);
    assert.equal(given.asked, 1);
    assert.deepEqual(list.state().shown, ['a', 'b']);
    assert.equal(list.state().exhausted, false);
  });

  it('shows a large page in steps without asking again', async () => {
    const given = registry([numbered('t', 2 * namesPerStep + 1)]);
    const list = listOf(given.read);
    await list.more(signal);
    assert.equal(list.state().shown.length, namesPerStep);
    await list.more(signal);
    assert.equal(list.state().shown.length, 2 * namesPerStep);
    assert.equal(given.asked, 1);
    await list.more(signal);
    assert.equal(list.state().shown.length, 2 * namesPerStep + 1);
  });

  it('sorts later names in between and takes nothing out of view', async () => {
    const list = listOf(registry([numbered('m', 5), numbered('a', namesPerStep + 5)]).read);
    await list.more(signal);
    await list.more(signal);
    const { shown } = list.state();
    assert.equal(shown.length, namesPerStep + 5);
    assert.equal(shown[0], 'a00000');
    assert.ok(numbered('m', 5).every((name) => shown.includes(name)));
    assert.deepEqual([...shown], [...shown].sort(byCode));
  });

  it('shows a name once that two pages bring', async () => {
    const list = listOf(
      registry([
        ['a', 'b'],
        ['b', 'c'],
      ]).read,
    );
    await list.more(signal);
    await list.more(signal);
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['a', 'b', 'c']);
    assert.equal(list.state().exhausted, true);
  });

  it('reads on over pages of hidden names until one shows something [U10]', async () => {
    const given = registry([['x1'], ['x2'], ['a'], ['b']]);
    const list = listOf(given.read, { isHidden: (name) => name.startsWith('x') });
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['a']);
    assert.equal(list.state().hidden, 2);
    assert.equal(given.asked, 3);
  });

  it('stops after a number of pages with nothing but hidden names, and goes on when asked [U10]', async () => {
    const pages = Array.from({ length: pagesPerStep + 1 }, (_, at) => [`x${String(at)}`]);
    const given = registry([...pages, ['a']]);
    const list = listOf(given.read, { isHidden: (name) => name.startsWith('x') });
    await list.more(signal);
    assert.deepEqual(list.state().shown, []);
    assert.equal(list.state().hidden, pagesPerStep);
    assert.equal(list.state().exhausted, false);
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['a']);
  });

  it('reads no more pages of hidden names the second and third time than the first [U10]', async () => {
    const given = registry(Array.from({ length: 4 * pagesPerStep }, (_, at) => [`x${String(at)}`]));
    const list = listOf(given.read, { isHidden: (name) => name.startsWith('x') });
    for (const step of [1, 2, 3]) {
      await list.more(signal);
      assert.equal(given.asked, step * pagesPerStep);
    }
  });

  it('reads on behind what it knows after a failure, however many pages that were [U10]', async () => {
    const pages: (readonly string[] | Error)[] = Array.from({ length: 3 * pagesPerStep }, (_, at) => [
      `x${String(at)}`,
    ]);
    pages[2 * pagesPerStep] = new Error('broken');
    const list = listOf(registry(pages).read, { isHidden: (name) => name.startsWith('x') });
    for (let step = 0; step < 3; step += 1) await list.more(signal);
    assert.equal((list.state().failure as Error).message, 'broken');
    pages[2 * pagesPerStep] = ['a'];
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['a']);
  });

  it('leaves names out that belong to another list, without counting them as hidden', async () => {
    const list = listOf(registry([['acme/a', 'other/b']]).read, {
      belongs: (name) => name.startsWith('acme/'),
    });
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['acme/a']);
    assert.equal(list.state().hidden, 0);
  });

  it('keeps what it has when reading fails, and goes on from there when tried again', async () => {
    const pages: (string[] | Error)[] = [['a'], new Error('broken'), ['c']];
    const given = registry(pages);
    const list = listOf(given.read);
    await list.more(signal);
    await list.more(signal);
    assert.equal((list.state().failure as Error).message, 'broken');
    assert.deepEqual(list.state().shown, ['a']);
    pages[1] = ['b'];
    await list.more(signal);
    assert.equal(list.state().failure, undefined);
    assert.deepEqual(list.state().shown, ['a', 'b']);
  });

  it('stops reading when it is cancelled and says so, and can be tried again', async () => {
    const given = registry([['a']]);
    const list = listOf(given.read);
    const cancelled = new AbortController();
    const reading = list.more(cancelled.signal);
    cancelled.abort();
    await reading;
    assert.equal(given.stopped, true);
    assert.notEqual(list.state().failure, undefined);
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['a']);
  });

  it('ends its reading when it is reset, and is not touched by it any more', async () => {
    const given = registry([['a']]);
    const list = listOf(given.read);
    const reading = list.more(signal);
    list.reset();
    await reading;
    assert.equal(given.stopped, true);
    const { shown, failure, started } = list.state();
    assert.deepEqual({ shown, failure, started }, { shown: [], failure: undefined, started: false });
  });

  it('shows after a reset as many names as were in view', async () => {
    const given = registry([numbered('a', 150), numbered('b', 150), numbered('c', 150), ['d']]);
    const list = listOf(given.read);
    for (let step = 0; step < 3; step += 1) await list.more(signal);
    assert.equal(list.state().shown.length, 450);
    list.reset();
    await list.more(signal);
    assert.equal(list.state().shown.length, 450);
  });

  it('sorts out anew what is hidden without asking the registry', async () => {
    const given = registry([['a', 'x']]);
    let hides = true;
    const list = listOf(given.read, { isHidden: (name) => hides && name === 'x' });
    await list.more(signal);
    hides = false;
    list.refilter();
    assert.deepEqual(list.state().shown, ['a', 'x']);
    assert.equal(list.state().hidden, 0);
    hides = true;
    list.refilter();
    assert.deepEqual(list.state().shown, ['a']);
    assert.equal(given.asked, 1);
  });

  it('is at its end with a page that says so, without asking for another', async () => {
    const list = listOf(async function* () {
      await Promise.resolve();
      yield { names: ['a'], dropped: 0, complete: true };
      assert.fail('asked for more');
    });
    await list.more(signal);
    assert.equal(list.state().exhausted, true);
    await list.more(signal);
    assert.equal(list.state().failure, undefined);
  });

  it('counts the names that were dropped once, also where a page is read again after a failure', async () => {
    let isBroken = true;
    const list = listOf(async function* () {
      await Promise.resolve();
      yield { names: ['a'], dropped: 2, complete: false };
      if (isBroken) throw new Error('broken');
      yield { names: ['b'], dropped: 1, complete: true };
    });
    await list.more(signal);
    await list.more(signal);
    isBroken = false;
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['a', 'b']);
    assert.equal(list.state().dropped, 3);
  });

  it('reads once when two ask at the same time', async () => {
    const given = registry([['a'], ['b']]);
    const list = listOf(given.read);
    await Promise.all([list.more(signal), list.more(signal)]);
    assert.equal(given.asked, 1);
  });
});
