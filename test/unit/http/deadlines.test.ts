// Deadlines, cancel and slots (http.md 7, 8): all from the world's clock.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createHttp } from '../../../src/engine/http/http.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createTestWorld } from '../../support/world.ts';
import { send } from './support.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits until what the test waits for has happened; mocha's limit ends it when it never does. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

describe('deadlines', () => {
  const clock = createFakeClock();
  const world = createTestWorld({ clock });
  const http = createHttp(world);
  let server: ScriptedServer;
  const start = async (script: Script): Promise<string> => {
    server = await startScripted(script);
    return `http://${server.address}/x`;
  };
  afterEach(() => server.stop());

  it('end a request that nobody answers', async () => {
    const url = await start(() => undefined);
    const failure = assert.rejects(send(url, {}, http), (error) => {
      assert.ok(isEngineError(error, 'timed-out'));
      assert.deepEqual(error.details, { host: server.address, seconds: 30, phase: 'answer' });
      return true;
    });
    await until(() => server.requests.length === 1);
    clock.advance(29_999);
    await turn();
    assert.ok(clock.timers() > 0);
    clock.advance(1);
    await failure;
    assert.equal(clock.timers(), 0);
  });

  it('end a body that drips', async () => {
    const url = await start((_request, response) => {
      response.writeHead(200);
      response.write('x');
    });
    const failure = assert.rejects(
      send(url, {}, http),
      (error) => isEngineError(error, 'timed-out') && error.details.phase === 'too-slow',
    );
    await until(() => clock.timers() === 2 && server.requests.length === 1);
    await turn();
    clock.advance(10_000);
    await failure;
  });

  it('end a body that comes fast enough and never ends', async () => {
    let drip: () => void = () => undefined;
    const url = await start((_request, response) => {
      response.writeHead(200);
      drip = () => void response.write('x'.repeat(2000));
      drip();
    });
    let received = 0;
    const counting: typeof fetch = async (...parameters) => {
      const response = await globalThis.fetch(...parameters);
      const counter = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          received += chunk.byteLength;
          controller.enqueue(chunk);
        },
      });
      return new Response(response.body?.pipeThrough(counter), { status: response.status });
    };
    const failure = assert.rejects(
      send(url, {}, createHttp({ ...world, fetch: counting })),
      (error) => isEngineError(error, 'timed-out') && error.details.phase === 'body',
    );
    for (let window = 1; window <= 12; window += 1) {
      await until(() => received >= window * 2000);
      await turn();
      drip();
      await until(() => received >= (window + 1) * 2000);
      await turn();
      clock.advance(10_000);
    }
    await failure;
  });

  it('are not needed when the person gives up: the request ends as cancelled', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const url = await start((_request, response) => {
      closed = once(response, 'close');
    });
    const person = new AbortController();
    const failure = assert.rejects(
      send(url, {}, http, person.signal),
      (error) => isEngineError(error, 'cancelled') && error.details.what === 'reading a blob',
    );
    await until(() => server.requests.length === 1);
    person.abort();
    await failure;
    await closed;
    await assert.rejects(send(url, {}, http, person.signal), (error) => isEngineError(error, 'cancelled'));
    assert.equal(server.requests.length, 1);
  });

  it('leave at most eight requests to one host at a time, and an unread body frees its place', async () => {
    const open: (() => void)[] = [];
    const url = await start((_request, response, count) => {
      open.push(() => answer(response, count % 2 === 0 ? 200 : 503, 'x'.repeat(100_000)));
    });
    const all = Array.from({ length: 30 }, () =>
      send(url, { retry: 'never', bodyLimit: 10 }, http).catch(() => null),
    );
    let answered = 0;
    while (answered < 30) {
      await until(() => open.length === Math.min(answered + 8, 30));
      for (let turns = 0; turns < 20; turns += 1) await turn();
      assert.ok(open.length - answered <= 8, `${String(open.length - answered)} at a time`);
      open[answered]?.();
      answered += 1;
    }
    await Promise.all(all);
  });

  it('give the place of a waiting request away when it is cancelled', async () => {
    const open: (() => void)[] = [];
    const url = await start((_request, response) => void open.push(() => answer(response, 200, 'ok')));
    const first = Array.from({ length: 8 }, () => send(url, {}, http));
    await until(() => open.length === 8);
    const person = new AbortController();
    const waiting = assert.rejects(send(url, {}, http, person.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
    const next = send(url, {}, http);
    person.abort();
    await waiting;
    for (const give of open.splice(0)) give();
    await Promise.all(first);
    await until(() => open.length === 1);
    open.splice(0)[0]?.();
    assert.equal((await next).status, 200);
    const again = Array.from({ length: 8 }, () => send(url, {}, http));
    await until(() => open.length === 8);
    for (const give of open) give();
    await Promise.all(again);
  });
});
