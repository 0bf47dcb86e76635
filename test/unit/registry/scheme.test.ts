// https or http is settled before any credential goes out (http.md 14, S27).
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { getManifest, putManifest } from '../../../src/engine/registry/manifests.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import { newSelfSigned } from '../../support/selfSigned.ts';
import { skipTest } from '../../support/skip.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';

const manifest = [200, manifestText, { 'content-type': manifestType }] as const;
const basic = { 'www-authenticate': 'Basic realm="x"' };

/** A fetch for hosts that cannot be started here; `answers` by the start of the URL, undefined is a refused TLS. */
function fetchBy(answers: Readonly<Record<string, (authorization: string | null) => Response>>) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = input as URL;
    const authorization = new Headers(init?.headers).get('authorization');
    asked.push(`${init?.method ?? ''} ${url.href}${authorization === null ? '' : ' signed in'}`);
    const reply = answers[url.origin];
    if (reply !== undefined) return Promise.resolve(reply(authorization));
    return Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'EPROTO' }) }),
    );
  };
  return { fetch, asked };
}
const signedIn = (authorization: string | null): Response =>
  authorization === null
    ? new Response('', { status: 401, headers: basic })
    : new Response(manifestText, { headers: { 'content-type': manifestType } });

/** An IPv4 address of this machine that is not loopback. */
function addressOfThisMachine(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

describe('the scheme of a registry', () => {
  it('is http on loopback, with the first request and without another', async () => {
    const server = await startScripted((_request, response) => answer(response, ...manifest));
    await getManifest(createSession().session, { registry: server.address, path: 'a' }, '1', never);
    assert.equal(server.requests.length, 1);
    await server.stop();
  });

  it('is https on loopback where the server says so, and a certificate that nobody trusts is named', async () => {
    const server = await startScripted(
      (_request, response) => answer(response, ...manifest),
      newSelfSigned('nobody'),
    );
    const { session } = createSession({ [server.address]: ['ann', 'canary'] });
    const work = getManifest(session, { registry: server.address, path: 'a' }, '1', never);
    const details = await failureOf('certificate-not-trusted', work);
    assert.equal(details.host, server.address);
    await server.stop();
  });

  it('is https where a server on loopback answers plain http with the wish for TLS', async () => {
    const wish = () => new Response('Client sent an HTTP request to an HTTPS server.\n', { status: 400 });
    const { fetch, asked } = fetchBy({ 'http://localhost:5000': wish, 'https://localhost:5000': signedIn });
    const { session } = createSession({ 'localhost:5000': ['ann', 'canary'] }, { fetch });
    await getManifest(session, { registry: 'localhost:5000', path: 'a' }, '1', never);
    assert.deepEqual(asked, [
      'GET http://localhost:5000/v2/a/manifests/1',
      'GET https://localhost:5000/v2/a/manifests/1',
      'GET https://localhost:5000/v2/a/manifests/1 signed in',
    ]);
  });

  it('is never http for a host that is not listed: nothing is asked there [S27]', async () => {
    const { fetch, asked } = fetchBy({ 'http://reg.example': signedIn });
    const { session } = createSession({ 'reg.example': ['ann', 'canary'] }, { fetch });
    await failureOf('unreachable', getManifest(session, { registry: 'reg.example', path: 'a' }, '1', never));
    assert.deepEqual(asked, ['GET https://reg.example/v2/a/manifests/1']);
  });

  it('of a listed host is https where that answers, else http, and only then is anybody signed in [S27]', async () => {
    const permissions = { plainHttp: () => true };
    const logins = { 'old.lan': ['ann', 'canary'] } as const;
    const both = fetchBy({ 'http://old.lan': signedIn, 'https://old.lan': signedIn });
    const one = createSession(logins, { fetch: both.fetch, permissions }).session;
    await getManifest(one, { registry: 'old.lan', path: 'a' }, '1', never);
    assert.ok(
      both.asked.every((line) => line.includes('https://')),
      both.asked.join(),
    );
    const plain = fetchBy({ 'http://old.lan': signedIn });
    const { session } = createSession(logins, { fetch: plain.fetch, permissions });
    await getManifest(session, { registry: 'old.lan', path: 'a' }, '1', never);
    await getManifest(session, { registry: 'old.lan', path: 'a' }, '2', never);
    assert.deepEqual(plain.asked, [
      'GET https://old.lan/v2/a/manifests/1',
      'GET http://old.lan/v2/a/manifests/1',
      'GET http://old.lan/v2/a/manifests/1 signed in',
      'GET http://old.lan/v2/a/manifests/2 signed in',
    ]);
  });

  it('is https only for a host that is not listed; one at plain http is told, and read once it is listed [S27]', async function () {
    const address = addressOfThisMachine() ?? skipTest(this, 'this machine has no address but loopback');
    const server = await startScripted(
      (_request, response) => answer(response, ...manifest),
      undefined,
      address,
    );
    const repository = { registry: server.address, path: 'a' };
    const details = await failureOf(
      'unreachable',
      getManifest(createSession().session, repository, '1', never),
    );
    assert.deepEqual([details.host, details.reason], [server.address, 'no-tls']);
    assert.deepEqual(server.lines(), []);
    const plainHttp = (registry: string): boolean => registry === server.address;
    const { session } = createSession({}, { permissions: { plainHttp } });
    await getManifest(session, repository, '1', never);
    assert.deepEqual(server.lines(), ['GET /v2/a/manifests/1']);
    await server.stop();
  });

  it('of a listed host that has no TLS and fails at http fails with what was wrong with http', async () => {
    const fetch: typeof globalThis.fetch = (input) => {
      const code = (input as URL).protocol === 'https:' ? 'ERR_SSL_WRONG_VERSION_NUMBER' : 'ECONNREFUSED';
      return Promise.reject(new TypeError('', { cause: Object.assign(new Error(), { code }) }));
    };
    const { session } = createSession({}, { fetch, permissions: { plainHttp: () => true } });
    const work = getManifest(session, { registry: 'old.lan', path: 'a' }, '1', never);
    assert.equal((await failureOf('unreachable', work)).reason, 'refused');
  });

  it('of a listed host that wants TLS and fails at it fails with what was wrong with TLS', async () => {
    const wish = () => new Response('Client sent an HTTP request to an HTTPS server.\n', { status: 400 });
    const { fetch, asked } = fetchBy({ 'http://old.lan': wish });
    const { session } = createSession({}, { fetch, permissions: { plainHttp: () => true } });
    const details = await failureOf(
      'unreachable',
      getManifest(session, { registry: 'old.lan', path: 'a' }, '1', never),
    );
    assert.equal(details.reason, 'tls');
    assert.equal(asked.length, 2);
  });

  it('is settled by a bare read before a manifest is written', async () => {
    const { fetch, asked } = fetchBy({ 'http://localhost:5000': signedIn });
    const { session } = createSession({ 'localhost:5000': ['ann', 'canary'] }, { fetch });
    const bytes = new TextEncoder().encode(manifestText);
    await putManifest(session, { registry: 'localhost:5000', path: 'a' }, '1', bytes, manifestType, never);
    assert.deepEqual(asked, [
      'GET http://localhost:5000/v2/',
      'PUT http://localhost:5000/v2/a/manifests/1 signed in',
    ]);
  });

  it('keeps trying a listed host that is busy with the scheme that answered', async () => {
    let count = 0;
    const busy = (): Response =>
      new Response(manifestText, {
        status: (count += 1) < 3 ? 503 : 200,
        headers: { 'content-type': manifestType },
      });
    const { fetch, asked } = fetchBy({ 'https://old.lan': busy, 'http://old.lan': busy });
    const clock = { sleep: () => Promise.resolve() };
    const { session, world } = createSession({}, { fetch, permissions: { plainHttp: () => true } });
    Object.assign(world, { clock: { ...world.clock, ...clock } });
    await getManifest(session, { registry: 'old.lan', path: 'a' }, '1', never);
    assert.deepEqual(new Set(asked), new Set(['GET https://old.lan/v2/a/manifests/1']));
  });
});
