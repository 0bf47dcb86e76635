// The raw way out (http.md 2): bytes as they came. And what fetch does to the connection (http.md 3, 7).
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import { send } from './support.ts';

describe('the two ways out', () => {
  it('differ where a server encodes: fetch decodes, raw does not', async () => {
    const encoded = gzipSync('payload');
    const server = await startScripted((_request, response) =>
      answer(response, 200, encoded, { 'content-encoding': 'gzip', 'x-two': 'a' }),
    );
    const url = `http://${server.address}/x`;
    assert.equal(Buffer.from((await send(url)).body).toString(), 'payload');
    const raw = await send(url, { transport: 'raw' });
    assert.deepEqual(Buffer.from(raw.body), encoded);
    assert.equal(raw.headers.get('x-two'), 'a');
    await server.stop();
  });

  it('follow the same rules: redirects, limits, credentials', async () => {
    const server = await startScripted((request, response) =>
      request.url === '/a'
        ? answer(response, 302, '', { location: `http://localhost:${server.address.split(':')[1] ?? ''}/b` })
        : answer(response, 200, 'x'.repeat(100)),
    );
    const options = { transport: 'raw', headers: { authorization: 'Bearer canary' } } as const;
    const response = await send(`http://${server.address}/a`, options);
    assert.equal(response.body.byteLength, 100);
    assert.equal(server.requests[1]?.headers.authorization, undefined);
    await assert.rejects(send(`http://${server.address}/b`, { ...options, bodyLimit: 10 }));
    await server.stop();
  });

  it('reuse one connection for reads, one after the other, also after errors and redirects', async () => {
    const server = await startScripted((request, response) => {
      if (request.url === '/r') return answer(response, 307, 'moved', { location: '/e' });
      if (request.url === '/n') return answer(response, 204);
      return answer(response, request.url === '/e' ? 404 : 200, 'text');
    });
    for (const path of ['/a', '/e', '/r', '/n', '/a']) await send(`http://${server.address}${path}`);
    assert.equal(server.connections(), 1);
    await server.stop();
  });
});
