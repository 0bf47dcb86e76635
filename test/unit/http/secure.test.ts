// The third way out: hosts with certificates of their own (http.md 13, security.md S28, S29).
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createHttp } from '../../../src/engine/http/http.ts';
import type { HttpContext } from '../../../src/engine/http/http.ts';
import { resolveName } from '../../../src/engine/http/resolveName.ts';
import type { TlsSettings } from '../../../src/engine/http/tlsSettings.ts';
import { fingerprintOf, newAuthority, newSelfSigned } from '../../support/selfSigned.ts';
import type { SelfSigned } from '../../support/selfSigned.ts';
import { startTls } from '../../support/tlsServer.ts';
import type { TlsServer } from '../../support/tlsServer.ts';
import { createTestWorld } from '../../support/world.ts';
import { send } from './support.ts';

const nothing: TlsSettings = { pinned: undefined, authorities: [], client: undefined };
const authority = newAuthority('Acme CA');

/** A network in which these hosts have these certificates. */
function httpWith(hosts: Readonly<Record<string, Partial<TlsSettings>>>): HttpContext {
  const find = (host: string) => Promise.resolve(host in hosts ? { ...nothing, ...hosts[host] } : undefined);
  return createHttp(createTestWorld(), resolveName, { find, forget: () => undefined });
}

function client({ certificatePem, privateKeyPem }: SelfSigned): Partial<TlsSettings> {
  return { client: { certificate: certificatePem, key: privateKeyPem, name: '~/ann.cert' } };
}

const trusting: Partial<TlsSettings> = { authorities: [authority.certificatePem] };
const url = (server: TlsServer, path: string): string => `https://${server.address}${path}`;

describe('a host with certificates of its own', () => {
  let server: TlsServer;
  beforeEach(async () => {
    server = await startTls(authority.issue('reg'), (request, response) => {
      if (request.url === '/gzip') {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync('payload'));
      } else if (request.url !== '/slow') {
        request.pipe(response);
      }
    });
  });
  afterEach(() => server.stop());

  it('is trusted by the authority that is set for it, and by nobody else’s', async () => {
    const http = httpWith({ [server.address]: trusting });
    assert.equal((await send(url(server, '/'), {}, http)).status, 200);
    const other = httpWith({ [server.address]: { authorities: [newAuthority('Other').certificatePem] } });
    await assert.rejects(send(url(server, '/'), {}, other), (error) => {
      return isEngineError(error, 'certificate-not-trusted') && error.details.reason === 'unknown-authority';
    });
    await assert.rejects(send(url(server, '/'), {}, httpWith({ 'reg.lan': trusting })));
    assert.equal(server.asked.length, 1);
  });

  it('is asked over one connection for reads that follow one another', async () => {
    const http = httpWith({ [server.address]: trusting });
    for (const path of ['/a', '/b', '/c']) await send(url(server, path), {}, http);
    assert.equal(server.handshakes(), 1);
  });

  it('is read and written piece by piece, and decoded as fetch does', async () => {
    const http = httpWith({ [server.address]: trusting });
    const pieces = ['one ', 'two ', 'three'].map((text) => new TextEncoder().encode(text));
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield* pieces;
      await Promise.resolve();
    }
    const stream = { size: 13, chunks: chunks() };
    const put = await send(url(server, '/'), { method: 'PUT', stream, retry: 'never' }, http);
    assert.equal(Buffer.from(put.body).toString(), 'one two three');
    const opened = await send(
      url(server, '/'),
      { method: 'PUT', body: pieces[0] ?? new Uint8Array(), opens: true },
      http,
    );
    const read: Uint8Array[] = [];
    for await (const piece of opened.opened?.chunks ?? []) read.push(piece);
    await opened.opened?.close();
    assert.equal(Buffer.concat(read).toString(), 'one ');
    assert.equal(Buffer.from((await send(url(server, '/gzip'), {}, http)).body).toString(), 'payload');
    const raw = await send(url(server, '/gzip'), { transport: 'raw' }, http);
    assert.deepEqual(Buffer.from(raw.body), gzipSync('payload'));
  });

  it('keeps the limits on bytes and time, and a cancel ends it', async () => {
    const http = httpWith({ [server.address]: trusting });
    const body = new Uint8Array(100);
    await assert.rejects(send(url(server, '/'), { method: 'PUT', body, bodyLimit: 10 }, http), (error) =>
      isEngineError(error, 'too-large'),
    );
    const timeouts = { answerMilliseconds: 30, totalMilliseconds: 1000, minimumBytesPerSecond: 1 };
    await assert.rejects(send(url(server, '/slow'), { timeouts }, http), (error) => {
      return isEngineError(error, 'timed-out') && error.details.phase === 'answer';
    });
    const controller = new AbortController();
    const asking = send(url(server, '/slow'), {}, http, controller.signal);
    controller.abort();
    await assert.rejects(asking, (error) => isEngineError(error, 'cancelled'));
  });

  it('has a name for each thing that is wrong with its certificate', async () => {
    const day = 24 * 60 * 60 * 1000;
    const past = { validFrom: Date.now() - 9 * day, validTo: Date.now() - day };
    const cases = [
      ['expired', authority.issue('reg', { addresses: ['127.0.0.1'], ...past })],
      ['not-yet-valid', authority.issue('reg', { addresses: ['127.0.0.1'], validFrom: Date.now() + day })],
      ['wrong-name', authority.issue('reg', { dnsNames: ['other.lan'] })],
      ['self-signed', newSelfSigned('reg')],
    ] as const;
    for (const [reason, certificate] of cases) {
      server.swap(certificate);
      await assert.rejects(
        send(url(server, '/'), {}, httpWith({ [server.address]: trusting })),
        (error) => {
          return isEngineError(error, 'certificate-not-trusted') && error.details.reason === reason;
        },
        reason,
      );
    }
    assert.equal(server.httpBytes(), 0);
  });
});

describe('a pinned certificate', () => {
  const pinned = newSelfSigned('somebody', { dnsNames: ['other.lan'] });
  let server: TlsServer;
  beforeEach(async () => {
    // Each request has a connection of its own, where nothing is kept.
    const listener: RequestListener = ({ url: path }, response) => {
      if (path !== '/kept') response.setHeader('connection', 'close');
      response.end('hello');
    };
    server = await startTls(pinned, listener);
  });
  afterEach(() => server.stop());

  it('stands for chain and name at its own host, and for nothing at any other', async () => {
    const http = httpWith({ [server.address]: { pinned: fingerprintOf(pinned) } });
    assert.equal((await send(url(server, '/'), {}, http)).status, 200);
    const byName = `https://localhost:${String(server.port)}/`;
    await assert.rejects(send(byName, {}, http), (error) => isEngineError(error, 'certificate-not-trusted'));
  });

  it('that is another between two requests gets not one byte of the second [S28]', async () => {
    const http = httpWith({ [server.address]: { pinned: fingerprintOf(pinned) } });
    const headers = { authorization: 'Bearer canary' };
    await send(url(server, '/'), { headers }, http);
    const before = server.httpBytes();
    assert.ok(before > 0);
    const stranger = newSelfSigned('somebody', { dnsNames: ['other.lan'] });
    server.swap(stranger);
    const body = new Uint8Array(1000);
    await assert.rejects(
      send(url(server, '/'), { method: 'PUT', headers, body, retry: 'never' }, http),
      (error) => {
        assert.ok(isEngineError(error, 'certificate-changed'));
        assert.deepEqual(error.details, {
          host: server.address,
          trusted: fingerprintOf(pinned),
          found: fingerprintOf(stranger),
        });
        return true;
      },
    );
    await server.stop(); // whatever was on its way has arrived
    assert.equal(server.httpBytes(), before, 'the stranger was told something');
  });

  it('is not enough once it is forgotten: the connection that it opened is not used [S28]', async () => {
    const settings = { [server.address]: { pinned: fingerprintOf(pinned) } };
    const http = httpWith(settings);
    await send(url(server, '/kept'), {}, http);
    settings[server.address] = { pinned: '0'.repeat(64) };
    await assert.rejects(send(url(server, '/'), {}, http), (error) =>
      isEngineError(error, 'certificate-changed'),
    );
    assert.equal(server.asked.length, 1);
  });
});

describe('a client certificate', () => {
  const clients = newAuthority('Acme clients');
  const ann = clients.issue('ann');
  let server: TlsServer;
  let elsewhere: TlsServer;
  beforeEach(async () => {
    const other: { address: string } = { address: '' };
    server = await startTls(
      authority.issue('reg'),
      (request, response) => {
        if (request.url === '/blob') response.writeHead(307, { location: `https://${other.address}/there` });
        response.end();
      },
      { clientsOf: clients },
    );
    elsewhere = await startTls(authority.issue('cdn'), (_request, response) => response.end('blob'), {
      clientsOf: clients,
      clients: 'ask',
    });
    other.address = elsewhere.address;
  });
  afterEach(() => Promise.all([server.stop(), elsewhere.stop()]));

  const own = (): HttpContext =>
    httpWith({
      [server.address]: { ...trusting, ...client(ann) },
      [elsewhere.address]: { ...trusting, ...client(clients.issue('ann at the other')) },
    });

  it('is shown to the host it is for', async () => {
    const answer = await send(url(server, '/v2/'), { certificateFor: server.address }, own());
    assert.equal(answer.status, 200);
    assert.deepEqual(
      server.asked.map((one) => one.client),
      ['ann'],
    );
  });

  it('goes nowhere else: not where a blob is redirected to, even if that host has one of its own [S29]', async () => {
    const answer = await send(url(server, '/blob'), { certificateFor: server.address }, own());
    assert.equal(Buffer.from(answer.body).toString(), 'blob');
    assert.deepEqual(
      elsewhere.asked.map((one) => [one.line, one.client]),
      [['GET /there', '']],
    );
  });

  it('is shown to nobody in another’s name [S29]', async () => {
    await send(url(elsewhere, '/token'), { certificateFor: server.address }, own());
    await send(url(elsewhere, '/token'), {}, own());
    assert.deepEqual(
      elsewhere.asked.map((one) => one.client),
      ['', ''],
    );
  });

  it('that is missing is asked for by name, and one that is refused is named', async () => {
    const bare = httpWith({ [server.address]: trusting });
    const strange = httpWith({ [server.address]: { ...trusting, ...client(newSelfSigned('mallory')) } });
    for (const http of [bare, strange]) {
      await assert.rejects(send(url(server, '/'), { certificateFor: server.address, retry: 'never' }, http));
    }
    assert.equal(server.asked.length, 0);
  });
});
