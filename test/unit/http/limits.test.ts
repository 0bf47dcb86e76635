// Limits on what is read (http.md 2, S40): decoded bytes count, error bodies are cut, an operation has a budget.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createBudget } from '../../../src/engine/http/budget.ts';
import { createHttp } from '../../../src/engine/http/http.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createTestWorld } from '../../support/world.ts';
import { send } from './support.ts';

const isTooLarge = (limit: number) => (error: unknown) =>
  isEngineError(error, 'too-large') && error.details.limit === limit;

describe('limits', () => {
  let server: ScriptedServer;
  const start = async (script: Script): Promise<string> => {
    server = await startScripted(script);
    return `http://${server.address}/x`;
  };
  afterEach(() => server.stop());

  it('end a body without an end', async () => {
    const url = await start((_request, response) => {
      response.writeHead(200);
      const flood = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
        response.once('drain', flood);
      };
      flood();
    });
    await assert.rejects(send(url, { bodyLimit: 1_000_000 }), isTooLarge(1_000_000));
  });

  it('let a body of exactly the limit through', async () => {
    const url = await start((_request, response) => answer(response, 200, Buffer.alloc(1000)));
    assert.equal((await send(url, { bodyLimit: 1000 })).body.byteLength, 1000);
    await assert.rejects(send(url, { bodyLimit: 999 }), isTooLarge(999));
  });

  it('count bytes after decoding: a small gzip may not become a large body', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const url = await start((_request, response) =>
      answer(response, 200, bomb, { 'content-encoding': 'gzip' }),
    );
    await assert.rejects(send(url, { bodyLimit: 100_000 }), isTooLarge(100_000));
    assert.equal(server.requests[0]?.headers['accept-encoding'], 'identity');
  });

  it('keep 64 KiB of an error and no more', async () => {
    const url = await start((_request, response) => answer(response, 404, Buffer.alloc(1_000_000)));
    const response = await send(url, { bodyLimit: 10 });
    assert.equal(response.status, 404);
    assert.equal(response.body.byteLength, 65_536);
  });

  it('bound an operation as a whole: its requests, its bytes and its time [S40]', async () => {
    const url = await start((_request, response) => answer(response, 200, Buffer.alloc(100)));
    const clock = createFakeClock();
    const world = createTestWorld({ clock });
    const limited = (limits: Parameters<typeof createBudget>[1]) => ({
      ...createHttp(world),
      budget: createBudget(world, limits, 'this look'),
    });
    const few = limited({ requests: 2, bytes: 1000, milliseconds: 1000 });
    await send(url, {}, few);
    await send(url, {}, few);
    await assert.rejects(send(url, {}, few), isTooLarge(2));
    const small = limited({ requests: 9, bytes: 150, milliseconds: 1000 });
    await send(url, {}, small);
    await assert.rejects(send(url, {}, small), isTooLarge(150));
    const short = limited({ requests: 9, bytes: 1000, milliseconds: 1000 });
    await send(url, {}, short);
    clock.advance(1000);
    await assert.rejects(send(url, {}, short), (error) => isEngineError(error, 'timed-out'));
    assert.equal(server.requests.length, 5);
  });
});
