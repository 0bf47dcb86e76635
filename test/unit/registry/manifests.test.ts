// Manifests (registries §2.2; http.md 1, 12; S31): what is checked, what is never trusted, what is never sent twice.
import assert from 'node:assert/strict';
import { getManifest, mayHaveBeenStored, putManifest } from '../../../src/engine/registry/manifests.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import type { Repository } from '../../../src/engine/oci/reference.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';

const bytes = new TextEncoder().encode(manifestText);
const type = { 'content-type': manifestType };

describe('a manifest', () => {
  let server: ScriptedServer;
  let repository: Repository;
  const start = async (script: Script): Promise<void> => {
    server = await startScripted(script);
    repository = { registry: server.address, path: 'a/b' };
  };
  const get = (tagOrDigest: string, ...more: unknown[]) =>
    getManifest(createSession().session, repository, tagOrDigest, never, ...(more as []));
  afterEach(() => server.stop());

  it('has the digest of its bytes, whatever a header says [S31]', async () => {
    const lie = `sha256:${'0'.repeat(64)}`;
    await start((_request, response) =>
      answer(response, 200, bytes, { ...type, 'docker-content-digest': lie }),
    );
    const fetched = await get('1');
    assert.equal(fetched.digest, digestOf(bytes));
    assert.deepEqual(Buffer.from(fetched.bytes), Buffer.from(bytes));
  });

  it('asked for by digest must have it [S31]', async () => {
    await start((_request, response) => answer(response, 200, bytes, type));
    assert.equal((await get(digestOf(bytes))).digest, digestOf(bytes));
    const other = `sha256:${'a'.repeat(64)}`;
    assert.deepEqual(await failureOf('digest-mismatch', get(other)), {
      registry: server.address,
      repository: 'a/b',
      expected: other,
      actual: digestOf(bytes),
    });
  });

  it('comes with its media type in lower case and without parameters', async () => {
    const odd = { 'content-type': 'Application/vnd.oci.image.manifest.v1+JSON ; charset=utf-8' };
    await start((_request, response) => answer(response, 200, bytes, odd));
    assert.equal((await get('1')).mediaType, manifestType);
  });

  it('is asked for with all types of images and indexes, or with those that are wanted', async () => {
    await start((_request, response) => answer(response, 200, bytes, type));
    await get('1');
    await get('1', { accept: ['application/vnd.oci.image.index.v1+json'] });
    const [all, one] = server.requests.map((request) => request.headers.accept ?? '');
    for (const part of [
      'oci.image.manifest.v1',
      'oci.image.index.v1',
      'distribution.manifest.v2',
      'manifest.list.v2',
      'prettyjws',
    ]) {
      assert.ok(all?.includes(part), part);
    }
    assert.equal(one, 'application/vnd.oci.image.index.v1+json');
  });

  it('is never a web page or other garbage with status 200', async () => {
    for (const body of ['<!doctype html><p>', '', 'OK', '[]', 'true']) {
      await start((_request, response) => answer(response, 200, body, { 'content-type': 'text/html' }));
      await failureOf('not-a-registry', get('1'));
      await server.stop();
    }
    await start((_request, response) => answer(response, 200, bytes, { 'content-type': 'text/html' }));
    await failureOf('not-a-registry', get('1'));
  });

  it('larger than the limit is refused', async () => {
    await start((_request, response) => answer(response, 200, `{"x":"${'x'.repeat(2000)}"}`, type));
    await failureOf('too-large', get('1', { limit: 1000 }));
  });

  const statuses = [
    [401, 'not-signed-in'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [418, 'registry-refused'],
    [429, 'rate-limited'],
    [500, 'registry-failed'],
    [304, 'registry-refused'],
  ] as const;
  for (const [status, code] of statuses) {
    it(`answered with ${String(status)} is the error ${code}, with the registry's words`, async () => {
      const body = { errors: [{ code: 'CODE', message: 'words' }] };
      await start((_request, response) =>
        answer(response, status, status === 304 ? '' : body, { 'retry-after': '99' }),
      );
      const details = await failureOf(code, get('1'));
      assert.equal(details.status, status);
      assert.equal(details.code, status === 304 ? '' : 'CODE');
      assert.equal(details.operation, 'reading a manifest');
    });
  }

  it('is written once, byte for byte, with its media type', async () => {
    await start((_request, response) => answer(response, 201));
    await putManifest(createSession().session, repository, 'v1', bytes, manifestType, never);
    const puts = server.requests.filter((request) => request.method === 'PUT');
    assert.equal(puts.length, 1);
    assert.deepEqual(puts[0]?.body, Buffer.from(bytes));
    assert.equal(puts[0].headers['content-type'], manifestType);
  });

  for (const fault of [408, 429, 500, 503, 'reset'] as const) {
    it(`is never written twice after ${String(fault)}, and the failure says that it may be there`, async () => {
      await start((request, response) => {
        if (request.method === 'GET') return answer(response, 200);
        if (fault === 'reset') return void response.socket?.resetAndDestroy();
        answer(response, fault, '', { 'retry-after': '0' });
      });
      const write = putManifest(createSession().session, repository, 'v1', bytes, manifestType, never);
      await assert.rejects(write, (error) => mayHaveBeenStored(error));
      assert.equal(server.requests.filter((request) => request.method === 'PUT').length, 1);
    });
  }

  it('is written again only after a 401, once: nothing was stored then', async () => {
    await start((request, response) => {
      const signedIn = request.headers.authorization !== undefined;
      if (request.method === 'GET') return answer(response, 200);
      answer(response, signedIn ? 201 : 401, '', { 'www-authenticate': 'Basic realm="x"' });
    });
    const { session } = createSession({ [server.address]: ['ann', 'canary'] });
    await putManifest(session, repository, 'v1', bytes, manifestType, never);
    assert.equal(server.requests.filter((request) => request.method === 'PUT').length, 2);
  });

  for (const status of [200, 202]) {
    it(`is written where the registry says ${String(status)}`, async () => {
      await start((_request, response) => answer(response, status));
      await putManifest(createSession().session, repository, 'v1', bytes, manifestType, never);
    });
  }

  const immutable: readonly (readonly [product: string, status: number, code: string, message: string])[] = [
    [
      'ECR',
      400,
      'TAG_INVALID',
      "The image tag 'x' already exists and cannot be overwritten because the tag is immutable.",
    ],
    ['Harbor', 412, 'PRECONDITION', "Failed to process request due to 'redis:x' configured as immutable."],
    ['Nexus', 400, 'UNKNOWN', 'Repository does not allow updating assets: r'],
  ];
  for (const [product, status, code, message] of immutable) {
    it(`under a tag that may not change has a name of its own: ${product}`, async () => {
      await start((_request, response) => answer(response, status, { errors: [{ code, message }] }));
      const write = putManifest(createSession().session, repository, 'v1', bytes, manifestType, never);
      const details = await failureOf('tag-immutable', write);
      assert.equal(details.tag, 'v1');
      assert.equal(details.code, code);
    });
  }

  it('that was refused outright was not stored', async () => {
    await start((_request, response) => answer(response, 403));
    const write = putManifest(createSession().session, repository, 'v1', bytes, manifestType, never);
    await assert.rejects(write, (error) => !mayHaveBeenStored(error));
  });
});
