// The order of the sources, where each file stands, and what is said about where a credential came from (S8).
import assert from 'node:assert/strict';
import { createCredential, describeCredential } from '../../../src/engine/credentials/credential.ts';
import { dockerConfigHosts } from '../../../src/engine/credentials/findCredential.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createTestWorld } from '../../support/world.ts';
import type { WorldOptions } from '../../support/world.ts';
import {
  authFile,
  dockerPath,
  find,
  findUser,
  findLogin,
  login,
  never,
  podmanPath,
  runtime,
} from './support.ts';
import type { CredentialDescription } from '../../../src/engine/problems.ts';

const ghcr = (user: string): string => authFile({ 'ghcr.io': login(user) });

describe('the chain of credentials', () => {
  it('asks DOCKER_AUTH_CONFIG, Docker, REGISTRY_AUTH_FILE, Podman, and ends with nobody', async () => {
    const environment: Record<string, string> = {
      ...runtime,
      DOCKER_AUTH_CONFIG: ghcr('one'),
      REGISTRY_AUTH_FILE: '/etc/auth.json',
    };
    const files: Record<string, string> = {
      [dockerPath]: ghcr('two'),
      '/etc/auth.json': ghcr('three'),
      [podmanPath]: ghcr('four'),
      '/home/ann/.config/containers/auth.json': ghcr('five'),
    };
    const found: CredentialDescription[] = [];
    const next = async (): Promise<void> =>
      void found.push(await findLogin('ghcr.io/a', { environment, files }));
    await next();
    delete environment['DOCKER_AUTH_CONFIG'];
    for (const path of Object.keys(files)) {
      await next();
      files[path] = authFile({});
    }
    await next();
    assert.deepEqual(found, [
      { kind: 'docker-auth-config', detail: 'DOCKER_AUTH_CONFIG', user: 'one' },
      { kind: 'docker-config', detail: '~/.docker/config.json', user: 'two' },
      { kind: 'registry-auth-file', detail: '/etc/auth.json', user: 'three' },
      { kind: 'podman', detail: '/run/user/1000/containers/auth.json', user: 'four' },
      { kind: 'podman', detail: '~/.config/containers/auth.json', user: 'five' },
      { kind: 'anonymous', detail: '', user: '' },
    ]);
  });

  it('shows no user name that is the secret too, as DigitalOcean’s logins have it [N1]', async () => {
    const token = 'dop_v1_canary';
    const files = { [dockerPath]: authFile({ 'registry.digitalocean.com': login(token, token) }) };
    const credential = await find('registry.digitalocean.com/acme/app', { files });
    assert.equal(credential.kind === 'basic' && credential.username, token);
    assert.ok(!JSON.stringify([describeCredential(credential), credential.identity]).includes(token));
    const ann = await findLogin('ghcr.io/a', { files: { [dockerPath]: ghcr('ann') } });
    assert.equal(ann.user, 'ann');
  });

  it('goes to where DOCKER_CONFIG and XDG_CONFIG_HOME point instead of the usual places', async () => {
    const files = {
      [dockerPath]: ghcr('usual'),
      '/etc/docker/config.json': authFile({ 'quay.io': login('moved') }),
      '/etc/xdg/containers/auth.json': ghcr('xdg'),
      '/home/ann/.config/containers/auth.json': ghcr('usual'),
    };
    const environment = { DOCKER_CONFIG: '/etc/docker', XDG_CONFIG_HOME: '/etc/xdg' };
    assert.equal(await findUser('quay.io/a', { environment, files }), 'moved');
    assert.equal(await findUser('ghcr.io/a', { environment, files }), 'xdg');
  });

  it('reads ~/.dockercfg where there is no newer file', async () => {
    const files = { '/home/ann/.dockercfg': JSON.stringify({ 'ghcr.io': login('old') }) };
    assert.equal(await findUser('ghcr.io/a', { files }), 'old');
  });

  it('knows the places of Windows', async () => {
    const machine = { platform: 'win32', homeDirectory: 'C:\\Users\\Ann' } as const;
    const files = { 'C:\\Users\\Ann\\.docker\\config.json': ghcr('win') };
    assert.deepEqual(await findLogin('ghcr.io/a', { files, machine }), {
      kind: 'docker-config',
      detail: '~\\.docker\\config.json',
      user: 'win',
    });
    const moved = { 'D:\\docker\\config.json': ghcr('moved') };
    const environment = { docker_config: 'D:\\docker' };
    assert.equal(await findUser('ghcr.io/a', { files: moved, machine, environment }), 'moved');
  });

  const inside: readonly (readonly [
    name: string,
    environment: Record<string, string>,
    links: Record<string, string>,
  ])[] = [
    ['DOCKER_CONFIG', { DOCKER_CONFIG: '/projects/app/.docker' }, {}],
    ['DOCKER_CONFIG', { DOCKER_CONFIG: '/projects/app' }, {}],
    ['DOCKER_CONFIG', { DOCKER_CONFIG: '/projects/x/../app/.docker' }, {}],
    ['DOCKER_CONFIG', { DOCKER_CONFIG: '/opt/link' }, { '/opt/link': '/projects/app/.docker' }],
    [
      'DOCKER_CONFIG',
      { DOCKER_CONFIG: '/projects/app/out' },
      { '/projects/app/out/config.json': '/etc/docker/config.json' },
    ],
    ['DOCKER_CONFIG', { DOCKER_CONFIG: '/opt' }, { '/opt/config.json': '/projects/app/config.json' }],
    ['REGISTRY_AUTH_FILE', { REGISTRY_AUTH_FILE: '/projects/app/auth.json' }, {}],
    ['XDG_RUNTIME_DIR', { XDG_RUNTIME_DIR: '/projects/app' }, {}],
    ['XDG_CONFIG_HOME', { XDG_CONFIG_HOME: '/projects/app/cfg' }, {}],
  ];
  for (const [variable, environment, links] of inside) {
    it(`refuses ${JSON.stringify(environment)} that leads into a workspace folder ${JSON.stringify(links)} [S8]`, async () => {
      const machine = { workspaceFolders: () => ['/projects/other', '/projects/app'] };
      const files = {
        '/projects/app/.docker/config.json': ghcr('evil'),
        '/projects/app/auth.json': ghcr('evil'),
      };
      const work = find('ghcr.io/a', { environment, links, files, machine });
      await assert.rejects(work, (error) => {
        assert.ok(isEngineError(error, 'credential-path-in-workspace'));
        assert.equal(error.details.variable, variable);
        return true;
      });
    });
  }

  it('refuses a workspace folder that is itself a link [S8]', async () => {
    const machine = { workspaceFolders: () => ['/home/ann/project'] };
    const links = { '/home/ann/project': '/data/project' };
    const environment = { REGISTRY_AUTH_FILE: '/data/project/auth.json' };
    const work = find('ghcr.io/a', {
      machine,
      links,
      environment,
      files: { '/data/project/auth.json': ghcr('evil') },
    });
    await assert.rejects(work, (error) => isEngineError(error, 'credential-path-in-workspace'));
  });

  it('allows what only looks alike, and the usual place where the home is the workspace [S8]', async () => {
    const machine = { workspaceFolders: () => ['/projects/app', '/home/ann'] };
    const alike = {
      environment: { DOCKER_CONFIG: '/projects/app2' },
      files: { '/projects/app2/config.json': ghcr('ann') },
    };
    assert.equal(await findUser('ghcr.io/a', { ...alike, machine }), 'ann');
    const usual = {
      environment: { DOCKER_CONFIG: '/home/ann/.docker' },
      files: { [dockerPath]: ghcr('ann') },
    };
    assert.equal(await findUser('ghcr.io/a', { ...usual, machine }), 'ann');
  });

  it('refuses a relative path', async () => {
    const work = find('ghcr.io/a', { environment: { DOCKER_CONFIG: 'docker' } });
    await assert.rejects(work, (error) => isEngineError(error, 'bad-credential-file'));
  });

  it('takes no helper from a variable: programs are named by files only [S25]', async () => {
    const text = authFile({}, { credsStore: 'x', credHelpers: { 'ghcr.io': 'x' } });
    const run = () => Promise.reject(new Error('started'));
    const options: WorldOptions = {
      environment: { DOCKER_AUTH_CONFIG: text, PATH: '/bin' },
      executables: ['/bin/docker-credential-x'],
      run,
    };
    assert.equal(await findUser('ghcr.io/a', options), '-');
  });

  it('ends when the person gives up', async () => {
    const person = AbortSignal.abort();
    const { findCredential } = await import('../../../src/engine/credentials/findCredential.ts');
    const work = findCredential(createTestWorld(), { registry: 'ghcr.io', path: 'a' }, person);
    await assert.rejects(work, (error) => isEngineError(error, 'cancelled'));
  });

  it('knows a credential again by source, user and secret, without telling the secret [S26]', () => {
    const world = createTestWorld();
    const source = { kind: 'docker-config', detail: 'F' } as const;
    const identity = (
      username: string,
      password: string,
      where: typeof source | { kind: 'podman'; detail: string } = source,
    ) => createCredential(world, { kind: 'basic', username, password }, where).identity;
    assert.equal(identity('ann', 'canary'), identity('ann', 'canary'));
    const others = [
      identity('ann', 'other'),
      identity('bob', 'canary'),
      identity('ann', 'canary', { kind: 'podman', detail: 'F' }),
    ];
    for (const other of others) assert.notEqual(other, identity('ann', 'canary'));
    assert.ok(!identity('ann', 'canary').includes('canary'));
    const elsewhere = createCredential(
      createTestWorld(),
      { kind: 'basic', username: 'ann', password: 'canary' },
      source,
    );
    assert.notEqual(elsewhere.identity, identity('ann', 'canary'));
  });

  it('offers the hosts that the files know, each once, and starts nothing [U9]', async () => {
    const files = {
      [dockerPath]: authFile(
        { 'https://index.docker.io/v1/': {}, 'GHCR.io': {}, 'https://reg.lan:5000/v2/': {} },
        { credHelpers: { '1.dkr.ecr.eu-west-1.amazonaws.com': 'ecr-login' }, credsStore: 'desktop' },
      ),
      [podmanPath]: authFile({ 'docker.io/acme': login('a'), 'quay.io': login('b') }),
    };
    const world = createTestWorld({ files, environment: { ...runtime, REGISTRY_AUTH_FILE: '/bad.json' } });
    Object.assign(world.files, {
      read: (path: string) =>
        Promise.resolve(
          path === '/bad.json'
            ? Buffer.from('{')
            : path in files
              ? Buffer.from(files[path as keyof typeof files])
              : undefined,
        ),
    });
    assert.deepEqual(await dockerConfigHosts(world, never), [
      '1.dkr.ecr.eu-west-1.amazonaws.com',
      'ghcr.io',
      'index.docker.io',
      'quay.io',
      'reg.lan:5000',
    ]);
  });
});
