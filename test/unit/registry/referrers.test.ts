// The referrers API, and the many ways of having none (registries §1b, §3.8; cosign-formats §9.5).
import assert from 'node:assert/strict';
import { getReferrers } from '../../../src/engine/registry/referrers.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, failureOf, never } from './support.ts';

const digest = `sha256:${'a'.repeat(64)}` as const;
const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };
const type = { 'content-type': 'application/vnd.oci.image.index.v1+json' };

describe('the referrers API', () => {
  let server: ScriptedServer;
  const ask = async (script: Script) => {
    server = await startScripted(script);
    const { session } = createSession();
    return getReferrers(session, { registry: server.address, path: 'a/b' }, digest, never);
  };
  afterEach(() => server.stop());

  it('gives the bytes of an index, asked for with its type only', async () => {
    const found = await ask((_request, response) => answer(response, 200, index, type));
    assert.ok(found.kind === 'index');
    assert.equal(Buffer.from(found.pages[0]?.bytes ?? []).toString(), JSON.stringify(index));
    assert.equal(server.requests[0]?.headers.accept, type['content-type']);
  });

  it('is read page by page', async () => {
    const found = await ask((_request, response, count) =>
      answer(
        response,
        200,
        index,
        count === 3 ? type : { ...type, link: `<?last=${String(count)}>; rel="next"` },
      ),
    );
    assert.equal(found.kind === 'index' && found.pages.length, 3);
    assert.equal(server.lines()[2], `GET /v2/a/b/referrers/${digest}?last=2`);
  });

  for (const status of [404, 405, 406]) {
    it(`is not there when the answer is ${String(status)}`, async () => {
      assert.equal(
        (await ask((_request, response) => answer(response, status, '404 page not found'))).kind,
        'no-referrers-api',
      );
    });
  }

  it('is not there when the answer leads to another host, as at GitHub', async () => {
    const location = 'https://github.com/-/v2/packages/x';
    assert.equal(
      (await ask((_request, response) => answer(response, 303, '', { location }))).kind,
      'no-referrers-api',
    );
    assert.equal(server.requests.length, 1);
  });

  for (const [status, code] of [
    [400, 'registry-refused'],
    [401, 'not-signed-in'],
    [403, 'forbidden'],
    [429, 'rate-limited'],
    [500, 'registry-failed'],
  ] as const) {
    it(`could not be asked when the answer is ${String(status)}: that never means none`, async () => {
      await failureOf(
        code,
        ask((_request, response) => answer(response, status, '', { 'retry-after': '99' })),
      );
    });
  }

  it('is not what a web page or an error in JSON with status 200 says', async () => {
    await failureOf(
      'not-a-registry',
      ask((_request, response) => answer(response, 200, '<html>', { 'content-type': 'text/html' })),
    );
    await server.stop();
    await failureOf(
      'bad-answer',
      ask((_request, response) => answer(response, 200, { errors: [] })),
    );
  });

  it('ends when its Link repeats', async () => {
    await failureOf(
      'endless-list',
      ask((_request, response) => answer(response, 200, index, { link: '<?last=1>; rel="next"' })),
    );
    assert.equal(server.requests.length, 2);
  });

  it('that fails on a later page has failed as a whole', async () => {
    await failureOf(
      'not-found',
      ask((_request, response, count) =>
        count === 1 ? answer(response, 200, index, { link: '<?last=1>; rel="next"' }) : answer(response, 404),
      ),
    );
  });
});
