// Blobs out (registries §1b, §2.2; http.md 5, 14): one round trip where that works, two where it does not.
import assert from 'node:assert/strict';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { uploadBlob, withDigestParameter } from '../../../src/engine/registry/upload.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { until } from '../../support/until.ts';
import { createSession, failureOf, never } from './support.ts';

const blob = new TextEncoder().encode('payload');
const digest = digestOf(blob);
const single = `POST /v2/a/b/blobs/uploads/?digest=${digest}`;

describe('an upload', () => {
  let server: ScriptedServer;
  const start = async (script: Script): Promise<void> => {
    server = await startScripted((request, response, count) =>
      request.url === '/v2/' ? answer(response, 200) : script(request, response, count),
    );
  };
  const lines = (): string[] => server.lines().filter((line) => line !== 'GET /v2/');
  const count = (method: string): number => server.requests.filter((one) => one.method === method).length;
  const world = () => createSession({}, { clock: createFakeClock() });
  const upload = (session = world().session, bytes: Uint8Array = blob) =>
    uploadBlob(session, { registry: server.address, path: 'a/b' }, bytes, never);
  const accept = { location: '/v2/a/b/blobs/uploads/u1?_state=a~b%20c' };
  const put = `PUT /v2/a/b/blobs/uploads/u1?_state=a~b%20c&digest=${digest}`;
  afterEach(() => server.stop());

  it('is one POST where the registry takes it', async () => {
    await start((_request, response) => answer(response, 201));
    assert.equal(await upload(), digest);
    assert.deepEqual(lines(), [single]);
    assert.deepEqual(server.requests.at(-1)?.body, Buffer.from(blob));
  });

  it('goes on with a PUT at the Location where the body of the POST was ignored, its query left as it is', async () => {
    await start((request, response) => answer(response, request.method === 'PUT' ? 201 : 202, '', accept));
    const { session } = world();
    await upload(session);
    assert.deepEqual(lines(), [single, put]);
    assert.deepEqual(server.requests.at(-1)?.body, Buffer.from(blob));
    await upload(session);
    assert.deepEqual(lines().slice(2), ['POST /v2/a/b/blobs/uploads/', put]);
  });

  for (const status of [400, 405, 411, 413, 415, 416]) {
    it(`starts again in the usual way where the single POST gets ${String(status)}`, async () => {
      await start((request, response) => {
        if (request.url.includes('?digest=')) return answer(response, status);
        answer(response, request.method === 'PUT' ? 201 : 202, '', accept);
      });
      await upload();
      assert.deepEqual(lines(), [single, 'POST /v2/a/b/blobs/uploads/', put]);
    });
  }

  it('does not send a large body on the off chance', async () => {
    await start((request, response) => answer(response, request.method === 'PUT' ? 201 : 202, '', accept));
    await upload(undefined, new Uint8Array(300_000));
    assert.equal(lines()[0], 'POST /v2/a/b/blobs/uploads/');
  });

  it('into a repository that is not there is not found, and 403 is forbidden', async () => {
    await start((_request, response) =>
      answer(response, 404, { errors: [{ code: 'NAME_UNKNOWN', message: 'x' }] }),
    );
    assert.equal((await failureOf('not-found', upload())).code, 'NAME_UNKNOWN');
    await server.stop();
    await start((_request, response) => answer(response, 403));
    await failureOf('forbidden', upload());
    assert.equal(lines().length, 1);
  });

  it('whose PUT was reset is started again, and the old session is ended', async () => {
    let puts = 0;
    await start((request, response) => {
      if (request.method === 'PUT' && (puts += 1) === 1) return void response.socket?.resetAndDestroy();
      answer(response, request.method === 'PUT' ? 201 : 202, '', accept);
    });
    await upload();
    await until(() => count('DELETE') === 1);
    assert.deepEqual(
      server.requests.map(({ method }) => method).filter((method) => method !== 'DELETE'),
      ['GET', 'POST', 'PUT', 'POST', 'PUT'],
    );
    assert.equal(server.requests.find(({ method }) => method === 'DELETE')?.url, accept.location);
  });

  it('that the person gives up is ended behind the cancel, which waits for nothing', async () => {
    const cancel = new AbortController();
    await start((request, response) => {
      if (request.method === 'POST') return answer(response, 202, '', accept);
      // Neither the PUT nor the DELETE is ever answered.
      if (request.method === 'PUT') setImmediate(() => cancel.abort());
    });
    const { session } = world();
    const work = uploadBlob(session, { registry: server.address, path: 'a/b' }, blob, cancel.signal);
    await failureOf('cancelled', work);
    await until(() => count('DELETE') === 1);
  });

  it('that is refused says why, whatever ending its session comes to', async () => {
    await start((request, response) =>
      answer(response, request.method === 'POST' ? 202 : request.method === 'PUT' ? 403 : 500, '', accept),
    );
    await failureOf('forbidden', upload());
    await until(() => count('DELETE') === 1);
  });

  it('whose session is gone is started again, three times at most', async () => {
    await start((request, response) => answer(response, request.method === 'PUT' ? 404 : 202, '', accept));
    await failureOf('not-found', upload());
    assert.equal(count('PUT'), 3);
    await until(() => count('DELETE') === 3);
  });

  it('refused for its content is not tried again', async () => {
    const body = { errors: [{ code: 'DIGEST_INVALID', message: 'x' }] };
    await start((request, response) => answer(response, request.method === 'PUT' ? 400 : 202, body, accept));
    assert.equal((await failureOf('registry-refused', upload())).code, 'DIGEST_INVALID');
    assert.equal(server.requests.filter(({ method }) => method === 'PUT').length, 1);
  });

  it('at another host goes without the credential', async () => {
    const store = await startScripted((_request, response) => answer(response, 201));
    await start((request, response) =>
      request.headers.authorization === undefined
        ? answer(response, 401, '', { 'www-authenticate': 'Basic realm="x"' })
        : answer(response, 202, '', { location: `http://${store.address}/up?x=1` }),
    );
    const { session } = createSession({ [server.address]: ['ann', 'canary'] });
    await upload(session);
    assert.deepEqual(store.lines(), [`PUT /up?x=1&digest=${digest}`]);
    assert.equal(store.requests[0]?.headers.authorization, undefined);
    await store.stop();
  });

  it('without a Location is a bad answer, and one inside the network of a public registry is refused [S29]', async () => {
    await start((_request, response) => answer(response, 202));
    await failureOf('bad-answer', upload());
    const fetch = () =>
      Promise.resolve(new Response('', { status: 202, headers: { location: 'https://10.0.0.1/x' } }));
    const { session } = createSession({}, { fetch });
    const work = uploadBlob(session, { registry: 'reg.example', path: 'a' }, blob, never);
    assert.equal((await failureOf('bad-redirect', work)).reason, 'private-address');
  });

  it('keeps the state in a Location exactly as it came', () => {
    const append = (location: string): string => withDigestParameter(new URL(location), digest).href;
    assert.equal(
      append('https://r/u?_state=a~b%20c+d%2B'),
      `https://r/u?_state=a~b%20c+d%2B&digest=${digest}`,
    );
    assert.equal(append('https://r/u'), `https://r/u?digest=${digest}`);
    assert.equal(append('https://r/u?'), `https://r/u?digest=${digest}`);
    assert.equal(append('https://r/u?a=1#f'), `https://r/u?a=1&digest=${digest}`);
  });
});
