// A server that answers before a body has been sent whole: the rest is not sent, and the connection serves nothing else,
// since the server takes what comes next on it for that body.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { createHttp } from '../../../src/engine/http/http.ts';
import { resolveName } from '../../../src/engine/http/resolveName.ts';
import { newAuthority } from '../../support/selfSigned.ts';
import { startTls } from '../../support/tlsServer.ts';
import { createTestWorld } from '../../support/world.ts';
import { send } from './support.ts';

describe('an answer that comes before the whole body was sent', () => {
  it('ends the connection: what is asked next arrives as it was asked', async () => {
    const authority = newAuthority('Acme CA');
    const server = await startTls(authority.issue('reg'), (request, response) => {
      if (request.url === '/refuse') response.writeHead(401).end('no');
      else request.pipe(response);
    });
    const settings = { pinned: undefined, authorities: [authority.certificatePem], client: undefined };
    const find = () => Promise.resolve(settings);
    const http = createHttp(createTestWorld(), resolveName, { find, forget: () => undefined });
    const piece = new Uint8Array(1_000_000);
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; sent < 500; sent += 1) yield await Promise.resolve(piece);
    }
    const stream = { size: 1_000_000_000, chunks: endless() };
    const url = `https://${server.address}`;
    const refused = await send(`${url}/refuse`, { method: 'PUT', stream, retry: 'never' }, http);
    assert.equal(refused.status, 401);
    for (let count = 0; count < 3; count += 1) {
      await wait(20); // for a connection that is given back late
      const next = await send(
        `${url}/next`,
        { method: 'PUT', body: new Uint8Array(3), retry: 'never' },
        http,
      );
      assert.equal(next.body.byteLength, 3);
    }
    assert.equal(server.connections(), 1, 'the first connection is still open');
    assert.ok(sent < 100, 'it went on sending');
    assert.deepEqual(
      server.asked.map(({ line }) => line),
      ['PUT /refuse', ...new Array(3).fill('PUT /next')],
    );
    await server.stop();
  });
});
