// Every way in which fetch refuses has a name (http.md 11), and none tells a secret.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { isEngineError } from '../../../src/engine/errors.ts';
import type { ErrorDetails } from '../../../src/engine/errors.ts';
import { createHttp } from '../../../src/engine/http/http.ts';
import { startScripted } from '../../support/scriptedServer.ts';
import { newSelfSigned } from '../../support/selfSigned.ts';
import { createTestWorld } from '../../support/world.ts';
import { send } from './support.ts';

type Reason = ErrorDetails['unreachable']['reason'];
const isUnreachable = (reason: Reason) => (error: unknown) =>
  isEngineError(error, 'unreachable') && error.details.reason === reason;

describe('failures of the network', () => {
  it('name a refused connection', async () => {
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    await new Promise((resolve) => listener.close(resolve));
    await assert.rejects(send(`http://127.0.0.1:${String(port)}/`), isUnreachable('refused'));
  });

  it('name a port that fetch blocks', async () => {
    await assert.rejects(send('http://127.0.0.1:6000/'), isUnreachable('blocked-port'));
  });

  it('name a host that does not exist', async () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const http = createHttp(createTestWorld({ fetch }));
    await assert.rejects(send('https://registry.invalid/', {}, http), isUnreachable('name'));
  });

  it('name a certificate that is not trusted', async () => {
    const server = await startScripted((_request, response) => void response.end(), newSelfSigned('nobody'));
    await assert.rejects(send(`https://${server.address}/`), (error) => {
      return isEngineError(error, 'certificate-not-trusted') && error.details.reason === 'self-signed';
    });
    await server.stop();
  });

  it('name a server that does not speak TLS', async () => {
    const server = await startScripted((_request, response) => void response.end());
    for (const transport of ['fetch', 'raw'] as const) {
      const asking = send(`https://${server.address}/`, { retry: 'never', transport });
      await assert.rejects(asking, isUnreachable('no-tls'));
    }
    await server.stop();
  });

  it('name it by every code of OpenSSL and BoringSSL, and no other failure of TLS so', async () => {
    const codes: readonly (readonly [code: string, text: string, reason: Reason])[] = [
      ['ERR_SSL_WRONG_VERSION_NUMBER', '', 'no-tls'],
      ['ERR_SSL_PACKET_LENGTH_TOO_LONG', '', 'no-tls'],
      ['EPROTO', 'error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER', 'no-tls'],
      ['EPROTO', 'error:0A000410:SSL routines::sslv3 alert handshake failure', 'tls'],
      ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', '', 'tls'],
      ['CERT_REVOKED', '', 'tls'],
    ];
    for (const [code, text, reason] of codes) {
      const cause = Object.assign(new Error(text), { code });
      const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
      const http = createHttp(createTestWorld({ fetch }));
      await assert.rejects(send('https://reg.lan/', {}, http), isUnreachable(reason), code);
    }
  });

  it('name what is wrong with a certificate, and the wish for one of ours, by the codes of both libraries', async () => {
    const codes = [
      ['DEPTH_ZERO_SELF_SIGNED_CERT', '', 'self-signed'],
      ['SELF_SIGNED_CERT_IN_CHAIN', '', 'unknown-authority'],
      ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', '', 'unknown-authority'],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', '', 'unknown-authority'],
      ['CERT_HAS_EXPIRED', '', 'expired'],
      ['CERT_NOT_YET_VALID', '', 'not-yet-valid'],
      ['ERR_TLS_CERT_ALTNAME_INVALID', '', 'wrong-name'],
      ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', '', 'client-certificate-wanted'],
      ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', '', 'client-certificate-wanted'],
      [
        'EPROTO',
        'error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA',
        'client-certificate-wanted',
      ],
    ] as const;
    for (const [code, text, expected] of codes) {
      const cause = Object.assign(new Error(text), { code });
      const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
      const http = createHttp(createTestWorld({ fetch }));
      await assert.rejects(
        send('https://reg.lan/', {}, http),
        (error) =>
          isEngineError(
            error,
            expected === 'client-certificate-wanted' ? expected : 'certificate-not-trusted',
          ) &&
          (expected === 'client-certificate-wanted' || JSON.stringify(error.details).includes(expected)),
        code,
      );
    }
  });

  it('name headers that are too large', async () => {
    const server = await startScripted((_request, response) => {
      response.writeHead(200, { 'x-long': 'x'.repeat(20_000) });
      response.end();
    });
    await assert.rejects(send(`http://${server.address}/`), (error) => isEngineError(error, 'too-large'));
    await server.stop();
  });

  it('name what is not HTTP, without its bytes', async () => {
    const listener = createServer((socket) => socket.resume().end('220 canary mail server\r\n'));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    await assert.rejects(send(`http://127.0.0.1:${String(port)}/`), (error: Error) => {
      assert.ok(!`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`.includes('canary'));
      return isUnreachable('other')(error);
    });
    await new Promise((resolve) => listener.close(resolve));
  });

  it('tell nothing of a header that fetch refuses [N1]', async () => {
    const headers = { authorization: 'Bearer canary\ninjected: yes' };
    await assert.rejects(send('http://127.0.0.1:1/', { headers }), (error: Error) => {
      assert.ok(!`${error.message} ${String(error.stack)} ${String(error.cause)}`.includes('canary'));
      return isEngineError(error, 'unreachable');
    });
  });

  it('log method, host, path and outcome, and never a query or a header [N1]', async () => {
    const server = await startScripted((_request, response) => void response.end('ok'));
    const world = createTestWorld();
    const headers = { authorization: 'Bearer canary' };
    await send(`http://${server.address}/v2/a?sig=canary`, { headers }, createHttp(world));
    assert.match(world.logged.join('\n'), new RegExp(`^GET ${server.address}/v2/a 200 \\d+ ms$`));
    await server.stop();
    await assert.rejects(send(`http://${server.address}/v2/b?sig=canary`, { headers }, createHttp(world)));
    assert.match(world.logged[1] ?? '', /^GET \S+\/v2\/b unreachable \d+ ms$/);
    assert.ok(!world.logged.join('\n').includes('canary'));
  });
});
