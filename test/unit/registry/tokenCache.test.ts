// Tokens are kept and shared (http.md 9; S26): by whom, for how long, and what a refusal does to them.
import assert from 'node:assert/strict';
import { getManifest } from '../../../src/engine/registry/manifests.ts';
import { listRepositories } from '../../../src/engine/registry/lists.ts';
import { factsOf, forgetRegistry, withBudget } from '../../../src/engine/registry/session.ts';
import { credentialOf } from '../../../src/engine/registry/whoAmI.ts';
import type { Repository } from '../../../src/engine/oci/reference.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Received, Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';

const ann = ['ann', 'canary-password'] as const;
const annBasic = `Basic ${Buffer.from('ann:canary-password').toString('base64')}`;
const manifest = [200, manifestText, { 'content-type': manifestType }] as const;

describe('a kept token', () => {
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
  it('is asked for once by many, and one who gives up does not end it for the others', async () => {
    const waiting: (() => void)[] = [];
    await start((request, response) => {
      if (isToken(request)) return void waiting.push(() => answer(response, 200, { token: 't' }));
      if (request.headers.authorization === 'Bearer t') return answer(response, ...manifest);
      answer(response, 401, '', challenge());
    });
    const { session } = createSession(logins());
    const person = new AbortController();
    const first = failureOf('cancelled', getManifest(session, repository, '1', person.signal));
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const others = [1, 2, 3].map((tag) => getManifest(session, repository, String(tag), never));
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    person.abort();
    await first;
    assert.equal(waiting.length, 1);
    waiting[0]?.();
    await Promise.all(others);
    assert.equal(server.requests.filter(isToken).length, 1);
  });

  it('is not refused to one who waits for it because the budget of another is spent [S40]', async () => {
    const waiting: (() => void)[] = [];
    await start((request, response) => {
      if (isToken(request)) return void waiting.push(() => answer(response, 200, { token: 't' }));
      if (request.headers.authorization === 'Bearer t') return answer(response, ...manifest);
      answer(response, 401, '', challenge());
    });
    const { session } = createSession(logins());
    const limits = { requests: 10, bytes: 0, milliseconds: 60_000 };
    const poor = withBudget(session, limits, 'this verification');
    const first = failureOf('too-large', getManifest(poor, repository, '1', never));
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const other = getManifest(session, repository, '1', never);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    waiting[0]?.();
    await Promise.all([first, other]);
    assert.equal(server.requests.filter(isToken).length, 1);
  });

  it('belongs to one repository and one credential, and is forgotten on demand [S26]', async () => {
    let given = 0;
    await start((request, response) => {
      if (isToken(request)) return answer(response, 200, { token: `t${String((given += 1))}` });
      if (request.headers.authorization !== undefined) return answer(response, ...manifest);
      const path = /^\/v2\/(.+)\/manifests/.exec(request.url)?.[1] ?? '';
      answer(response, 401, '', challenge(`,scope="repository:${path}:pull"`));
    });
    const files: Record<string, string> = {};
    const { session, world } = createSession({}, { clock: createFakeClock() });
    const login = (password: string): void => {
      files['auth'] = Buffer.from(`ann:${password}`).toString('base64');
      Object.assign(world.files, {
        read: (path: string) =>
          Promise.resolve(
            path === '/home/ann/.docker/config.json'
              ? Buffer.from(JSON.stringify({ auths: { [server.address]: { auth: files['auth'] } } }))
              : undefined,
          ),
      });
    };
    login('one');
    const read = (path: string) => getManifest(session, { ...repository, path }, '1', never);
    const identity = async () => (await credentialOf(session, repository, never)).identity;
    await read('a/b');
    const first = await identity();
    await read('a/b');
    assert.equal(given, 1);
    await read('c/d');
    assert.equal(given, 2);
    assert.ok(server.lines().at(-2)?.endsWith('?service=s&scope=repository%3Ac%2Fd%3Apull'));
    login('two');
    forgetRegistry(session, server.address);
    await read('a/b');
    assert.equal(given, 3);
    const second = await identity();
    assert.notEqual(first, second);
    assert.ok(!`${first}${second}`.includes('one'));
  });

  it('that is refused is dropped, and another is asked for once (a laptop slept)', async () => {
    let valid = 't1';
    await start((request, response) => {
      if (isToken(request)) return answer(response, 200, { token: valid, expires_in: 3600 });
      if (request.headers.authorization === `Bearer ${valid}`) return answer(response, ...manifest);
      const refused = request.headers.authorization !== undefined;
      answer(response, 401, '', refused ? {} : challenge());
    });
    const { session } = createSession(logins());
    await getManifest(session, repository, '1', never);
    valid = 't2';
    await getManifest(session, repository, '1', never);
    assert.deepEqual(server.lines().slice(3), [
      'GET /v2/a/b/manifests/1',
      'GET /token?service=s&scope=repository%3Aa%2Fb%3Apull',
      'GET /v2/a/b/manifests/1',
    ]);
  });

  it('is not kept beyond its time, however many repositories are read', async () => {
    await start((request, response) => {
      if (isToken(request)) return answer(response, 200, { token: 't', expires_in: 300 });
      if (request.headers.authorization === 'Bearer t') return answer(response, ...manifest);
      answer(response, 401, '', challenge());
    });
    const clock = createFakeClock();
    const { session } = createSession(logins(), { clock });
    for (const path of ['a/b', 'c/d', 'e/f']) await getManifest(session, { ...repository, path }, '1', never);
    assert.equal(factsOf(session, repository.registry).tokens.size, 3);
    clock.advance(301_000);
    await getManifest(session, { ...repository, path: 'g/h' }, '1', never);
    assert.equal(factsOf(session, repository.registry).tokens.size, 1);
  });

  it('runs out by the clock, a minute being the least', async () => {
    const clock = createFakeClock();
    let life: number | undefined = 1;
    await start((request, response) => {
      if (isToken(request)) return answer(response, 200, { token: 't', expires_in: life });
      if (request.headers.authorization !== undefined) return answer(response, ...manifest);
      answer(response, 401, '', challenge());
    });
    const { session } = createSession(logins(), { clock });
    const read = () => getManifest(session, repository, '1', never);
    await read();
    clock.advance(59_000);
    await read();
    assert.equal(server.requests.filter(isToken).length, 1);
    clock.advance(2000);
    life = undefined;
    await read();
    assert.equal(server.requests.filter(isToken).length, 2);
    clock.advance(61_000);
    life = 300;
    await read();
    assert.equal(server.requests.filter(isToken).length, 3);
    clock.advance(299_000);
    await read();
    assert.equal(server.requests.filter(isToken).length, 3);
  });

  it('whose refusal asks for Basic, as Harbor does, is followed by another token', async () => {
    let valid = 't1';
    await start((request, response) => {
      if (isToken(request))
        return answer(response, 200, { token: valid, access_token: '', expires_in: 1800 });
      if (request.headers.authorization === `Bearer ${valid}`) return answer(response, ...manifest);
      const basic = { 'www-authenticate': 'Basic realm="harbor"' };
      answer(response, 401, '', request.headers.authorization === undefined ? challenge() : basic);
    });
    const { session } = createSession(logins());
    await getManifest(session, repository, '1', never);
    valid = 't2';
    await getManifest(session, repository, '1', never);
    assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer t2');
    assert.ok(
      server.requests
        .filter((request) => !isToken(request))
        .every((request) => request.headers.authorization !== annBasic),
    );
  });

  it('is nothing to the catalog where that wants Basic', async () => {
    await start((request, response) => {
      if (isToken(request)) return answer(response, 200, { token: 't' });
      if (request.url.startsWith('/v2/_catalog')) {
        const basic = request.headers.authorization === annBasic;
        return answer(
          response,
          basic ? 200 : 401,
          { repositories: [] },
          { 'www-authenticate': 'Basic realm="harbor"' },
        );
      }
      if (request.headers.authorization === 'Bearer t') return answer(response, ...manifest);
      answer(response, 401, '', challenge());
    });
    const { session } = createSession(logins());
    await getManifest(session, repository, '1', never);
    for await (const page of listRepositories(session, server.address, never))
      assert.equal(page.complete, true);
    await getManifest(session, repository, '2', never);
    const manifests = server.requests.filter(({ url }) => url.includes('/manifests/'));
    assert.deepEqual(
      manifests.map((request) => request.headers.authorization),
      [undefined, 'Bearer t', 'Bearer t'],
    );
  });

  it('that is never enough is followed by one other, whatever is named next', async () => {
    let named = 0;
    let open = true;
    await start((request, response) => {
      if (isToken(request)) return answer(response, 200, { token: 't' });
      if (open && request.headers.authorization !== undefined) return answer(response, ...manifest);
      answer(response, 401, '', challenge(`,scope="repository:other${String((named += 1))}:pull"`));
    });
    const { session } = createSession(logins());
    await getManifest(session, repository, '1', never);
    open = false;
    const before = server.lines().length;
    await failureOf('not-signed-in', getManifest(session, repository, '1', never));
    const later = server.lines().slice(before);
    assert.equal(later.filter((line) => line.includes('/manifests/')).length, 2);
  });

  it('that is too weak is followed once by one with what the challenge adds', async () => {
    await start((request, response) => {
      const strong = request.url.includes('x%2Fy');
      if (isToken(request)) return answer(response, 200, { token: strong ? 'strong' : 'weak' });
      if (request.headers.authorization === 'Bearer strong') return answer(response, ...manifest);
      const more = ',scope="repository:x/y:pull",error="insufficient_scope"';
      answer(response, 401, '', challenge(request.headers.authorization === undefined ? '' : more));
    });
    const { session } = createSession(logins());
    await getManifest(session, repository, '1', never);
    assert.equal(server.requests.length, 5);
    await getManifest(session, repository, '1', never);
    assert.equal(server.requests.length, 6);
  });
});
