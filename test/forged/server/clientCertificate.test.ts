// A client certificate is a credential (S29): a registry that wants one leads elsewhere at every point where it may, and
// nobody there sees it, nor the one that the person has for that other host. Real TLS: what is shown is shown in the
// handshake.
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { readBlob } from '../../../src/engine/registry/blobs.ts';
import { listTags } from '../../../src/engine/registry/lists.ts';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { createRegistrySession } from '../../../src/engine/registry/session.ts';
import type { RegistrySession } from '../../../src/engine/registry/session.ts';
import { uploadBlob } from '../../../src/engine/registry/upload.ts';
import { noSignal } from '../../support/scene.ts';
import { newAuthority } from '../../support/selfSigned.ts';
import { startTls } from '../../support/tlsServer.ts';
import type { TlsServer } from '../../support/tlsServer.ts';
import { createTestWorld } from '../../support/world.ts';
import { dockerConfig } from '../../unit/registry/support.ts';

const authority = newAuthority('Acme CA');
const clients = newAuthority('Acme clients');
const [ann, annElsewhere] = [clients.issue('ann'), clients.issue('ann elsewhere')];
const blob = new TextEncoder().encode('blob');

type Answer = (request: IncomingMessage, response: ServerResponse, elsewhere: string) => void;
type Use = (session: RegistrySession, registry: string) => Promise<unknown>;

/** Where it leads, and what a person does meanwhile. */
const points: readonly (readonly [name: string, answer: Answer, use: Use, mayArrive: boolean])[] = [
  [
    'a redirect of a blob',
    (_request, response, elsewhere) =>
      response.writeHead(307, { location: `https://${elsewhere}/blob` }).end(),
    (session, registry) => readBlob(session, { registry, path: 'a' }, digestOf(blob), 1000, noSignal),
    true,
  ],
  [
    'the Location of an upload',
    (request, response, elsewhere) => {
      request.resume();
      response.writeHead(202, { location: `https://${elsewhere}/upload?_state=x` }).end();
    },
    (session, registry) => uploadBlob(session, { registry, path: 'a' }, blob, noSignal),
    true,
  ],
  [
    'the realm of a challenge',
    (_request, response, elsewhere) => {
      const challenge = `Bearer realm="https://${elsewhere}/token",service="x"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    },
    (session, registry) => getManifest(session, { registry, path: 'a' }, '1', noSignal),
    true,
  ],
  [
    'the next page of a list',
    (_request, response, elsewhere) => {
      response.writeHead(200, { link: `<https://${elsewhere}/v2/a/tags/list?last=b>; rel="next"` });
      response.end('{"tags":["a","b"]}');
    },
    async (session, registry) => {
      for await (const { names } of listTags(session, { registry, path: 'a' }, noSignal))
        assert.ok(names.length > 0);
    },
    false,
  ],
];

describe('a registry that is shown a client certificate', () => {
  let answer: Answer;
  let registry: TlsServer;
  let elsewhere: TlsServer;

  before(async () => {
    elsewhere = await startTls(
      authority.issue('elsewhere'),
      (request, response) => {
        request.resume();
        const token = request.url?.startsWith('/token') === true;
        response.writeHead(request.method === 'PUT' ? 201 : 200);
        response.end(token ? '{"token":"t"}' : blob);
      },
      { clientsOf: clients, clients: 'ask' },
    );
    registry = await startTls(
      authority.issue('registry'),
      (request, response) => answer(request, response, elsewhere.address),
      { clientsOf: clients },
    );
  });
  after(() => Promise.all([registry.stop(), elsewhere.stop()]));

  function newSession(): RegistrySession {
    const folder = '/etc/docker/certs.d';
    const files: Record<string, string> = {
      '/home/ann/.docker/config.json': dockerConfig({ [registry.address]: ['ann', 'canary'] }),
    };
    for (const [{ address }, one] of [
      [registry, ann],
      [elsewhere, annElsewhere],
    ] as const) {
      files[`${folder}/${address}/ca.crt`] = authority.certificatePem;
      files[`${folder}/${address}/ann.cert`] = one.certificatePem;
      files[`${folder}/${address}/ann.key`] = one.privateKeyPem;
    }
    const tokenRealm = () => true;
    return createRegistrySession(createTestWorld({ files, permissions: { tokenRealm } }));
  }

  for (const [name, lie, use, mayArrive] of points) {
    it(`and leads elsewhere by ${name} shows it to nobody there [S29]`, async () => {
      answer = lie;
      const before = [registry.asked.length, elsewhere.asked.length] as const;
      await use(newSession(), registry.address).catch(() => undefined);
      const [home, there] = [registry.asked.slice(before[0]), elsewhere.asked.slice(before[1])];
      assert.ok(
        home.length > 0 && home.every(({ client }) => client === 'ann'),
        'the registry was not asked',
      );
      assert.equal(there.length > 0, mayArrive, 'nobody was led anywhere');
      assert.deepEqual(
        there.filter(({ client }) => client !== ''),
        [],
        'the other host saw a certificate',
      );
    });
  }
});
