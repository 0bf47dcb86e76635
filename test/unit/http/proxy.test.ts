// Which hosts are reached through the proxy (as VS Code's agent and curl read NO_PROXY), and what the proxy is told.
import assert from 'node:assert/strict';
import { createHttp } from '../../../src/engine/http/http.ts';
import { proxyFor } from '../../../src/engine/http/proxy.ts';
import { resolveName } from '../../../src/engine/http/resolveName.ts';
import type { NetworkSettings } from '../../../src/engine/world.ts';
import { newAuthority } from '../../support/selfSigned.ts';
import { startTls, startTunnelProxy } from '../../support/tlsServer.ts';
import type { TlsServer, TunnelProxy } from '../../support/tlsServer.ts';
import { createTestWorld, noProxy } from '../../support/world.ts';
import { send } from './support.ts';

const proxy = 'http://proxy.lan:3128';

function goesDirect(url: string, ...exempt: readonly string[]): boolean {
  return proxyFor({ ...noProxy, proxy, noProxy: exempt }, new URL(url)) === undefined;
}

describe('the proxy', () => {
  it('is for every host but this machine', () => {
    assert.equal(proxyFor({ ...noProxy, proxy }, new URL('https://reg.lan/')), proxy);
    assert.equal(proxyFor(noProxy, new URL('https://reg.lan/')), undefined);
    for (const own of ['localhost', '127.0.0.1:5000', '[::1]:5000', 'reg.localhost']) {
      assert.ok(goesDirect(`https://${own}/`), own);
    }
  });

  it('is not for hosts that are exempt: by name and what is below, by port, by subnet, or all', () => {
    const exempt = [
      ['https://reg.lan/', 'reg.lan'],
      ['https://a.reg.lan/', 'reg.lan'],
      ['https://a.reg.lan/', '.reg.lan'],
      ['https://a.reg.lan/', '*.reg.lan'],
      ['https://reg.lan/', ' REG.LAN '],
      ['https://reg.lan:5000/', 'reg.lan:5000'],
      ['https://reg.lan/', 'reg.lan:443'],
      ['https://10.1.2.3/', '10.0.0.0/8'],
      ['https://[fd00::7]/', 'fd00::/8'],
      ['https://[fd00::7]/', 'fd00::7'],
      ['https://reg.lan/', '*'],
    ] as const;
    for (const [url, entry] of exempt) assert.ok(goesDirect(url, 'other.lan', entry), `${url} ${entry}`);
    const through = [
      ['https://areg.lan/', 'reg.lan'],
      ['https://reg.lan:5000/', 'reg.lan:443'],
      ['https://11.1.2.3/', '10.0.0.0/8'],
      ['https://reg.lan/', '10.0.0.0/8'],
      ['https://10.1.2.3/', '10.0.0.0/99'],
      ['https://reg.lan/', ''],
    ] as const;
    for (const [url, entry] of through) assert.ok(!goesDirect(url, entry), `${url} ${entry}`);
  });
});

describe('the tunnel of a proxy', () => {
  const authority = newAuthority('Acme CA');
  const tls = { pinned: undefined, authorities: [authority.certificatePem], client: undefined };
  let server: TlsServer;
  let tunnel: TunnelProxy;
  beforeEach(async () => {
    const certificate = authority.issue('reg', { dnsNames: ['reg.lan'] });
    server = await startTls(certificate, (_request, response) => response.end('hello'));
    tunnel = await startTunnelProxy({ 'reg.lan:443': server.port });
  });
  afterEach(() => Promise.all([server.stop(), tunnel.stop()]));

  const ask = (network: Partial<NetworkSettings>): Promise<unknown> => {
    const lookup = { find: () => Promise.resolve(tls), forget: () => undefined };
    return send('https://reg.lan/', {}, createHttp(createTestWorld({ network }), resolveName, lookup));
  };

  it('tells the server which name is meant, as a direct connection does', async () => {
    await ask({ proxy: tunnel.url });
    assert.deepEqual(
      server.asked.map(({ serverName }) => serverName),
      ['reg.lan'],
    );
  });

  it('is opened with the login of the settings, before one in the URL of the proxy', async () => {
    const withLogin = (login: string): string => tunnel.url.replace('//', `//${login}@`);
    await ask({ proxy: withLogin('ann:of%20the%20url') });
    await ask({ proxy: withLogin('ann:100%') });
    await ask({ proxy: withLogin('ann:pw'), proxyAuthorization: 'Basic b2YgdGhlIHNldHRpbmdz' });
    assert.deepEqual(
      tunnel.tunnels.map(({ authorization }) =>
        Buffer.from(authorization.slice('Basic '.length), 'base64').toString(),
      ),
      ['ann:of the url', 'ann:100%', 'of the settings'],
    );
    assert.equal(server.asked.length, 3);
  });
});
