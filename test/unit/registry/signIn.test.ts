// How a session answers challenges (registries §2.1; http.md 9): when it asks, what it sends, and when it stops.
import assert from 'node:assert/strict';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import type { Repository } from '../../../src/engine/oci/reference.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Received, Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';
import * as known from '../../support/logins.ts';

const ann = ['ann', 'canary-password'] as const;
const annBasic = `Basic ${Buffer.from('ann:canary-password').toString('base64')}`;
const manifest = [200, manifestText, { 'content-type': manifestType }] as const;

describe('signing in', () => {
  let server: ScriptedServer;
  let repository: Repository;
  const start = async (script: Script): Promise<void> => {
    server = await startScripted(script);
    repository = { registry: server.address, path: 'a/b' };
  };
  const logins = () => ({ [server.address]: ann });
  const isToken = (request: Received): boolean => request.url.startsWith('/token');
  const challenge = (more = ''): Record<string, string> => ({
    'www-authenticate': `Bearer realm="http://${server.address}/token",service="s"${more}`,
  });
  afterEach(() => server.stop());

  it('is not done where nobody asks for it: one request, without a ping', async () => {
    await start((_request, response) => answer(response, ...manifest));
    const fetched = await getManifest(createSession(logins()).session, repository, '1', never);
    assert.deepEqual(server.lines(), ['GET /v2/a/b/manifests/1']);
    assert.equal(server.requests[0]?.headers.authorization, undefined);
    assert.deepEqual(fetched.reader.credential, known.nobody);
  });

  it('answers Basic with the password, and from then on at once', async () => {
    await start((request, response) =>
      request.headers.authorization === annBasic
        ? answer(response, ...manifest)
        : answer(response, 401, '', { 'www-authenticate': 'BASIC realm="x"' }),
    );
    const { session } = createSession(logins());
    const fetched = await getManifest(session, repository, '1', never);
    await getManifest(session, { ...repository, path: 'c' }, '1', never);
    assert.deepEqual(
      server.requests.map((request) => request.headers.authorization),
      [undefined, annBasic, annBasic],
    );
    assert.deepEqual(fetched.reader, {
      credential: known.ann,
      machine: 'this computer',
    });
  });

  it('answers Bearer with a token for the scope that the challenge names first', async () => {
    await start((request, response) => {
      if (isToken(request)) return answer(response, 200, { token: 't1' });
      if (request.headers.authorization === 'Bearer t1') return answer(response, ...manifest);
      answer(response, 401, '', challenge(',scope="repository:a/b:pull repository:x/y:pull"'));
    });
    await getManifest(createSession(logins()).session, repository, '1', never);
    assert.deepEqual(server.lines(), [
      'GET /v2/a/b/manifests/1',
      'GET /token?service=s&scope=repository%3Aa%2Fb%3Apull&scope=repository%3Ax%2Fy%3Apull',
      'GET /v2/a/b/manifests/1',
    ]);
    assert.equal(server.requests[1]?.headers.authorization, annBasic);
  });

  it('asks for its own scope where a challenge names none, or the placeholder of GitHub', async () => {
    for (const scope of ['', ',scope="repository:user/image:pull"']) {
      await start((request, response) => {
        if (isToken(request)) return answer(response, 200, { token: 't' });
        if (request.headers.authorization !== undefined) return answer(response, ...manifest);
        answer(response, 401, '', challenge(scope));
      });
      await getManifest(createSession().session, repository, '1', never);
      assert.equal(server.lines()[1], 'GET /token?service=s&scope=repository%3Aa%2Fb%3Apull');
      if (scope === '') await server.stop();
    }
  });

  it('keeps the query and the relative place of a realm', async () => {
    await start((request, response) => {
      if (isToken(request)) return answer(response, 200, { access_token: 't', token: 'other' });
      if (request.headers.authorization === 'Bearer t') return answer(response, ...manifest);
      answer(response, 401, '', { 'www-authenticate': 'Bearer realm="/token?a=b%20c",service="http://s:1"' });
    });
    await getManifest(createSession().session, repository, '1', never);
    assert.equal(
      server.lines()[1],
      'GET /token?a=b%20c&service=http%3A%2F%2Fs%3A1&scope=repository%3Aa%2Fb%3Apull',
    );
  });

  it('stops when a fresh token for what was asked is refused: nothing is tried again and again', async () => {
    await start((request, response) =>
      isToken(request)
        ? answer(response, 200, { token: 't' })
        : answer(
            response,
            401,
            { errors: [{ code: 'UNAUTHORIZED', message: 'no' }] },
            challenge(',scope="repository:a/b:pull"'),
          ),
    );
    const details = await failureOf(
      'not-signed-in',
      getManifest(createSession(logins()).session, repository, '1', never),
    );
    assert.equal(server.requests.length, 3);
    assert.deepEqual(details, {
      registry: server.address,
      repository: 'a/b',
      operation: 'reading a manifest',
      status: 401,
      code: 'UNAUTHORIZED',
      message: 'no',
      credential: known.ann,
    });
  });

  it('stops after one wrong password and looks for a new one the next time', async () => {
    await start((_request, response) => answer(response, 401, '', { 'www-authenticate': 'Basic realm="x"' }));
    const { session, world } = createSession(logins());
    let reads = 0;
    const { read } = world.files;
    Object.assign(world.files, { read: (path: string, limit: number) => ((reads += 1), read(path, limit)) });
    await failureOf('not-signed-in', getManifest(session, repository, '1', never));
    assert.equal(server.requests.length, 2);
    assert.equal(reads, 1);
    await failureOf('not-signed-in', getManifest(session, repository, '1', never));
    assert.equal(reads, 2);
  });

  it('says that nobody is signed in where a registry wants it and there is no credential', async () => {
    await start((_request, response) => answer(response, 401, '', { 'www-authenticate': 'Basic realm="x"' }));
    const details = await failureOf(
      'not-signed-in',
      getManifest(createSession().session, repository, '1', never),
    );
    assert.deepEqual(details.credential, known.nobody);
    assert.equal(server.requests.length, 1);
  });

  it('is tried before a 404 to nobody in particular is believed [S17]', async () => {
    await start((request, response) => {
      if (request.headers.authorization === annBasic) return answer(response, ...manifest);
      if (request.url === '/v2/') return answer(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
      answer(response, 404);
    });
    await getManifest(createSession(logins()).session, repository, '1', never);
    assert.deepEqual(server.lines(), ['GET /v2/a/b/manifests/1', 'GET /v2/', 'GET /v2/a/b/manifests/1']);
    const before = server.requests.length;
    await failureOf('not-found', getManifest(createSession().session, repository, '1', never));
    assert.equal(server.requests.length, before + 1);
  });

  it('never answers the challenge of another host', async () => {
    const other = await startScripted((_request, response) =>
      answer(response, 401, '', { 'www-authenticate': 'Basic realm="phish"' }),
    );
    await start((_request, response) => answer(response, 307, '', { location: `http://${other.address}/x` }));
    const login = { ...logins(), [other.address]: ann };
    await failureOf('not-signed-in', getManifest(createSession(login).session, repository, '1', never));
    assert.deepEqual(
      other.requests.map((request) => request.headers.authorization),
      [undefined],
    );
    await other.stop();
  });

  it('sends a registry token as it is', async () => {
    await start((request, response) =>
      request.headers.authorization === 'Bearer canary-registry-token'
        ? answer(response, ...manifest)
        : answer(response, 401, '', challenge()),
    );
    const text = JSON.stringify({ auths: { [server.address]: { registrytoken: 'canary-registry-token' } } });
    const { session } = createSession({}, { files: { '/home/ann/.docker/config.json': text } });
    await getManifest(session, repository, '1', never);
    assert.equal(server.requests.some(isToken), false);
  });
});
