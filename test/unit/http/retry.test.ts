// What is sent again and what never (http.md 1).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createHttp } from '../../../src/engine/http/http.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createTestWorld } from '../../support/world.ts';
import { never, send } from './support.ts';

describe('retries', () => {
  let server: ScriptedServer;
  let clock = createFakeClock();
  const start = async (script: Script): Promise<string> => {
    server = await startScripted(script);
    clock = createFakeClock();
    return `http://${server.address}/x`;
  };
  const http = () => createHttp(createTestWorld({ clock }));
  afterEach(() => server.stop());

  for (const status of [408, 429, 499, 500, 502, 503, 504, 522]) {
    it(`repeat a GET and an upload POST after ${String(status)}`, async () => {
      const url = await start((_request, response, count) =>
        answer(response, count % 2 === 1 ? status : 200, 'ok'),
      );
      assert.equal((await send(url, {}, http())).status, 200);
      const body = new TextEncoder().encode('blob');
      assert.equal((await send(url, { method: 'POST', body }, http())).status, 200);
      assert.deepEqual(
        server.requests.map((request) => `${request.method} ${request.body.toString()}`),
        ['GET ', 'GET ', 'POST blob', 'POST blob'],
      );
    });

    it(`never repeat a PUT after ${String(status)}, even when told to`, async () => {
      const url = await start((_request, response) => answer(response, status));
      const put = { method: 'PUT', body: new Uint8Array(3), retry: 'safe' } as const;
      assert.equal((await send(url, put, http())).status, status);
      assert.equal(server.requests.length, 1);
    });
  }

  for (const status of [400, 401, 403, 404, 405, 501]) {
    it(`leave ${String(status)} as it is`, async () => {
      const url = await start((_request, response) => answer(response, status));
      assert.equal((await send(url, {}, http())).status, status);
      assert.equal(server.requests.length, 1);
    });
  }

  it('end after three tries, about one and three seconds apart', async () => {
    const url = await start((_request, response) => answer(response, 503, 'busy'));
    assert.equal((await send(url, {}, http())).status, 503);
    assert.equal(server.requests.length, 3);
    const [first = 0, second = 0] = clock.slept;
    assert.equal(clock.slept.length, 2);
    assert.ok(first >= 900 && first <= 1100 && second >= 2700 && second <= 3300, String(clock.slept));
  });

  it('repeat a GET whose connection was reset, and no PUT', async () => {
    const url = await start((_request, response, count) =>
      count < 3 || count > 3 ? void response.socket?.resetAndDestroy() : answer(response, 200, 'ok'),
    );
    assert.equal((await send(url, {}, http())).status, 200);
    assert.equal(server.requests.length, 3);
    await assert.rejects(
      send(url, { method: 'PUT', body: new Uint8Array(3), retry: 'safe' }, http()),
      (error) => isEngineError(error, 'unreachable') && error.details.reason === 'reset',
    );
    assert.equal(server.requests.length, 4);
  });

  it('wait as long as Retry-After says, in seconds or as a date', async () => {
    const url = await start((_request, response, count) => {
      const wait = ['7', new Date(clock.now() + 2000).toUTCString()][count - 1];
      answer(response, wait === undefined ? 200 : 429, '', wait === undefined ? {} : { 'retry-after': wait });
    });
    assert.equal((await send(url, {}, http())).status, 200);
    assert.deepEqual(clock.slept, [7000, 2000]);
  });

  it('give up at once when Retry-After asks for more than a person would wait', async () => {
    const url = await start((_request, response) => answer(response, 429, '', { 'retry-after': '3600' }));
    assert.equal((await send(url, {}, http())).status, 429);
    assert.deepEqual(clock.slept, []);
  });

  it('end when the person gives up while waiting', async () => {
    const url = await start((_request, response) => answer(response, 503));
    const person = new AbortController();
    const impatient = { ...clock, sleep: () => (person.abort(), Promise.reject(new Error('aborted'))) };
    const failure = send(url, {}, createHttp(createTestWorld({ clock: impatient })), person.signal);
    await assert.rejects(failure, (error) => isEngineError(error, 'cancelled'));
    assert.equal(server.requests.length, 1);
    assert.equal(never.aborted, false);
  });
});
