// A part of a long list, found without reading all of it where the list is in order, and by reading all of it where not
// (registries §1b: which registry pages how).
import assert from 'node:assert/strict';
import { listRepositoriesOf, listTagsOf } from '../../../src/engine/registry/listWays.ts';
import type { NameListPage } from '../../../src/engine/registry/names.ts';
import { startRegistry } from '../../demo/registry.ts';
import { storeManifest } from '../../demo/state.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, manifestText, manifestType, never } from './support.ts';

async function all(pages: AsyncIterable<NameListPage>): Promise<NameListPage[]> {
  const found: NameListPage[] = [];
  for await (const page of pages) found.push(page);
  return found;
}
const namesOf = (pages: readonly NameListPage[]): string[] => pages.flatMap((page) => page.names);
const number = (index: number): string => String(index).padStart(4, '0');

type Order = (one: string, other: string) => number;
const bytes: Order = (one, other) => (one < other ? -1 : 1);
const folders: Order = (one, other) => bytes(one.replaceAll('/', '\0'), other.replaceAll('/', '\0'));

/** A server of one list; `n` is capped at 100, as a page without `n` is. */
async function serve(
  names: readonly string[],
  order: Order | 'none',
  field: 'tags' | 'repositories',
): Promise<ScriptedServer> {
  const sorted = order === 'none' ? names : [...names].sort(order);
  return startScripted((request, response) => {
    const url = new URL(request.url, 'http://x');
    const last = url.searchParams.get('last');
    const place =
      order === 'none'
        ? sorted.indexOf(last ?? '') + 1
        : sorted.findIndex((name) => last === null || (order(last, name) < 0 && last !== name));
    const from = place < 0 ? sorted.length : place;
    const page = sorted.slice(from, from + 100);
    const more = from + 100 < sorted.length;
    const link = `<${url.pathname}?n=100&last=${encodeURIComponent(page.at(-1) ?? '')}>; rel="next"`;
    answer(response, 200, { [field]: page }, more ? { link } : {});
  });
}

describe('the part of a list', () => {
  let server: ScriptedServer | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  const many = Array.from({ length: 3000 }, (_, index) => `aaa/x${number(index)}`);
  const wanted = Array.from({ length: 150 }, (_, index) => `acme/app${number(index)}`);
  const near = [
    'acme',
    'acme-tools/app',
    'acme.old/app',
    'acme0/app',
    'acmea/app',
    'zoo/app',
    'acme/app0000/sub',
  ];
  const inside = [...wanted, 'acme/app0000/sub'].sort();

  for (const [order, name] of [
    [bytes, 'by bytes'],
    [folders, 'folder by folder'],
  ] as const) {
    it(`below a namespace is begun there where the list is in order, ${name}`, async () => {
      server = await serve([...many, ...near, ...wanted], order, 'repositories');
      const { session } = createSession();
      const pages = await all(
        listRepositoriesOf(session, { registry: server.address, path: 'acme' }, {}, never),
      );
      assert.deepEqual(namesOf(pages).sort(), inside);
      assert.deepEqual(
        pages.map(({ complete }) => complete),
        pages.map((_, index) => index === pages.length - 1),
      );
      assert.ok(server.requests.length <= 3, server.lines().join());
    });
  }

  it('below a namespace is found in a list that is in no order', async () => {
    const mixed = [...many.slice(0, 250), ...wanted, ...near].map(
      (name, index) => [(index * 7919) % 407, name] as const,
    );
    server = await serve(
      mixed.sort(([one], [other]) => one - other).map(([, name]) => name),
      'none',
      'repositories',
    );
    const { session } = createSession();
    const pages = await all(
      listRepositoriesOf(session, { registry: server.address, path: 'acme' }, {}, never),
    );
    assert.deepEqual(namesOf(pages).sort(), inside);
  });

  it('below a namespace is found where `last` is refused, and where the list ends before it', async () => {
    for (const status of [400, 200]) {
      const strict = await startScripted((request, response) =>
        request.url.includes('last=')
          ? answer(response, status, status === 200 ? { repositories: [] } : { errors: [] })
          : answer(response, 200, { repositories: ['zoo/app', 'acme/app'] }),
      );
      const { session } = createSession();
      const pages = await all(
        listRepositoriesOf(session, { registry: strict.address, path: 'acme' }, {}, never),
      );
      await strict.stop();
      assert.deepEqual(namesOf(pages), ['acme/app']);
    }
  });

  it('with a text in the names tells those that begin with it first, then the others, each once', async () => {
    const tags = [
      ...Array.from({ length: 2000 }, (_, index) => `v${number(index)}`),
      '2.0',
      'a-v19',
      'zz-v19',
    ];
    server = await serve(tags, bytes, 'tags');
    const { session } = createSession();
    const pages = await all(
      listTagsOf(session, { registry: server.address, path: 'acme/app' }, { filter: 'v19' }, never),
    );
    const begin = tags.filter((name) => name.startsWith('v19')).sort();
    const names = namesOf(pages);
    assert.deepEqual(names.slice(0, 1), ['a-v19']);
    assert.deepEqual(names.slice(1, 101), begin);
    assert.deepEqual(names.slice(101), ['zz-v19']);
    const at = pages.findIndex((page) => page.names.includes('v1900'));
    assert.equal(at, 1);
    assert.deepEqual([pages[0]?.filtered, pages[1]?.filtered], [false, true]);
    assert.equal(pages.at(-1)?.complete, true);
    assert.equal(pages.filter(({ complete }) => complete).length, 1);
  });

  it('with a text in the names takes one request where the list has one page', async () => {
    server = await serve(['v1', 'v2', 'w1'], bytes, 'tags');
    const { session } = createSession();
    const pages = await all(
      listTagsOf(session, { registry: server.address, path: 'acme/app' }, { filter: 'V' }, never),
    );
    assert.deepEqual(pages, [{ names: ['v1', 'v2'], dropped: 0, complete: true, filtered: false }]);
    assert.equal(server.requests.length, 1);
  });

  for (const tagPaging of ['link', 'no-link', 'none'] as const) {
    it(`is the same at a registry that pages with ${tagPaging}`, async () => {
      const registry = await startRegistry({ tagPaging });
      const tags = Array.from(
        { length: 250 },
        (_, index) => `${index % 2 === 0 ? 'v' : 'rc-v'}${String(index)}`,
      );
      for (const tag of tags)
        storeManifest(registry.state, 'a/b', tag, manifestType, Buffer.from(manifestText));
      const where = { registry: registry.address, path: 'a/b' };
      const pages = await all(listTagsOf(createSession().session, where, { filter: 'v1' }, never));
      await registry.stop();
      assert.deepEqual(namesOf(pages).sort(), tags.filter((name) => name.includes('v1')).sort());
    });
  }

  it('is asked for with a first request at most 1000 names long, which is all that Amazon takes', async () => {
    server = await serve([...many, ...wanted], bytes, 'repositories');
    await all(
      listRepositoriesOf(createSession().session, { registry: server.address, path: 'acme' }, {}, never),
    );
    for (const { url } of server.requests) {
      assert.ok(Number(new URL(url, 'http://x').searchParams.get('n') ?? 0) <= 1000);
    }
  });
});
