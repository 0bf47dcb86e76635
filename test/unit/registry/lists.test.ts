// Tags and repositories page by page (registries §1, §1b), and lists that lie (S4).
import assert from 'node:assert/strict';
import { listRepositories, listTags } from '../../../src/engine/registry/lists.ts';
import type { NameListPage } from '../../../src/engine/registry/names.ts';
import { startRegistry } from '../../demo/registry.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';
import { storeManifest } from '../../demo/state.ts';

async function all(pages: AsyncIterable<NameListPage>): Promise<NameListPage[]> {
  const found: NameListPage[] = [];
  for await (const page of pages) found.push(page);
  return found;
}
const namesOf = (pages: readonly NameListPage[]): string[] => pages.flatMap((page) => page.names);

describe('lists', () => {
  let server: ScriptedServer | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  const tagsOf = async (script: Script): Promise<NameListPage[]> => {
    server = await startScripted(script);
    return all(listTags(createSession().session, { registry: server.address, path: 'a/b' }, never));
  };

  for (const tagPaging of ['link', 'no-link', 'none'] as const) {
    it(`of a registry that pages with ${tagPaging} come whole and without repeats`, async () => {
      const registry = await startRegistry({ tagPaging });
      for (let index = 0; index < 250; index += 1) {
        storeManifest(registry.state, 'a/b', `v${String(index)}`, manifestType, Buffer.from(manifestText));
      }
      const pages = await all(
        listTags(createSession().session, { registry: registry.address, path: 'a/b' }, never),
      );
      await registry.stop();
      assert.equal(new Set(namesOf(pages)).size, 250);
      assert.equal(namesOf(pages).length, 250);
      assert.equal(pages.at(-1)?.complete, true);
    });
  }

  it('that page without Link at a round number are asked on behind the last name', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `t${String(index).padStart(3, '0')}`);
    const pages = await tagsOf((request, response) => {
      const last = new URL(request.url, 'http://x').searchParams.get('last');
      const from = last === null ? 0 : names.indexOf(last) + 1;
      answer(response, 200, { name: 'a/b', tags: names.slice(from, from + 100) });
    });
    assert.deepEqual(namesOf(pages), names);
    assert.deepEqual(
      pages.map((page) => page.complete),
      [false, false, true],
    );
    assert.deepEqual(server?.lines().slice(1), [
      'GET /v2/a/b/tags/list?n=1000&last=t099',
      'GET /v2/a/b/tags/list?n=1000&last=t199',
    ]);
  });

  it('drop and count names outside the grammar, in either list [S4]', async () => {
    const bad = ['../x', '', 'a/b', '.', '-x', 'x y', '<b>', null, 5, {}, 'x'.repeat(129), '\u202e'];
    const [page] = await tagsOf((_request, response) =>
      answer(response, 200, { tags: ['v1', ...bad, 'v2'] }),
    );
    assert.deepEqual(page, { names: ['v1', 'v2'], dropped: bad.length, complete: true });
    await server?.stop();
    const paths = ['acme/../evil', '..', 'A/b', 'a//b', '', 'x?y', 7];
    server = await startScripted((_request, response) =>
      answer(response, 200, { repositories: ['ok/app', ...paths] }),
    );
    const [catalog] = await all(listRepositories(createSession().session, server.address, never));
    assert.deepEqual(catalog, { names: ['ok/app'], dropped: paths.length, complete: true });
  });

  it('ask the very list again whatever path a Link names', async () => {
    await tagsOf((_request, response, count) =>
      count === 1
        ? answer(response, 200, { tags: ['a'] }, { link: '</v2/other/../../admin?last=a>; rel="next"' })
        : answer(response, 200, { tags: ['b'] }),
    );
    assert.deepEqual(server?.lines(), ['GET /v2/a/b/tags/list', 'GET /v2/a/b/tags/list?last=a']);
  });

  it('that are null are empty', async () => {
    const pages = await tagsOf((_request, response) => answer(response, 200, { name: 'a/b', tags: null }));
    assert.deepEqual(pages, [{ names: [], dropped: 0, complete: true }]);
  });

  it('whose Link repeats are ended', async () => {
    const work = tagsOf((_request, response) =>
      answer(response, 200, { tags: ['a'] }, { link: '</v2/a/b/tags/list?last=a>; rel="next"' }),
    );
    await failureOf('endless-list', work);
    assert.equal(server?.requests.length, 2);
  });

  it('whose Links go on without a new name are ended', async () => {
    const work = tagsOf((_request, response, count) =>
      answer(
        response,
        200,
        { tags: [] },
        { link: `</v2/a/b/tags/list?last=${String(count)}&n=0>; rel="next"` },
      ),
    );
    await failureOf('endless-list', work);
    assert.ok((server?.requests.length ?? 99) < 10);
  });

  it('at another host are refused', async () => {
    const work = tagsOf((_request, response) =>
      answer(response, 200, { tags: ['a'] }, { link: '<http://10.0.0.1/v2/x>; rel="next"' }),
    );
    await failureOf('bad-answer', work);
  });

  it('that are web pages, no JSON or no list have a name', async () => {
    await failureOf(
      'not-a-registry',
      tagsOf((_request, response) => answer(response, 200, '<html>', { 'content-type': 'text/html' })),
    );
    await server?.stop();
    await failureOf(
      'bad-answer',
      tagsOf((_request, response) => answer(response, 200, '{"tags":')),
    );
    await server?.stop();
    await failureOf(
      'bad-answer',
      tagsOf((_request, response) => answer(response, 200, { tags: 'v1' })),
    );
    await server?.stop();
    await failureOf(
      'not-found',
      tagsOf((_request, response) => answer(response, 404, '404 page not found')),
    );
  });

  it('are asked for page by page, as far as somebody reads', async () => {
    const registry = await startScripted((_request, response, count) =>
      answer(
        response,
        200,
        { tags: [`t${String(count)}`] },
        { link: `<?last=${String(count)}>; rel="next"` },
      ),
    );
    const pages = listTags(createSession().session, { registry: registry.address, path: 'a' }, never);
    await pages.next();
    await pages.next();
    await pages.return();
    assert.equal(registry.requests.length, 2);
    await registry.stop();
  });

  it('carry no Accept but the one that fetch insists on (http.md 12)', async () => {
    await tagsOf((_request, response) => answer(response, 200, { tags: [] }));
    assert.equal(server?.requests[0]?.headers.accept, '*/*');
  });
});
