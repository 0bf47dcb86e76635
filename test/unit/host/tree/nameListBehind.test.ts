// Lists of names that load behind what is in view, and lists that are filtered.
import assert from 'node:assert/strict';
import type { NamePage } from '../../../../src/engine/namePage.ts';
import { namesPerStep, pagesPerStep } from '../../../../src/host/tree/nameContent.ts';
import type { NameListOptions } from '../../../../src/host/tree/nameContent.ts';
import { newNameList } from '../../../../src/host/tree/nameList.ts';
import type { NameList } from '../../../../src/host/tree/nameList.ts';
import { compareTagsBy } from '../../../../src/host/tree/order.ts';

const signal = new AbortController().signal;
const most = 10_000;
const newestFirst = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);

interface Given {
  readonly read: NameListOptions['read'];
  readonly asked: (string | undefined)[];
}

/** A registry that gives these pages, and says what it was asked to filter by. */
function registry(pages: readonly (readonly string[] | Error)[], told: Partial<NamePage> = {}): Given {
  const asked: (string | undefined)[] = [];
  return {
    asked,
    async *read(_, filter) {
      for (const [at, page] of pages.entries()) {
        asked.push(filter);
        await Promise.resolve();
        if (page instanceof Error) throw page;
        yield { names: page, dropped: 0, complete: at === pages.length - 1, ...told };
      }
    },
  };
}

function listOf(read: NameListOptions['read'], options: Partial<NameListOptions> = {}): NameList {
  return newNameList({ read, compare: newestFirst, isHidden: () => false, ...options });
}

const pages = [['v1', 'v2'], ['v3', 'v4'], ['v5']];

describe('a list that loads behind what is in view', () => {
  it('is read to its end without a change of what is in view', async () => {
    const list = listOf(registry(pages).read);
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['v2', 'v1']);
    const seen: number[] = [];
    await list.fill(most, () => seen.push(list.state().known), signal);
    assert.deepEqual(seen, [4, 5]);
    assert.deepEqual(list.state().shown, ['v2', 'v1']);
    assert.equal(list.state().filling, 'done');
    assert.equal(list.state().outOfOrder, true);
  });

  it('brings what belongs above to the top when somebody asks for it, and only then', async () => {
    const list = listOf(registry(pages).read);
    await list.more(signal);
    await list.fill(most, () => undefined, signal);
    list.refilter();
    assert.deepEqual(list.state().shown, ['v5', 'v4', 'v3', 'v2', 'v1']);
    assert.equal(list.state().outOfOrder, false);
  });

  it('stops at its limit, and says so', async () => {
    const given = registry(pages);
    const list = listOf(given.read);
    await list.more(signal);
    await list.fill(3, () => undefined, signal);
    assert.equal(list.state().filling, 'at-limit');
    assert.equal(list.state().known, 4);
    assert.equal(given.asked.length, 2);
  });

  it('stops when it is told to, keeps what it has, and goes on from there', async () => {
    const given = registry(pages);
    const list = listOf(given.read);
    await list.more(signal);
    const stop = new AbortController();
    await list.fill(most, () => stop.abort(), stop.signal);
    assert.equal(list.state().filling, 'stopped');
    assert.equal(list.state().known, 4);
    await list.fill(most, () => undefined, signal);
    assert.equal(list.state().filling, 'done');
    assert.equal(given.asked.length, 3);
  });

  it('keeps a failure behind the view to itself: the rows in view stay without an error', async () => {
    const list = listOf(registry([['v1'], new Error('broken')]).read);
    await list.more(signal);
    await list.fill(most, () => undefined, signal);
    assert.equal(list.state().filling, 'failed');
    assert.equal(list.state().failure, undefined);
  });

  it('ends when the list is forgotten, and what it still brings is seen by nobody', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const list = listOf(async function* (stop) {
      yield { names: ['v1'], dropped: 0, complete: false };
      await gate;
      if (stop.aborted) throw new Error('stopped');
      yield { names: ['v2'], dropped: 0, complete: true };
    });
    await list.more(signal);
    const filling = list.fill(most, () => undefined, signal);
    list.reset();
    go();
    await filling;
    assert.equal(list.state().known, 0);
  });
});

describe('a list with a filter', () => {
  it('asks the registry for what it looks for, and shows only that', async () => {
    const given = registry([['app', 'web', 'web-app']]);
    const list = listOf(given.read);
    list.setFilter(' APP ');
    await list.more(signal);
    assert.deepEqual(given.asked, ['APP']);
    assert.deepEqual(list.state().shown, ['web-app', 'app']);
  });

  it('looks through several pages where the registry cannot look itself, and no more than for a view', async () => {
    const given = registry(Array.from({ length: 30 }, (_, at) => [`app${String(at)}`, `web${String(at)}`]));
    const list = listOf(given.read);
    list.setFilter('web');
    await list.more(signal);
    assert.equal(list.state().shown.length, pagesPerStep);
    assert.equal(given.asked.length, pagesPerStep);
  });

  it('believes a registry that looked itself', async () => {
    const list = listOf(registry([['alpha', 'beta']], { filtered: true }).read);
    list.setFilter('first letters');
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['beta', 'alpha']);
  });

  it('asks nobody where the whole list is loaded, and none again when it is cleared', async () => {
    const given = registry(pages);
    const list = listOf(given.read);
    await list.more(signal);
    await list.fill(most, () => undefined, signal);
    list.setFilter('3');
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['v3']);
    assert.equal(list.state().exhausted, true);
    list.setFilter(undefined);
    assert.deepEqual(list.state().shown, ['v2', 'v1']);
    assert.equal(given.asked.length, 3);
  });

  it('knows the names that were there before it, so that what is signed stays known', async () => {
    const list = listOf(registry([['v1', 'sha256-a.sig']]).read);
    await list.more(signal);
    list.setFilter('v1');
    await list.more(signal);
    assert.equal(list.has('sha256-a.sig'), true);
  });
});

describe('a list in rows', () => {
  const rowsOf = () => (name: string) => name.replace(/\/.*/, '/');

  it('shows a namespace once, however many names it has', async () => {
    const list = listOf(registry([['a/1', 'a/2', 'b'], ['a/3']]).read, { rowsOf });
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['b', 'a/']);
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['b', 'a/']);
    assert.equal(list.state().exhausted, true);
    assert.deepEqual([...list.names()], ['a/1', 'a/2', 'b', 'a/3']);
  });

  it('shows what another list knows of it, and asks for the rest', async () => {
    const given = registry([['x', 'y', 'z']]);
    const list = listOf(given.read, { seed: () => ({ names: ['x'], complete: false }) });
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['z', 'y', 'x']);
  });

  it('asks nobody where another list knows all of it', async () => {
    const given = registry([['x']]);
    const list = listOf(given.read, { seed: () => ({ names: ['x', 'y'], complete: true }) });
    await list.more(signal);
    assert.deepEqual(list.state().shown, ['y', 'x']);
    assert.equal(given.asked.length, 0);
  });
});

describe('the order of tags', () => {
  const dates = new Map([
    ['v1', 300],
    ['v2', 100],
    ['v10', 200],
  ]);
  const tags = ['v2', 'v10', 'none', 'latest', 'v1', `sha256-${'a'.repeat(64)}.sbom`];
  for (const [order, expected] of [
    ['version', ['latest', 'v10', 'v2', 'v1', 'none']],
    ['name', ['latest', 'none', 'v1', 'v2', 'v10']],
    ['date', ['latest', 'v1', 'v10', 'v2', 'none']],
  ] as const) {
    it(`is by ${order}, with latest first and what belongs to signatures last`, () => {
      const sorted = tags.toSorted((a, b) => compareTagsBy(order, a, b, dates));
      assert.deepEqual(sorted, [...expected, tags.at(-1)]);
    });
  }

  it('puts the newest of ten thousand into the first rows', async () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `v1.${String(at)}`);
    const list = newNameList({
      read: registry([names]).read,
      compare: (a, b, known) => compareTagsBy('version', a, b, known),
      isHidden: () => false,
    });
    await list.more(signal);
    assert.equal(list.state().shown.length, namesPerStep);
    assert.equal(list.state().shown[0], 'v1.9999');
  });
});
