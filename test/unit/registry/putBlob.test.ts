// Blobs from one registry into another (registries §1, §2.2): proved to be there, mounted, or sent piece by piece.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { digestOf, type Digest } from '../../../src/engine/oci/digest.ts';
import { blobExists } from '../../../src/engine/registry/blobs.ts';
import { blobIn, putBlob } from '../../../src/engine/registry/putBlob.ts';
import { createCountingFetch } from '../../support/countingFetch.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { until } from '../../support/until.ts';
import { createSession, failureOf, never } from './support.ts';

const large = new Uint8Array(400_000).fill(7);
const small = new TextEncoder().encode('payload');
const nameOf = (bytes: Uint8Array) => ({ digest: digestOf(bytes), size: bytes.byteLength });

describe('a blob for another repository', () => {
  const servers: ScriptedServer[] = [];
  const start = async (script: Script): Promise<ScriptedServer> => {
    const server = await startScripted((request, response, count) =>
      request.url === '/v2/' ? answer(response, 200) : script(request, response, count),
    );
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });
  const lines = (server: ScriptedServer): string[] => server.lines().filter((line) => line !== 'GET /v2/');
  const accept = { location: '/v2/new/app/blobs/uploads/u1' };
  const takes: Script = (request, response) => {
    if (request.method === 'HEAD') return answer(response, 404);
    answer(response, request.method === 'PUT' ? 201 : 202, '', accept);
  };
  const gives =
    (bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}): Script =>
    (_request, response) =>
      answer(response, 200, bytes, headers);
  const world = () => createSession({}, { clock: createFakeClock() });
  const put = (
    from: ScriptedServer,
    to: ScriptedServer,
    blob: { digest: Digest; size: number },
    moved: (bytes: number) => void = () => undefined,
    session = world().session,
    signal = never,
  ) => {
    const source = blobIn(session, { registry: from.address, path: 'old/app' }, blob);
    return putBlob(session, source, { registry: to.address, path: 'new/app' }, blob, moved, signal);
  };

  it('is sent in one PUT of known length, and its bytes are told', async () => {
    const from = await start(gives(large));
    const to = await start(takes);
    let told = 0;
    assert.equal(await put(from, to, nameOf(large), (bytes) => (told += bytes)), 'sent');
    assert.equal(told, large.byteLength);
    const sent = to.requests.at(-1);
    assert.ok(sent !== undefined);
    assert.equal(sent.headers['content-length'], String(large.byteLength));
    assert.equal(sent.headers['transfer-encoding'], undefined);
    assert.equal(digestOf(sent.body), digestOf(large));
    assert.deepEqual(
      lines(to).map((line) => line.split(' ')[0]),
      ['HEAD', 'POST', 'PUT'],
    );
  });

  it('that is small goes as small ones do', async () => {
    const from = await start(gives(small));
    const to = await start(takes);
    assert.equal(await put(from, to, nameOf(small)), 'sent');
    assert.ok(lines(to)[1]?.includes('?digest='));
  });

  it('is not asked for where the target proves that it is there', async () => {
    const from = await start(gives(large));
    const to = await start((_request, response) => answer(response, 200));
    // A HEAD's answer has the length of the body it does not have.
    await to.stop();
    const there = await start((_request, response) => {
      response.writeHead(200, { 'content-length': String(large.byteLength) });
      response.end();
    });
    assert.equal(await put(from, there, nameOf(large)), 'there');
    assert.deepEqual(lines(from), []);
  });

  for (const [what, headers] of [
    ['another length', { 'content-length': '12' }],
    ['another digest', { 'docker-content-digest': digestOf(small) }],
    ['a web page', { 'content-type': 'text/html' }],
  ] as const) {
    it(`counts as absent where the proof is ${what} [S20]`, async () => {
      const to = await start((_request, response) => {
        response.writeHead(200, headers);
        response.end();
      });
      const repository = { registry: to.address, path: 'new/app' };
      assert.equal(await blobExists(world().session, repository, nameOf(large), never), false);
    });
  }

  it('is never finished with other bytes than its digest says [S39]', async () => {
    const other = new Uint8Array(400_000).fill(8);
    const from = await start(gives(other));
    const to = await start(takes);
    const details = await failureOf('digest-mismatch', put(from, to, nameOf(large)));
    assert.equal(details.expected, digestOf(large));
    assert.equal(to.requests.filter(({ method }) => method === 'PUT').length, 0);
  });

  for (const [what, size] of [
    ['longer', 399_999],
    ['shorter', 400_001],
  ] as const) {
    it(`is refused where it is ${what} than its descriptor says`, async () => {
      const from = await start(gives(large));
      const to = await start(takes);
      const details = await failureOf('bad-answer', put(from, to, { digest: digestOf(large), size }));
      assert.equal(details.reason, 'blob-of-other-size');
    });
  }

  it('begins again when either side breaks off, and takes back what it told', async () => {
    let [gets, puts] = [0, 0];
    const half = async (response: ServerResponse): Promise<void> => {
      response.writeHead(200, { 'content-length': String(large.byteLength) });
      response.write(large.subarray(0, 200_000));
      await new Promise((resolve) => setImmediate(resolve));
      response.socket?.resetAndDestroy();
    };
    const from = await start((_request, response) =>
      (gets += 1) === 1 ? half(response) : answer(response, 200, large),
    );
    const to = await start((request, response, count) => {
      if (request.method === 'PUT' && (puts += 1) === 1) return void response.socket?.resetAndDestroy();
      return takes(request, response, count);
    });
    let told = 0;
    assert.equal(await put(from, to, nameOf(large), (bytes) => (told += bytes)), 'sent');
    assert.equal(told, large.byteLength);
    assert.equal(gets, 3);
    assert.equal(digestOf(to.requests.at(-1)?.body ?? new Uint8Array()), digestOf(large));
  });

  it('begins again three times at most, and the upload sessions are ended', async () => {
    const from = await start(gives(large));
    const to = await start((request, response, count) =>
      request.method === 'PUT' ? answer(response, 503) : takes(request, response, count),
    );
    await failureOf('registry-failed', put(from, to, nameOf(large)));
    assert.equal(to.requests.filter(({ method }) => method === 'PUT').length, 3);
    await until(() => to.requests.filter(({ method }) => method === 'DELETE').length === 3);
  });

  it('that is refused is not sent again', async () => {
    const from = await start(gives(large));
    const to = await start((request, response, count) =>
      request.method === 'PUT' ? answer(response, 403) : takes(request, response, count),
    );
    await failureOf('forbidden', put(from, to, nameOf(large)));
    assert.equal(to.requests.filter(({ method }) => method === 'PUT').length, 1);
  });

  it('is mounted inside one registry', async () => {
    const blob = nameOf(large);
    const one = await start((request, response) =>
      answer(response, request.method === 'HEAD' ? 404 : 201, '', accept),
    );
    assert.equal(await put(one, one, blob), 'mounted');
    assert.equal(lines(one)[1], `POST /v2/new/app/blobs/uploads/?mount=${blob.digest}&from=old%2Fapp`);
    assert.equal(lines(one).length, 2);
  });

  it('is sent through the session that a mount was answered with', async () => {
    const one = await start((request, response, count) =>
      request.method === 'GET' ? answer(response, 200, large) : takes(request, response, count),
    );
    assert.equal(await put(one, one, nameOf(large)), 'sent');
    assert.deepEqual(
      lines(one).map((line) => line.split(' ')[0]),
      ['HEAD', 'POST', 'GET', 'PUT'],
    );
  });

  it('in whose place a web page comes is asked of no registry', async () => {
    const from = await start(
      gives(new TextEncoder().encode('<html>Sign in'), { 'content-type': 'text/html' }),
    );
    const to = await start(takes);
    await failureOf('not-a-registry', put(from, to, nameOf(large)));
  });

  it('is sent in the usual way where a mount is refused', async () => {
    const one = await start((request, response, count) => {
      if (request.method === 'GET') return answer(response, 200, large);
      return request.url.includes('mount=') ? answer(response, 403) : takes(request, response, count);
    });
    assert.equal(await put(one, one, nameOf(large)), 'sent');
  });

  it('ends with the person’s cancel, in the middle of it', async () => {
    const cancel = new AbortController();
    const from = await start(async (_request, response) => {
      response.writeHead(200, { 'content-length': String(large.byteLength) });
      response.write(large.subarray(0, 300_000));
      await once(response, 'close').catch(() => undefined);
    });
    const to = await start(takes);
    const told = (): void => void setImmediate(() => cancel.abort());
    await failureOf('cancelled', put(from, to, nameOf(large), told, undefined, cancel.signal));
    assert.equal(to.requests.filter(({ method }) => method === 'PUT').length, 0);
  });

  it('of any size is held in small pieces only', async () => {
    const pieces = 400;
    const piece = new Uint8Array(65_536).fill(3);
    const hash = createHash('sha256');
    for (let count = 0; count < pieces; count += 1) hash.update(piece);
    const blob = { digest: `sha256:${hash.digest('hex')}` as const, size: pieces * piece.byteLength };
    const from = await start(async (_request, response) => {
      response.writeHead(200, { 'content-length': String(blob.size) });
      for (let count = 0; count < pieces; count += 1) {
        if (!response.write(piece)) await once(response, 'drain');
      }
      response.end();
    });
    const to = await start(takes);
    const counting = createCountingFetch();
    const { session } = createSession({}, { fetch: counting.fetch });
    assert.equal(await put(from, to, blob, undefined, session), 'sent');
    assert.equal(counting.went(), blob.size);
    assert.ok(counting.most() < 1_000_000, `held ${String(counting.most())} bytes`);
  });
});
