// The proxies that stand between a test and a registry: each breaks or delays just what it says.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { storeBlob, digest } from '../demo/state.ts';
import type { Fault } from '../support/faults.ts';
import { type FaultProxy, startFaultProxy } from '../support/faultProxy.ts';
import { startLatencyProxy } from '../support/latencyProxy.ts';

const content = Buffer.from(`{"value":"${'0123456789'.repeat(20)}"}`);

describe('the fault proxy', () => {
  let registry: Registry;
  let proxy: FaultProxy;
  let path: string;
  beforeEach(async () => {
    registry = await startRegistry();
    proxy = await startFaultProxy(registry.address);
    path = `/v2/demo/app/blobs/${storeBlob(registry.state, 'demo/app', content)}`;
  });
  afterEach(async () => {
    await proxy.stop();
    await registry.stop();
  });

  const get = (init: RequestInit = {}): Promise<Response> => fetch(`http://${proxy.address}${path}`, init);
  const breakOnce = (fault: Fault): { readonly hits: number } => proxy.break({ match: () => true, fault });
  /** The name of the network's error. */
  async function failure(promise: Promise<unknown>): Promise<string> {
    const error = await promise.then(
      () => assert.fail('nothing failed'),
      (reason: unknown) => reason as Error & { cause?: { code?: string } },
    );
    return error.cause?.code ?? error.name;
  }

  it('passes on what no rule breaks, byte for byte, and records it', async () => {
    const answer = await get();
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), content);
    assert.equal(answer.headers.get('docker-content-digest'), digest(content));
    assert.deepEqual(
      proxy.requests.map(({ method, url, registryStatus }) => [method, url, registryStatus]),
      [['GET', path, 200]],
    );
  });

  it('breaks from the n-th matching request as many as it is told to', async () => {
    const match = (request: { method: string }) => request.method === 'GET';
    const rule = proxy.break({ match, nth: 2, times: 2, fault: { kind: 'status', status: 503 } });
    const statuses = [];
    for (const method of ['GET', 'HEAD', 'GET', 'GET', 'GET']) statuses.push((await get({ method })).status);
    assert.deepEqual(statuses, [200, 200, 503, 503, 200]);
    assert.equal(rule.hits, 2);
  });

  it('refuses connections from the answer on, until it is opened again', async () => {
    breakOnce({ kind: 'refuse-after' });
    assert.equal((await get()).status, 200);
    assert.equal(await failure(get()), 'ECONNREFUSED');
    await proxy.open();
    assert.equal((await get()).status, 200);
  });

  it('resets before the registry saw the request, after it did, and in the middle of the answer', async () => {
    breakOnce({ kind: 'reset', when: 'before' });
    assert.equal(await failure(get()), 'ECONNRESET');
    assert.equal(registry.requests.length, 0);
    proxy.clear();
    breakOnce({ kind: 'reset', when: 'after' });
    assert.equal(await failure(get()), 'ECONNRESET');
    assert.equal(registry.requests.length, 1);
    proxy.clear();
    breakOnce({ kind: 'reset', when: 'middle' });
    const answer = await get();
    assert.equal(answer.status, 200);
    assert.match(await failure(answer.arrayBuffer()), /ECONNRESET|UND_ERR_SOCKET/);
  });

  it('answers with a status, having let the registry do it or not', async () => {
    breakOnce({ kind: 'status', status: 429, headers: { 'retry-after': '3' }, body: 'slow down' });
    const limited = await get();
    assert.deepEqual(
      [limited.status, limited.headers.get('retry-after'), await limited.text()],
      [429, '3', 'slow down'],
    );
    assert.equal(registry.requests.length, 0);
    proxy.clear();
    breakOnce({ kind: 'status', status: 500, reached: true });
    assert.equal((await get()).status, 500);
    assert.equal(registry.requests.length, 1);
  });

  it('alters a body so that only its digest tells', async () => {
    breakOnce({ kind: 'wrong-digest' });
    const answer = await get();
    const text = await answer.text();
    assert.equal(text.length, content.length);
    assert.notEqual(digest(Buffer.from(text)), answer.headers.get('docker-content-digest'));
    JSON.parse(text);
  });

  it('cuts a body short of its Content-Length', async () => {
    breakOnce({ kind: 'truncated' });
    assert.match(await failure(get().then((answer) => answer.arrayBuffer())), /UND_ERR|terminated|ECONN/);
  });

  it('drips, pours without end, stays silent and shows web pages', async () => {
    breakOnce({ kind: 'slow-drip', bytes: 3, everyMilliseconds: 20 });
    const slow = (await get()).body?.getReader();
    const piece: Uint8Array | undefined = (await slow?.read())?.value;
    assert.ok(piece !== undefined && piece.length < content.length);
    await slow?.cancel();
    proxy.clear();
    breakOnce({ kind: 'endless' });
    const reader = (await get()).body?.getReader();
    for (let read = 0; read < 1024 * 1024;) {
      const piece: Uint8Array | undefined = (await reader?.read())?.value;
      read += piece?.length ?? 0;
    }
    await reader?.cancel();
    proxy.clear();
    breakOnce({ kind: 'silent' });
    const patience = new AbortController();
    const unanswered = failure(get({ signal: patience.signal }));
    assert.equal(await Promise.race([unanswered, wait(100, 'nothing')]), 'nothing');
    patience.abort();
    assert.equal(await unanswered, 'AbortError');
    proxy.clear();
    breakOnce({ kind: 'html' });
    assert.match((await get()).headers.get('content-type') ?? '', /text\/html/);
  });

  it('delays an answer without changing it', async () => {
    breakOnce({ kind: 'delayed', milliseconds: 100 });
    const answer = get();
    assert.equal(await Promise.race([answer, wait(50, 'nothing')]), 'nothing');
    assert.deepEqual(Buffer.from(await (await answer).arrayBuffer()), content);
  });
});

describe('the latency proxy', () => {
  it('counts requests, and as one round those in flight together', async () => {
    const registry = await startRegistry();
    const proxy = await startLatencyProxy(registry.address, 60);
    try {
      const get = (): Promise<Response> => fetch(`http://${proxy.address}/v2/`);
      const all = Promise.all([get(), get(), get()]);
      // A connection costs a round trip of its own, so nothing arrives before two.
      const first = await Promise.race([wait(90, 'one and a half round trips'), all]);
      assert.equal(first, 'one and a half round trips');
      await all;
      await (await get()).text();
      await (await get()).text();
      const { requests, rounds } = proxy.counts();
      assert.deepEqual({ requests, rounds }, { requests: 5, rounds: 3 });
      proxy.reset();
      await get();
      assert.equal(proxy.counts().rounds, 1);
    } finally {
      await proxy.stop();
      await registry.stop();
    }
  });
});
