// Answers of hosts with certificates of their own that are encoded although identity was asked for (http.md 2).
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createHttp } from '../../../src/engine/http/http.ts';
import type { HttpContext } from '../../../src/engine/http/http.ts';
import { resolveName } from '../../../src/engine/http/resolveName.ts';
import { newAuthority } from '../../support/selfSigned.ts';
import { startTls } from '../../support/tlsServer.ts';
import type { TlsServer } from '../../support/tlsServer.ts';
import { until } from '../../support/until.ts';
import { createTestWorld } from '../../support/world.ts';
import { send } from './support.ts';

const authority = newAuthority('Acme CA');

describe('an encoded answer of a host with certificates of its own', () => {
  let server: TlsServer;
  let http: HttpContext;
  beforeEach(async () => {
    server = await startTls(authority.issue('reg'), (request, response) => {
      const nested = request.url === '/nested';
      const encoding = nested ? Array<string>(6).fill('gzip').join(', ') : 'gzip';
      response.writeHead(200, { 'content-encoding': encoding });
      if (nested) response.end('as it came');
      else response.write(gzipSync('payload').subarray(0, 12));
    });
    const settings = { pinned: undefined, authorities: [authority.certificatePem], client: undefined };
    const tls = { find: () => Promise.resolve(settings), forget: () => undefined };
    http = createHttp(createTestWorld(), resolveName, tls);
  });
  afterEach(() => server.stop());

  it('may be left unread: nothing breaks behind the back of whoever asked', async () => {
    const { opened } = await send(`https://${server.address}/half`, { opens: true }, http);
    const broken: unknown[] = [];
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => broken.push(error));
    try {
      await opened?.close();
      await until(() => server.connections() === 0);
      await turn();
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const other of others) process.on('uncaughtException', other);
    }
    assert.deepEqual(broken, []);
  });

  it('is not decoded any deeper than fetch decodes', async () => {
    const { body } = await send(`https://${server.address}/nested`, {}, http);
    assert.equal(Buffer.from(body).toString(), 'as it came');
  });
});
