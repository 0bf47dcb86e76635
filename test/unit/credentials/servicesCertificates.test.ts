// Who is asked for a login (ACR's exchange, AWS) is held against the certificates that are set or pinned for that host, as
// a registry is (S28). The hosts are led to this machine by a proxy that tunnels.
import assert from 'node:assert/strict';
import { fingerprintOf, newAuthority, newSelfSigned } from '../../support/selfSigned.ts';
import { startTls, startTunnelProxy } from '../../support/tlsServer.ts';
import type { TlsServer, TunnelProxy } from '../../support/tlsServer.ts';
import type { WorldOptions } from '../../support/world.ts';
import { find } from './support.ts';

const pinned = newSelfSigned('somebody');
const authority = newAuthority('Acme CA');
const acr = 'acme.azurecr.io';
const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const aws = 'api.ecr.eu-west-1.amazonaws.com';
const authorizationToken = Buffer.from('AWS:password').toString('base64');

describe('a service that gives logins', () => {
  let server: TlsServer;
  let proxy: TunnelProxy;
  beforeEach(async () => {
    server = await startTls(pinned, (_request, response) => {
      response.end(JSON.stringify({ refresh_token: 'refresh', authorizationData: [{ authorizationToken }] }));
    });
    proxy = await startTunnelProxy({ [`${acr}:443`]: server.port, [`${aws}:443`]: server.port });
  });
  afterEach(() => Promise.all([server.stop(), proxy.stop()]));

  const world = (more: WorldOptions): WorldOptions => ({
    network: { proxy: proxy.url },
    fetch: () => assert.fail('it was asked over a connection that nobody held against the certificate'),
    environment: { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary' },
    logins: { session: () => Promise.resolve({ label: 'ann', token: 'canary' }) },
    ...more,
  });
  const pinnedAt = (host: string, fingerprint: string): WorldOptions =>
    world({ permissions: { pinnedCertificate: (at) => (at === host ? fingerprint : undefined) } });

  for (const [host, registry, kind] of [
    [acr, acr, 'account'],
    [aws, ecr, 'aws-keys'],
  ] as const) {
    it(`at ${host} is asked where it shows the pinned certificate, and told nothing where it shows another [S28]`, async () => {
      const found = await find(`${registry}/app`, pinnedAt(host, fingerprintOf(pinned)));
      assert.equal(found.source.kind, kind);
      const before = server.httpBytes();
      assert.ok(before > 0);
      const nobody = await find(`${registry}/app`, pinnedAt(host, '0'.repeat(64)));
      assert.equal(nobody.kind, 'anonymous');
      assert.equal(server.httpBytes(), before);
    });

    it(`at ${host} is trusted by the authority of certs.d`, async () => {
      server.swap(authority.issue('service', { dnsNames: [host] }));
      const files = { [`/etc/docker/certs.d/${host}/ca.crt`]: authority.certificatePem };
      assert.equal((await find(`${registry}/app`, world({ files }))).source.kind, kind);
    });
  }
});
