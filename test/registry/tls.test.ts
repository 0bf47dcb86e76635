// Sign and verify at a real registry with certificates of its own: an authority in Docker's folder, a client certificate
// in Podman's, a certificate that is trusted by its fingerprint, and an HTTP proxy between.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import type { ErrorCode } from '../../src/engine/errors.ts';
import { ociConfig, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { firstAnswer } from '../../src/engine/registry/firstAnswer.ts';
import { putManifest } from '../../src/engine/registry/manifests.ts';
import { createRegistrySession } from '../../src/engine/registry/session.ts';
import { uploadBlob } from '../../src/engine/registry/upload.ts';
import { htpasswdUsers, startDistribution } from '../support/distribution.ts';
import type { RunningDistribution } from '../support/distribution.ts';
import { findDockerRegistry } from '../support/peers.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../support/scene.ts';
import { fingerprintOf, newAuthority, newSelfSigned } from '../support/selfSigned.ts';
import type { SelfSigned } from '../support/selfSigned.ts';
import { skipTest } from '../support/skip.ts';
import { startTunnelProxy } from '../support/tlsServer.ts';
import { createTestWorld } from '../support/world.ts';
import type { WorldOptions } from '../support/world.ts';
import { dockerConfig } from '../unit/registry/support.ts';

const name = 'reg.acme.lan';
const authority = newAuthority('Acme CA');
const clients = newAuthority('Acme clients');
const leaf = authority.issue('reg', { dnsNames: [name], addresses: ['127.0.0.1'] });
const docker = '/etc/docker/certs.d';
const podman = '/home/ann/.config/containers/certs.d';
const laterLook = { step: () => undefined, laterLook: () => undefined };
const signer = makeSigner('ann');

/** Debian's registry with this certificate, or distribution 3's; `clientsOf` makes it want a client certificate. */
async function withRegistry(
  certificate: SelfSigned,
  clientsOf: SelfSigned | undefined,
  use: (server: RunningDistribution) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'countersign-tls-'));
  const file = async (base: string, text: string): Promise<string> => {
    await writeFile(path.join(folder, base), text);
    return path.join(folder, base);
  };
  const tls = {
    certificate: await file('own.crt', certificate.certificatePem),
    key: await file('own.key', certificate.privateKeyPem),
    ...(clientsOf === undefined ? {} : { clientcas: [await file('clients.crt', clientsOf.certificatePem)] }),
  };
  const server = await startDistribution(
    { version: 'debian', auth: 'htpasswd', http: { tls } },
    new AbortController().signal,
  );
  try {
    await use(server);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ann's login for this registry, and the files given. */
function annAt(
  registry: string,
  files: Readonly<Record<string, string>>,
  more: Omit<WorldOptions, 'files'> = {},
): WorldOptions {
  const login = { [registry]: ['ann', htpasswdUsers.ann] } as const;
  return { ...more, files: { '/home/ann/.docker/config.json': dockerConfig(login), ...files } };
}

/** Pushes an image, signs it and verifies it, all with a world made of these options. */
async function signsAndVerifies(registry: string, options: WorldOptions): Promise<void> {
  const world = createTestWorld(options);
  const session = createRegistrySession(world);
  const repository = { registry, path: 'acme/app' };
  const config = new TextEncoder().encode(
    '{"architecture":"","os":"","rootfs":{"type":"layers","diff_ids":[]}}',
  );
  const digest = await uploadBlob(session, repository, config, noSignal);
  const descriptor = { mediaType: ociConfig, size: config.byteLength, digest };
  const manifest = { schemaVersion: 2, mediaType: ociManifest, config: descriptor, layers: [] };
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  await putManifest(session, repository, '1.0', bytes, ociManifest, noSignal);
  const reference = `${registry}/acme/app:1.0`;
  const engine = createEngine(world);
  try {
    const plan = await engine.planSign(signRequest(reference, signer), noSignal);
    await engine.runSign(plan, signer.open, laterLook, noSignal);
    const report = await engine.verify(verifyRequest(reference, { trusted: [signer] }), noSignal);
    assert.equal(report.verdict, 'verified');
  } finally {
    engine.dispose();
  }
}

/** The named failure of a first look with these options. */
async function failsWith(
  code: ErrorCode,
  registry: string,
  options: WorldOptions,
): Promise<Record<string, unknown>> {
  const engine = createEngine(createTestWorld(options));
  try {
    await engine.inspectImage(`${registry}/acme/app:1.0`, noSignal);
  } catch (error) {
    if (isEngineError(error, code)) return { ...error.details };
    throw error;
  } finally {
    engine.dispose();
  }
  return assert.fail(`expected ${code}`);
}

describe('a registry behind TLS', () => {
  before(async function () {
    if ((await findDockerRegistry()) === undefined) {
      skipTest(this, 'docker-registry is not installed (apt-get install docker-registry)');
    }
  });

  it('with an authority of its own is signed in and verified at once Docker’s folder has the authority', async () => {
    await withRegistry(leaf, undefined, async ({ address }) => {
      const without = await failsWith('certificate-not-trusted', address, annAt(address, {}));
      assert.equal(without['reason'], 'unknown-authority');
      const files = { [`${docker}/${address}/ca.crt`]: authority.certificatePem };
      await signsAndVerifies(address, annAt(address, files));
      const others = { [`${docker}/127.0.0.1:1/ca.crt`]: authority.certificatePem };
      await failsWith('certificate-not-trusted', address, annAt(address, others));
    });
  });

  it('that wants a client certificate gets the one of Podman’s folder; none, and a wrong one, are named', async () => {
    await withRegistry(leaf, clients, async ({ address }) => {
      const ca = { [`${podman}/${address}/ca.crt`]: authority.certificatePem };
      const pair = ({ certificatePem, privateKeyPem }: SelfSigned): Record<string, string> => ({
        ...ca,
        [`${podman}/${address}/ann.cert`]: certificatePem,
        [`${podman}/${address}/ann.key`]: privateKeyPem,
      });
      const ann = annAt(address, pair(clients.issue('ann')));
      await signsAndVerifies(address, ann);
      const session = createRegistrySession(createTestWorld(ann));
      assert.equal((await firstAnswer(session, address, noSignal)).status, 401);
      const none = await failsWith('client-certificate-wanted', address, annAt(address, ca));
      assert.deepEqual(none, { host: address, shown: '' });
      const stranger = newAuthority('strangers').issue('ann');
      const wrong = await failsWith('client-certificate-wanted', address, annAt(address, pair(stranger)));
      assert.deepEqual(wrong, {
        host: address,
        shown: `~/.config/containers/certs.d/${address}/ann.cert`,
      });
    });
  });

  it('whose certificate the person trusts by its fingerprint needs no authority and no name', async () => {
    const own = newSelfSigned('nobody', { dnsNames: ['elsewhere.lan'] });
    await withRegistry(own, undefined, async ({ address }) => {
      const engine = createEngine(createTestWorld());
      const seen = await engine.readCertificate(address, noSignal);
      engine.dispose();
      assert.equal(seen.fingerprint, fingerprintOf(own));
      const pinnedCertificate = (host: string) => (host === address ? seen.fingerprint : undefined);
      await signsAndVerifies(address, annAt(address, {}, { permissions: { pinnedCertificate } }));
      const changed = { pinnedCertificate: () => '0'.repeat(64) };
      const failure = await failsWith(
        'certificate-changed',
        address,
        annAt(address, {}, { permissions: changed }),
      );
      assert.equal(failure['found'], seen.fingerprint);
    });
  });

  it('is reached through the proxy, which learns the host alone; a proxy that refuses is named', async () => {
    await withRegistry(leaf, undefined, async ({ address }) => {
      const registry = `${name}:5443`;
      const proxy = await startTunnelProxy({ [registry]: Number(address.split(':')[1]) }, 'ann:of the proxy');
      const files = { [`${docker}/${registry}/ca.crt`]: authority.certificatePem };
      const through = (url: string): WorldOptions => annAt(registry, files, { network: { proxy: url } });
      const signedIn = proxy.url.replace('//', '//ann:of%20the%20proxy@');
      await signsAndVerifies(registry, through(signedIn));
      assert.ok(proxy.tunnels.length > 0 && proxy.tunnels.every(({ to }) => to === registry));
      const proxyHost = proxy.url.slice('http://'.length);
      assert.deepEqual(await failsWith('proxy-failed', registry, through(proxy.url)), {
        ...{ host: registry, proxy: proxyHost, reason: 'login', status: 407 },
      });
      const other = {
        ...annAt('no.acme.lan', { [`${docker}/no.acme.lan/ca.crt`]: authority.certificatePem }),
      };
      const refused = await failsWith('proxy-failed', 'no.acme.lan', {
        ...other,
        network: { proxy: signedIn },
      });
      assert.deepEqual([refused['reason'], refused['status']], ['refused', 403]);
      await proxy.stop();
    });
  });
});
