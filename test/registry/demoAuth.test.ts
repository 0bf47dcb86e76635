// Who may do what in the demo registry: Basic and Bearer, as distribution's specifications describe them.
import assert from 'node:assert/strict';
import type { RegistryOptions } from '../demo/options.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';

describe('the demo registry with users', () => {
  let registry: Registry | undefined;
  afterEach(async () => {
    await registry?.stop();
    registry = undefined;
  });

  async function start(
    options: RegistryOptions,
  ): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
    const started = await startRegistry(options);
    registry = started;
    return (path, init) => fetch(`http://${started.address}${path}`, init);
  }

  it('asks for Basic, tells a stranger from a user without the right, and lets the others in', async () => {
    const grants = (user: string | undefined, _name: string, action: string) =>
      user === 'writer' || (user !== undefined && action === 'pull');
    const call = await start({ auth: { basic: { writer: 'pw', reader: 'pw' }, grants } });
    const as = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:pw`).toString('base64')}` });
    const stranger = await call('/v2/');
    assert.equal(stranger.status, 401);
    assert.match(stranger.headers.get('www-authenticate') ?? '', /^Basic realm=/);
    const upload = '/v2/demo/app/blobs/uploads/';
    assert.equal((await call(upload, { method: 'POST', headers: as('nobody') })).status, 401);
    assert.equal((await call(upload, { method: 'POST', headers: as('reader') })).status, 403);
    assert.equal((await call(upload, { method: 'POST', headers: as('writer') })).status, 202);
  });

  it('refuses a wrong password even where nobody needs one', async () => {
    const call = await start({ auth: { basic: { writer: 'pw' }, grants: () => true } });
    const path = '/v2/demo/app/manifests/1.0';
    assert.equal((await call(path)).status, 404);
    const authorization = `Basic ${Buffer.from('writer:no').toString('base64')}`;
    assert.equal((await call(path, { headers: { authorization } })).status, 401);
  });

  it('gives tokens by GET and by POST that open only what they were asked for', async () => {
    const refreshTokens = { 'identity-1': 'writer' };
    const call = await start({ auth: { token: { refreshTokens }, users: { writer: 'pw' } } });
    const first = await call('/v2/demo/app/manifests/1.0');
    assert.match(first.headers.get('www-authenticate') ?? '', /scope="repository:demo\/app:pull"/);
    const basic = { authorization: `Basic ${Buffer.from('writer:pw').toString('base64')}` };
    const got = await call('/token?service=demo-registry&scope=repository:demo/app:pull', { headers: basic });
    const pull = ((await got.json()) as { token: string }).token;
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    assert.equal((await call('/v2/demo/app/manifests/1.0', { headers: bearer(pull) })).status, 404);
    const weak = await call('/v2/demo/app/blobs/uploads/', { method: 'POST', headers: bearer(pull) });
    assert.equal(weak.status, 401);
    assert.match(weak.headers.get('www-authenticate') ?? '', /error="insufficient_scope"/);
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: 'identity-1',
      scope: 'repository:demo/app:pull,push',
    });
    const posted = await call('/token', { method: 'POST', body: form });
    const push = ((await posted.json()) as { access_token: string }).access_token;
    assert.equal(
      (await call('/v2/demo/app/blobs/uploads/', { method: 'POST', headers: bearer(push) })).status,
      202,
    );
    assert.equal((await call('/token?scope=x', { headers: { authorization: 'Basic eDp5' } })).status, 401);
  });

  it('gives strangers the tokens they may have, and says 403 to weak ones or 405 to POST when told to', async () => {
    const grants = (user: string | undefined, _name: string, action: string) =>
      user !== undefined || action === 'pull';
    const token = { tooWeak: 'denied', post: false, field: 'access_token', expiresInSeconds: 300 } as const;
    const call = await start({ auth: { token, users: {}, grants } });
    const answer = await call('/token?scope=repository:demo/app:pull,push');
    const given = (await answer.json()) as { token?: string; access_token: string; expires_in: number };
    assert.deepEqual([given.token, given.expires_in], [undefined, 300]);
    const headers = { authorization: `Bearer ${given.access_token}` };
    assert.equal((await call('/v2/demo/app/manifests/1.0', { headers })).status, 404);
    assert.equal((await call('/v2/demo/app/blobs/uploads/', { method: 'POST', headers })).status, 403);
    assert.equal((await call('/token', { method: 'POST' })).status, 405);
  });
});
