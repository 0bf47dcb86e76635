// Where the person pinned a certificate or set files for a host, TLS is wanted there: plain http is no way round it (S28).
import assert from 'node:assert/strict';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { createRegistrySession } from '../../../src/engine/registry/session.ts';
import type { CertificateFiles } from '../../../src/engine/world.ts';
import { answer, startScripted, type ScriptedServer } from '../../support/scriptedServer.ts';
import { createTestWorld } from '../../support/world.ts';
import { dockerConfig, manifestText, manifestType, never } from './support.ts';

describe('a registry on loopback that answers plain http', () => {
  let server: ScriptedServer;
  beforeEach(async () => {
    server = await startScripted((_request, response) =>
      answer(response, 200, manifestText, { 'content-type': manifestType }),
    );
  });
  afterEach(() => server.stop());

  /** Reads a manifest there; what is pinned or set counts from then on. */
  function reader() {
    const chosen: { pinned?: string; files?: CertificateFiles } = {};
    const world = createTestWorld({
      files: { '/home/ann/.docker/config.json': dockerConfig({ [server.address]: ['ann', 'canary'] }) },
      permissions: {
        plainHttp: () => true,
        pinnedCertificate: () => chosen.pinned,
        certificateFiles: () => chosen.files,
      },
    });
    const session = createRegistrySession(world);
    const read = () => getManifest(session, { registry: server.address, path: 'a' }, '1', never);
    return { chosen, read };
  }

  it('is not asked so where a certificate is pinned, or files are set [S28]', async () => {
    const [pinned, configured] = [reader(), reader()];
    pinned.chosen.pinned = '0'.repeat(64);
    await assert.rejects(pinned.read());
    configured.chosen.files = { authorities: undefined, clientCertificate: undefined, clientKey: undefined };
    await assert.rejects(configured.read());
    assert.equal(server.requests.length, 0);
  });

  it('is not asked so any more from the moment that a certificate is pinned [S28]', async () => {
    const { chosen, read } = reader();
    await read();
    assert.equal(server.requests.length, 1);
    chosen.pinned = '0'.repeat(64);
    await assert.rejects(read());
    assert.equal(server.requests.length, 1);
  });
});
