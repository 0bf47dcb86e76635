// Token servers (registries §2.1): the GET and POST forms with their fallbacks, refusals, and answers that are none.
import assert from 'node:assert/strict';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { pushGranted } from '../../support/pushGranted.ts';
import type { RegistrySession } from '../../../src/engine/registry/session.ts';
import type { Repository } from '../../../src/engine/oci/reference.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';
import * as logins from '../../support/logins.ts';

const secret = 'canary-identity-token';

describe('a token server', () => {
  let server: ScriptedServer;
  let repository: Repository;
  const start = async (token: Script): Promise<void> => {
    server = await startScripted((request, response, count) => {
      if (request.url.startsWith('/token')) return token(request, response, count);
      if (request.headers.authorization === 'Bearer good') {
        return answer(response, 200, manifestText, { 'content-type': manifestType });
      }
      const realm = `Bearer realm="http://${server.address}/token",service="s"`;
      answer(response, 401, '', { 'www-authenticate': realm });
    });
    repository = { registry: server.address, path: 'a/b' };
  };
  const session = (entry: object = {}): RegistrySession => {
    const text = JSON.stringify({ auths: { [server.address]: entry } });
    return createSession({}, { clock: createFakeClock(), files: { '/home/ann/.docker/config.json': text } })
      .session;
  };
  const annEntry = { auth: Buffer.from('ann:canary-password').toString('base64') };
  const tokenLines = (): string[] => server.lines().filter((line) => line.includes('/token'));
  afterEach(() => server.stop());

  it('gets an identity token by POST, in the form of OAuth', async () => {
    await start((_request, response) => answer(response, 200, { access_token: 'good' }));
    await getManifest(session({ identitytoken: secret }), repository, '1', never);
    const request = server.requests[1];
    assert.ok(request);
    assert.equal(request.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body.toString())), {
      grant_type: 'refresh_token',
      refresh_token: secret,
      client_id: 'countersign',
      scope: 'repository:a/b:pull',
      service: 's',
    });
  });

  for (const status of [404, 405, 401]) {
    it(`that answers ${String(status)} to the POST is asked by GET with Basic`, async () => {
      await start((request, response) =>
        request.method === 'POST' ? answer(response, status) : answer(response, 200, { token: 'good' }),
      );
      const auth = Buffer.from('00000000-0000-0000-0000-000000000000:').toString('base64');
      await getManifest(session({ auth, identitytoken: secret }), repository, '1', never);
      assert.deepEqual(tokenLines(), ['POST /token', 'GET /token?service=s&scope=repository%3Aa%2Fb%3Apull']);
      const basic = Buffer.from(
        server.requests[2]?.headers.authorization?.slice(6) ?? '',
        'base64',
      ).toString();
      assert.equal(basic, `00000000-0000-0000-0000-000000000000:${secret}`);
    });
  }

  it('may replace the refresh token: the next request uses the new one', async () => {
    await start((_request, response) =>
      answer(response, 200, { access_token: 'good', refresh_token: 'second' }),
    );
    const one = session({ identitytoken: secret });
    await getManifest(one, repository, '1', never);
    await getManifest(one, { ...repository, path: 'c' }, '1', never);
    const sent = server.requests
      .filter((request) => request.method === 'POST')
      .map((request) => new URLSearchParams(request.body.toString()).get('refresh_token'));
    assert.deepEqual(sent, [secret, 'second']);
  });

  it('is never asked for an offline token', async () => {
    await start((_request, response) => answer(response, 200, { token: 'good' }));
    await getManifest(session(annEntry), repository, '1', never);
    assert.ok(!tokenLines().join(' ').includes('offline_token'));
  });

  it('that refuses the credential is named, with who asked and never the secret', async () => {
    const text = 'access token has insufficient scopes for canary-password';
    await start((_request, response) => answer(response, 401, { details: text }));
    const details = await failureOf('token-refused', getManifest(session(annEntry), repository, '1', never));
    assert.deepEqual(details, {
      registry: server.address,
      realmHost: server.address,
      status: 401,
      message: 'access token has insufficient scopes for ***',
      credential: logins.ann,
    });
  });

  it('that gives nobody a token means that a sign-in is wanted', async () => {
    await start((_request, response) =>
      answer(response, 403, { errors: [{ code: 'DENIED', message: 'no' }] }),
    );
    const details = await failureOf('not-signed-in', getManifest(session(), repository, '1', never));
    assert.deepEqual(details.credential, logins.nobody);
    assert.equal(details.status, 403);
  });

  it('that is busy is asked again, then named', async () => {
    await start((_request, response) => answer(response, 503));
    await failureOf('registry-failed', getManifest(session(annEntry), repository, '1', never));
    assert.equal(tokenLines().length, 3);
    await server.stop();
    await start((_request, response) => answer(response, 429, '', { 'retry-after': '100' }));
    const limited = await failureOf('rate-limited', getManifest(session(annEntry), repository, '1', never));
    assert.equal(limited.retryAfterSeconds, 100);
  });

  const broken: readonly (readonly [name: string, body: unknown])[] = [
    ['without a token', { expires_in: 5 }],
    ['with an empty token', { token: '', access_token: '' }],
    ['with a token that would break the header', { token: 'a\r\nx: y' }],
    ['that is no JSON', 'token=good'],
    ['that is a web page', '<html>'],
    ['that is null', null],
  ];
  for (const [name, body] of broken) {
    it(`that gives an answer ${name} is named`, async () => {
      await start((_request, response) => answer(response, 200, body === null ? 'null' : body));
      const details = await failureOf('bad-answer', getManifest(session(annEntry), repository, '1', never));
      assert.equal(details.reason, 'no-token');
    });
  }

  it('that floods is cut off', async () => {
    await start((_request, response) => answer(response, 200, { token: 'x'.repeat(200_000) }));
    await failureOf('too-large', getManifest(session(annEntry), repository, '1', never));
  });

  it('that redirects to another host gets no credential there', async () => {
    const other = await startScripted((_request, response) => answer(response, 200, { token: 'good' }));
    await start((_request, response) =>
      answer(response, 307, '', { location: `http://${other.address}/token` }),
    );
    await failureOf('token-refused', getManifest(session(annEntry), repository, '1', never));
    assert.equal(other.requests.length, 0);
    await other.stop();
  });

  describe('asked whether a push is granted', () => {
    const jwt = (actions: readonly string[]): string => {
      const claims = { access: [{ type: 'repository', name: 'a/b', actions }] };
      return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
    };
    const cases: readonly (readonly [string, number, unknown, string])[] = [
      ['grants it', 200, { token: jwt(['pull', 'push']) }, 'granted'],
      ['grants everything', 200, { token: jwt(['*']) }, 'granted'],
      ['grants less', 200, { token: jwt(['pull']) }, 'denied'],
      [
        'grants nothing',
        200,
        { token: `e30.${Buffer.from('{"access":[]}').toString('base64url')}.x` },
        'denied',
      ],
      ['gives a token that only the registry can read', 200, { token: 'djE6YW5u' }, 'unknown'],
      ['refuses', 401, { details: 'access token has insufficient scopes' }, 'denied'],
      ['refuses with 403', 403, {}, 'denied'],
    ];
    for (const [name, status, body, granted] of cases) {
      it(`one that ${name} means ${granted} [U14]`, async () => {
        await start((_request, response) => answer(response, status, body));
        assert.equal(await pushGranted(session(annEntry), repository, never), granted);
        assert.deepEqual(server.lines(), [
          'GET /v2/',
          'GET /token?service=s&scope=repository%3Aa%2Fb%3Apull%2Cpush',
        ]);
      });
    }

    it('where there is none, the answer is unknown, and nothing is written [U14]', async () => {
      server = await startScripted((_request, response) =>
        answer(response, 401, '', { 'www-authenticate': 'Basic' }),
      );
      const { session: one } = createSession({ [server.address]: ['ann', 'x'] });
      assert.equal(await pushGranted(one, { registry: server.address, path: 'a' }, never), 'unknown');
      assert.deepEqual(server.lines(), ['GET /v2/']);
    });
  });
});
