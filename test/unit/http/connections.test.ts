// Connections cost a round trip, and those of TLS: a request that follows another goes out on its connection.
import assert from 'node:assert/strict';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import { send } from './support.ts';

describe('requests one after the other', () => {
  it('go out on one connection, whatever the answers', async () => {
    const server = await startScripted((request, response) => {
      if (request.url === '/moved') return answer(response, 307, 'moved', { location: '/missing' });
      return answer(response, request.url === '/missing' ? 404 : 200, 'text');
    });
    for (const path of ['/a', '/missing', '/moved', '/empty', '/a']) {
      await send(`http://${server.address}${path}`);
    }
    assert.equal(server.connections(), 1);
    await server.stop();
  });
});
