// Blobs in (registries §2.2; http.md 2): the digest decides, other hosts get no credential.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { checkedPieces, readBlob } from '../../../src/engine/registry/blobs.ts';
import type { RegistrySession } from '../../../src/engine/registry/session.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, failureOf, never } from './support.ts';

const payload = new TextEncoder().encode('payload');

describe('a blob', () => {
  let server: ScriptedServer;
  const start = async (script: Script): Promise<void> => {
    server = await startScripted(script);
  };
  const read = (digest = digestOf(payload), session: RegistrySession = createSession().session) =>
    readBlob(session, { registry: server.address, path: 'a/b' }, digest, 1000, never);
  afterEach(() => server.stop());

  it('is its bytes, and nothing else with another digest', async () => {
    await start((_request, response) => answer(response, 200, payload));
    assert.deepEqual(Buffer.from(await read()), Buffer.from(payload));
    await failureOf('digest-mismatch', read(`sha256:${'a'.repeat(64)}`));
    assert.equal(server.requests.length, 2);
  });

  it('larger than the limit is refused', async () => {
    await start((_request, response) => answer(response, 200, Buffer.alloc(1001)));
    await failureOf('too-large', read());
  });

  it('that never ends is read no further than its descriptor says', async () => {
    await start((_request, response) => answer(response, 404));
    let read = 0;
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (; read < 100; read += 1) yield Promise.resolve(payload);
    };
    const name = { digest: digestOf(payload), size: payload.byteLength };
    const passOn = async (): Promise<void> => {
      const from = { registry: server.address, path: 'a/b' };
      for await (const piece of checkedPieces(pieces(), name, from)) assert.equal(piece.byteLength, 0);
    };
    const { reason } = await failureOf('bad-answer', passOn());
    assert.equal(reason, 'blob-of-other-size');
    assert.equal(read, 1);
  });

  it('that is stored encoded is read again as it is', async () => {
    const encoded = gzipSync('payload');
    await start((_request, response) => answer(response, 200, encoded, { 'content-encoding': 'gzip' }));
    assert.deepEqual(Buffer.from(await read(digestOf(encoded))), encoded);
    assert.equal(server.requests.length, 2);
    assert.equal((await read(digestOf(payload))).byteLength, 7);
    assert.equal(server.requests.length, 3);
  });

  it('at another host is fetched without the credential', async () => {
    const store = await startScripted((request, response) =>
      answer(response, request.headers.authorization === undefined ? 200 : 400, payload),
    );
    await start((request, response) =>
      request.headers.authorization === undefined
        ? answer(response, 401, '', { 'www-authenticate': 'Basic realm="x"' })
        : answer(response, 307, '', { location: `http://${store.address}/blob?X-Signature=canary` }),
    );
    const { session, world } = createSession({ [server.address]: ['ann', 'canary'] });
    assert.equal((await read(digestOf(payload), session)).byteLength, 7);
    assert.equal(store.requests.length, 1);
    assert.ok(!world.logged.join().includes('canary'));
    await store.stop();
  });

  it('that is not there is not found', async () => {
    await start((_request, response) =>
      answer(response, 404, { errors: [{ code: 'BLOB_UNKNOWN', message: 'gone' }] }),
    );
    assert.equal((await failureOf('not-found', read())).code, 'BLOB_UNKNOWN');
  });
});
