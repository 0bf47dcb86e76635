// The accounts of VS Code: which hosts get which account's token, silently, and what a registry gives for it (S24).
// The answers of ACR's exchange follow Azure/acr docs/AAD-OAuth.md (registries §3.4).
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/engine/engine.ts';
import { accountCredential } from '../../../src/engine/credentials/fromAccount.ts';
import { findCredential } from '../../../src/engine/credentials/findCredential.ts';
import { withoutHelpers } from '../../../src/engine/credentials/withoutHelpers.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createTestWorld, type WorldOptions } from '../../support/world.ts';
import { authFile, dockerPath, find, login, never, repositoryOf } from './support.ts';

const tenant = '11111111-2222-3333-4444-555555555555';
const aad = `e30.${Buffer.from(JSON.stringify({ tid: tenant })).toString('base64url')}.canary`;

interface Scene {
  readonly options: WorldOptions;
  /** `REGISTRY PROVIDER SCOPES` of each look for a session. */
  readonly looked: string[];
  readonly sent: { readonly url: string; readonly body: string }[];
}

/** VS Code has a session with exactly these scopes; the exchange answers this. */
function scene(scopes: string, token: string, answer: Response = Response.json({})): Scene {
  const looked: string[] = [];
  const sent: { url: string; body: string }[] = [];
  return {
    looked,
    sent,
    options: {
      logins: {
        session: (registry, provider, wanted) => {
          looked.push(`${registry} ${provider} ${wanted.join(' ')}`);
          return Promise.resolve(wanted.join(' ') === scopes ? { label: 'ann', token } : undefined);
        },
      },
      fetch: (input, init) => {
        const body = init?.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : '';
        sent.push({ url: String(input instanceof Request ? input.url : input), body });
        return Promise.resolve(answer.clone());
      },
    },
  };
}

const read = 'read:packages';
const write = 'read:packages write:packages';
const acr = 'https://containerregistry.azure.net/.default';

describe('an account of VS Code', () => {
  for (const [host, provider] of [
    ['ghcr.io', 'github'],
    ['containers.acme.ghe.com', 'github-enterprise'],
  ] as const) {
    it(`of ${provider} signs in at ${host}, by a session that is there, and nothing is sent for it`, async () => {
      const { options, looked, sent } = scene(write, 'gho_canary');
      const found = await find(`${host}/acme/app`, options);
      assert.deepEqual(
        { ...found, identity: '' },
        {
          ...{ kind: 'basic', username: 'ann', password: 'gho_canary', identity: '' },
          source: { kind: 'account', detail: provider === 'github' ? 'GitHub' : 'GitHub Enterprise' },
        },
      );
      assert.ok(!found.identity.includes('canary'));
      assert.deepEqual(looked, [`${host} ${provider} ${write}`]);
      assert.deepEqual(sent, []);
    });
  }

  it('that may read only is taken where there is no stronger one', async () => {
    const { options, looked } = scene(read, 'gho_canary');
    assert.equal((await find('ghcr.io/acme/app', options)).source.kind, 'account');
    assert.deepEqual(looked, [`ghcr.io github ${write}`, `ghcr.io github ${read}`]);
  });

  it('of Microsoft is exchanged by the registry itself for a refresh token', async () => {
    const { options, sent } = scene(acr, aad, Response.json({ refresh_token: 'canary-refresh' }));
    const { identity, lasts, ...found } = await find('acme.azurecr.io/app', options);
    assert.deepEqual(found, {
      ...{
        kind: 'identity-token',
        username: '00000000-0000-0000-0000-000000000000',
        token: 'canary-refresh',
      },
      source: { kind: 'account', detail: 'Microsoft (ann)' },
    });
    assert.ok(!identity.includes('canary'));
    assert.ok((lasts ?? 0) > 60_000, 'each exchange gives another: this one stands for a while [S26]');
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.url, 'https://acme.azurecr.io/oauth2/exchange');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(sent[0].body)), {
      grant_type: 'access_token',
      service: 'acme.azurecr.io',
      tenant,
      access_token: aad,
    });
  });

  const others = [
    'ghcr.io.evil.example',
    'evil-ghcr.io',
    'ghcr.io:444',
    'containers.acme.ghe.com.evil.example',
    'containers.a.b.ghe.com',
    'acme.azurecr.io.evil.example',
    'evil.example',
    'a.b.azurecr.io',
    'acme.azurecr.cn',
    'azurecr.io',
    'acme.azurecr.io:8443',
  ];
  for (const host of others) {
    it(`is not even looked for at ${host} [S24]`, async () => {
      const { options, looked, sent } = scene(write, 'gho_canary');
      assert.equal((await find(`${host}/acme/app`, options)).kind, 'anonymous');
      assert.deepEqual([looked, sent], [[], []]);
      const world = createTestWorld(options);
      const forced = accountCredential(world, host, { label: 'ann', token: aad }, never);
      await assert.rejects(forced, (error) => isEngineError(error, 'internal'));
      assert.deepEqual(sent, []);
    });
  }

  it('is asked behind what is written down, and before the tools of clouds', async () => {
    const { options, looked } = scene(write, 'gho_canary');
    const files = { [dockerPath]: authFile({ 'ghcr.io': login('docker') }) };
    assert.equal((await find('ghcr.io/acme/app', { ...options, files })).source.kind, 'docker-config');
    assert.deepEqual(looked, []);
    const azure = scene(acr, aad, Response.json({ refresh_token: 'canary' }));
    const tool = {
      environment: { PATH: '/opt/bin' },
      executables: ['/opt/bin/az'],
      run: () => assert.fail('az was started'),
    };
    const found = await find('acme.azurecr.io/app', { ...azure.options, ...tool });
    assert.equal(found.source.kind, 'account');
  });

  const refusals: readonly (readonly [title: string, answer: Response])[] = [
    ['that it does not take', new Response(`no: ${aad}`, { status: 401 })],
    [
      'of another tenant',
      Response.json({ errors: [{ code: 'UNAUTHORIZED', message: aad }] }, { status: 403 }),
    ],
    ['with an answer that is no JSON', new Response(aad)],
    ['with an answer without a token', Response.json({ access_token: aad })],
    ['with a token that no header can hold', Response.json({ refresh_token: 'a b' })],
  ];
  for (const [title, answer] of refusals) {
    it(`${title} leaves the next source, and neither log nor error has a token [N1]`, async () => {
      const { options } = scene(acr, aad, answer);
      const world = createTestWorld(options);
      const found = await findCredential(world, repositoryOf('acme.azurecr.io/app'), never);
      assert.equal(found.kind, 'anonymous');
      assert.match(world.logged.at(-1) ?? '', /was asked for a login for the account of microsoft: [a-z-]+$/);
      const error = await accountCredential(
        world,
        'acme.azurecr.io',
        { label: 'ann', token: aad },
        never,
      ).catch((thrown: unknown) => thrown);
      assert.ok(isEngineError(error, 'token-refused') || isEngineError(error, 'bad-answer'));
      assert.ok(!JSON.stringify([world.logged, error, error.message, error.stack]).includes('canary'));
    });
  }

  it('is exchanged by nobody in the background, and that is said [S25] [U15]', async () => {
    const { options, sent } = scene(acr, aad, Response.json({ refresh_token: 'canary' }));
    const quiet = withoutHelpers(createTestWorld(options));
    await assert.rejects(
      findCredential(quiet, repositoryOf('acme.azurecr.io/app'), never),
      (error) =>
        isEngineError(error, 'credential-helper-failed') && error.details.reason.code === 'in-background',
    );
    assert.deepEqual(sent, []);
  });

  it('that is tried says which login is used before it: one of Docker, or none', async () => {
    for (const [files, before] of [
      [{ [dockerPath]: authFile({ 'ghcr.io': login('ben', 'canary') }) }, 'docker-config'],
      [{}, undefined],
    ] as const) {
      const { options } = scene(write, 'gho_canary', new Response('{}'));
      const engine = createEngine(createTestWorld({ ...options, files }));
      const request = {
        registry: 'ghcr.io',
        repository: undefined,
        login: { label: 'ann', token: 'gho_canary' },
      };
      const trial = await engine.trySignIn(request, never);
      assert.equal(trial.before?.kind, before);
      engine.dispose();
    }
  });
});
