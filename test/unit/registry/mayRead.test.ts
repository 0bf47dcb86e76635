// Whether a 404 is to be believed (S17).
import assert from 'node:assert/strict';
import { mayRead } from '../../../src/engine/registry/mayRead.ts';
import { withBudget } from '../../../src/engine/registry/session.ts';
import { readerOf } from '../../../src/engine/registry/whoAmI.ts';
import { startRegistry } from '../../demo/registry.ts';
import type { AuthOption } from '../../demo/authOptions.ts';
import { storeManifest } from '../../demo/state.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';
import * as logins from '../../support/logins.ts';

const users = { ann: 'pw', stranger: 'pw' };
const grants = (user: string | undefined, name: string): boolean =>
  user === 'ann' && name.startsWith('acme/');

describe('a reader', () => {
  const cases: readonly (readonly [
    name: string,
    auth: AuthOption,
    user: string | undefined,
    path: string,
    may: boolean,
  ])[] = [
    ['of a registry that wants no sign-in may read', 'none', undefined, 'acme/nothing', true],
    ['whose password lets the tags be listed may read', { basic: users, grants }, 'ann', 'acme/app', true],
    [
      'who is signed in and sees no such repository is not told whether there is one',
      { basic: users, grants },
      'ann',
      'acme/nothing',
      false,
    ],
    ['who is forbidden to list may not', { basic: users, grants }, 'stranger', 'acme/app', false],
    ['whom nobody knows may not', { basic: users, grants }, undefined, 'acme/app', false],
    ['with a token that lists the tags may read', { token: {}, users, grants }, 'ann', 'acme/app', true],
    ['with a token for nothing may not', { token: {}, users, grants }, 'stranger', 'acme/app', false],
  ];
  for (const [name, auth, user, path, may] of cases) {
    it(`${name} [S17]`, async () => {
      const registry = await startRegistry({ auth });
      storeManifest(registry.state, 'acme/app', '1', manifestType, Buffer.from(manifestText));
      const logins = user === undefined ? {} : { [registry.address]: [user, 'pw'] as const };
      const { session } = createSession(logins);
      assert.equal(await mayRead(session, { registry: registry.address, path }, never), may);
      await registry.stop();
    });
  }

  it('is nobody in particular where a credential is known and not asked for', async () => {
    const registry = await startRegistry({});
    const { session } = createSession({ [registry.address]: ['ann', 'pw'] });
    const repository = { registry: registry.address, path: 'acme/nothing' };
    assert.deepEqual((await readerOf(session, repository, never)).credential, logins.ann);
    await mayRead(session, repository, never);
    assert.deepEqual((await readerOf(session, repository, never)).credential, logins.nobody);
    await registry.stop();
  });

  it('is believed for a minute, not longer: a right may be taken away [S17]', async () => {
    let granted = true;
    const basic = { 'www-authenticate': 'Basic realm="x"' };
    const server = await startScripted((request, response) =>
      request.headers.authorization === undefined
        ? answer(response, 401, '', basic)
        : answer(response, granted ? 200 : 404, {}),
    );
    const clock = createFakeClock();
    const { session } = createSession({ [server.address]: ['ann', 'pw'] }, { clock });
    const repository = { registry: server.address, path: 'acme/app' };
    assert.equal(await mayRead(session, repository, never), true);
    granted = false;
    const count = server.requests.length;
    clock.advance(59_000);
    assert.equal(await mayRead(session, repository, never), true);
    assert.equal(server.requests.length, count);
    clock.advance(2000);
    assert.equal(await mayRead(session, repository, never), false);
    await server.stop();
  });

  it('is not refused for ever because the registry failed once when it was asked [S17]', async () => {
    let failing = true;
    const server = await startScripted((_request, response) =>
      answer(response, failing ? 503 : 200, failing ? 'upstream' : {}),
    );
    const { session } = createSession({}, { clock: createFakeClock() });
    const repository = { registry: server.address, path: 'acme/nothing' };
    await failureOf('registry-failed', mayRead(session, repository, never));
    failing = false;
    assert.equal(await mayRead(session, repository, never), true);
    await server.stop();
  });

  it('is not refused because the budget of another who asks the same is spent [S40]', async () => {
    const server = await startScripted((_request, response) => answer(response, 200, {}));
    const { session } = createSession();
    const repository = { registry: server.address, path: 'acme/app' };
    const limits = { requests: 0, bytes: 0, milliseconds: 60_000 };
    const asked = [withBudget(session, limits, 'this verification'), session].map((one) =>
      mayRead(one, repository, never),
    );
    assert.deepEqual(await Promise.all(asked), [true, true]);
    await server.stop();
  });

  it('whom a token grants pull may read where there is nothing yet [S17]', async () => {
    const claims = { access: [{ type: 'repository', name: 'acme/new', actions: ['pull'] }] };
    const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
    const server = await startScripted((request, response) =>
      request.url.startsWith('/token')
        ? answer(response, 200, { token })
        : answer(response, 401, '', { 'www-authenticate': `Bearer realm="http://${server.address}/token"` }),
    );
    const { session } = createSession({ [server.address]: ['ann', 'pw'] });
    const repository = { registry: server.address, path: 'acme/new' };
    const asked = await Promise.all([1, 2, 3].map(() => mayRead(session, repository, never)));
    assert.deepEqual(asked, [true, true, true]);
    assert.equal(server.requests.length, 2);
    assert.equal(await mayRead(session, { ...repository, path: 'acme/other' }, never), false);
    await server.stop();
  });
});
