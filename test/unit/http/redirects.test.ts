// Redirects: one own loop (http.md 4), credentials stay at home, nobody leads us into a private network (S29).
import assert from 'node:assert/strict';
import { createHttp } from '../../../src/engine/http/http.ts';
import { locate } from '../../../src/engine/http/redirects.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { ScriptedServer } from '../../support/scriptedServer.ts';
import { createTestWorld } from '../../support/world.ts';
import { fetchFrom, never, redirect, send } from './support.ts';

const secret = { authorization: 'Bearer canary-token' };
const isBadRedirect = (reason: string) => (error: unknown) =>
  isEngineError(error, 'bad-redirect') && error.details.reason === reason;

describe('redirects', () => {
  let servers: ScriptedServer[] = [];
  const start = async (...parameters: Parameters<typeof startScripted>): Promise<ScriptedServer> => {
    const server = await startScripted(...parameters);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    servers = [];
  });

  it('are followed on the same host with the credential', async () => {
    const server = await start((request, response) =>
      request.url === '/a'
        ? answer(response, 307, '', { location: '/b?x=1' })
        : answer(response, 200, 'here'),
    );
    const response = await send(`http://${server.address}/a`, { headers: secret });
    assert.equal(Buffer.from(response.body).toString(), 'here');
    assert.equal(response.url.pathname, '/b');
    assert.deepEqual(
      server.requests.map((request) => request.headers.authorization),
      ['Bearer canary-token', 'Bearer canary-token'],
    );
  });

  it('to another host never carry the credential, not even on the way back [S27]', async () => {
    let home = '';
    const other = await start((_request, response) =>
      answer(response, 307, '', { location: `http://${home}/c` }),
    );
    const server = await start((request, response) =>
      request.url === '/a'
        ? answer(response, 307, '', { location: `http://${other.address}/b` })
        : answer(response, 200, 'end'),
    );
    home = server.address;
    await send(`http://${home}/a`, { headers: secret });
    assert.equal(other.requests[0]?.headers.authorization, undefined);
    assert.deepEqual(
      server.requests.map((request) => request.headers.authorization),
      ['Bearer canary-token', undefined],
    );
  });

  it('from https to http are refused', async () => {
    const asked: { url: string; headers: Headers }[] = [];
    const fetch = fetchFrom({ 'https://reg.example/a': () => redirect('http://cdn.example/b') }, asked);
    const http = createHttp(createTestWorld({ fetch }), () => Promise.resolve([]));
    await assert.rejects(send('https://reg.example/a', {}, http), isBadRedirect('downgrade'));
    assert.equal(asked.length, 1);
  });

  it('that differ only in the scheme keep https', async () => {
    const asked: { url: string; headers: Headers }[] = [];
    const fetch = fetchFrom(
      {
        'https://reg.example:5000/a': () => redirect('http://reg.example:5000/b'),
        'https://reg.example:5000/b': () => new Response('end'),
      },
      asked,
    );
    const response = await send(
      'https://reg.example:5000/a',
      { headers: secret },
      createHttp(createTestWorld({ fetch })),
    );
    assert.equal(response.url.href, 'https://reg.example:5000/b');
    assert.equal(asked[1]?.headers.get('authorization'), 'Bearer canary-token');
    assert.equal(
      locate(new URL('https://reg.example/a'), 'http://reg.example:443/b').href,
      'https://reg.example/b',
    );
  });

  it('that never end, or go in a circle, are given up', async () => {
    const server = await start((request, response) =>
      answer(response, 302, '', { location: request.url === '/circle' ? '/circle' : `${request.url}x` }),
    );
    await assert.rejects(send(`http://${server.address}/circle`), isBadRedirect('loop'));
    await assert.rejects(send(`http://${server.address}/x`), isBadRedirect('loop'));
    assert.equal(server.requests.length, 7);
  });

  for (const target of [
    'https://10.0.0.7/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1:8080/',
    'https://0x7f.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:10.0.0.7]/',
    'https://[64:ff9b::169.254.169.254]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[::127.0.0.1]/',
    'https://[::ffff:0:10.0.0.7]/',
    'https://[fec0::1]/',
    'https://[64:ff9b:1::1]/',
    'https://192.0.0.192/',
    'https://198.18.0.1/',
    'https://inside.example/',
  ]) {
    it(`from a public host to ${target} are refused [S29]`, async () => {
      const asked: { url: string; headers: Headers }[] = [];
      const fetch = fetchFrom({ 'https://reg.example/a': () => redirect(target) }, asked);
      const resolve = (name: string): Promise<string[]> =>
        Promise.resolve(name === 'inside.example' ? ['93.184.216.34', '10.1.2.3'] : ['93.184.216.34']);
      const http = createHttp(createTestWorld({ fetch }), resolve);
      await assert.rejects(send('https://reg.example/a', {}, http), isBadRedirect('private-address'));
      assert.equal(asked.length, 1);
    });
  }

  it('from a public host to a public one behind a gateway between the two kinds of addresses are followed [S29]', async () => {
    const fetch = fetchFrom({
      'https://reg.example/a': () => redirect('https://[64:ff9b::5db8:d822]/b'),
      'https://[64:ff9b::5db8:d822]/b': () => redirect('https://[2606:2800:220:1:248:1893:25c8:1946]/c'),
      'https://[2606:2800:220:1:248:1893:25c8:1946]/c': () => new Response('end'),
    });
    assert.equal(
      (
        await send(
          'https://reg.example/a',
          {},
          createHttp(createTestWorld({ fetch }), () => Promise.resolve([])),
        )
      ).status,
      200,
    );
  });

  it('do not wait for a resolver that never answers', async () => {
    const clock = createFakeClock();
    const fetch = fetchFrom({
      'https://reg.example/a': () => redirect('https://cdn.example/b'),
      'https://cdn.example/b': () => new Response('end'),
    });
    let ask = (): void => undefined;
    const asked = new Promise<void>((resolve) => (ask = resolve));
    const silent = (): Promise<string[]> => new Promise(() => ask());
    const work = send('https://reg.example/a', {}, createHttp(createTestWorld({ fetch, clock }), silent));
    await asked;
    clock.advance(5000);
    assert.equal((await work).status, 200);
  });

  it('between hosts of a private network are followed [S29]', async () => {
    const fetch = fetchFrom({
      'https://10.0.0.1/a': () => redirect('https://10.0.0.2/b'),
      'https://10.0.0.2/b': () => new Response('end'),
    });
    const response = await send('https://10.0.0.1/a', {}, createHttp(createTestWorld({ fetch })));
    assert.equal(response.status, 200);
  });

  for (const location of ['https://user:canary@reg.example/b', 'file:///etc/passwd', 'https://']) {
    it(`to ${location} are no redirects`, async () => {
      const fetch = fetchFrom({ 'https://reg.example/a': () => redirect(location) });
      const failure = send('https://reg.example/a', {}, createHttp(createTestWorld({ fetch })));
      await assert.rejects(failure, (error: Error) => {
        assert.ok(!error.message.includes('canary'));
        return isBadRedirect('syntax')(error);
      });
    });
  }

  it('are the answer where only the same host is wanted', async () => {
    const fetch = fetchFrom({ 'https://ghcr.example/r': () => redirect('http://10.0.0.1/', 303) });
    const http = createHttp(createTestWorld({ fetch }));
    const response = await send('https://ghcr.example/r', { redirects: 'same-host' }, http);
    assert.equal(response.status, 303);
  });

  it('of a POST keep method and body at 307 and are no redirects at 302', async () => {
    const server = await start((request, response) => {
      if (request.url === '/a') return answer(response, 307, '', { location: '/b' });
      if (request.url === '/c') return answer(response, 302, '', { location: '/b' });
      return answer(response, 201, request.body);
    });
    const body = new TextEncoder().encode('payload');
    const post = { method: 'POST', body } as const;
    const kept = await send(`http://${server.address}/a`, post, undefined, never);
    assert.equal(Buffer.from(kept.body).toString(), 'payload');
    assert.equal((await send(`http://${server.address}/c`, post)).status, 302);
  });
});
