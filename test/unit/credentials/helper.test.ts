// Credential helpers (S25; registries §6): which program is started, how, and what its answers mean.
import assert from 'node:assert/strict';
import { findCredential } from '../../../src/engine/credentials/findCredential.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import type { RunOptions, RunResult } from '../../../src/engine/world.ts';
import { createTestWorld } from '../../support/world.ts';
import type { WorldOptions } from '../../support/world.ts';
import { authFile, dockerPath, find, findLogin, findUser, login, podmanPath, runtime } from './support.ts';
import type { HelperProblem } from '../../../src/engine/problems.ts';

const good: RunResult = {
  exitCode: 0,
  stdout: '{"ServerURL":"x","Username":"ann","Secret":"canary"}',
  stderr: '',
};
const notFound: RunResult = { exitCode: 1, stdout: 'credentials not found in native keychain\n', stderr: '' };

interface Started {
  readonly program: string;
  readonly options: RunOptions;
}

/** A world in which `docker-credential-keys` stands in /opt/bin. */
function scene(config: object, result: RunResult | Error = good, more: WorldOptions = {}) {
  const started: Started[] = [];
  const options: WorldOptions = {
    environment: { PATH: '/opt/bin:/usr/bin' },
    executables: ['/opt/bin/docker-credential-keys'],
    run: (program, run) => {
      started.push({ program, options: run });
      return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
    },
    ...more,
    files: { [dockerPath]: JSON.stringify(config), ...more.files },
  };
  return { started, options };
}
const isFailed =
  (code: HelperProblem['code'], text = /./) =>
  (error: unknown) => {
    assert.ok(isEngineError(error, 'credential-helper-failed'), String(error));
    const { reason } = error.details;
    assert.equal(reason.code, code);
    assert.match(reason.code === 'said' ? reason.words : JSON.stringify(reason), text);
    assert.ok(!error.message.includes('canary'));
    return true;
  };

describe('a credential helper', () => {
  it('is started by its absolute path with the host on standard input, and is bounded [S25]', async () => {
    const { started, options } = scene({ credsStore: 'keys' });
    assert.deepEqual(await findLogin('ghcr.io/acme/app', options), {
      kind: 'docker-helper',
      detail: 'docker-credential-keys',
      user: 'ann',
    });
    assert.deepEqual(started, [
      {
        program: '/opt/bin/docker-credential-keys',
        options: { args: ['get'], stdin: 'ghcr.io', timeoutMilliseconds: 60_000, outputLimit: 65_536 },
      },
    ]);
  });

  it('is asked for Docker Hub under the key that Docker or Podman used', async () => {
    const docker = scene({ credHelpers: { 'docker.io': 'keys' } });
    await find('index.docker.io/library/nginx', docker.options);
    const podman = scene({}, good, {
      environment: { ...runtime, PATH: '/opt/bin' },
      files: { [podmanPath]: '{"credHelpers":{"docker.io":"keys"}}' },
    });
    await find('index.docker.io/library/nginx', podman.options);
    assert.equal(docker.started[0]?.options.stdin, 'https://index.docker.io/v1/');
    assert.equal(podman.started[0]?.options.stdin, 'docker.io');
  });

  it('of the host goes before the one for all, and both before what stands in the file', async () => {
    const config = {
      credsStore: 'all',
      credHelpers: { 'ghcr.io': 'keys' },
      auths: { 'ghcr.io': login('file') },
    };
    const { started, options } = scene(config);
    assert.equal(await findUser('ghcr.io/a', options), 'ann');
    assert.equal(started.length, 1);
  });

  it('that knows nothing leaves the question to the file and to the next source', async () => {
    const { options } = scene({ credsStore: 'keys', auths: { 'ghcr.io': login('file') } }, notFound);
    assert.equal(await findUser('ghcr.io/a', options), 'file');
    const next = scene({ credsStore: 'keys' }, notFound, {
      environment: { ...runtime, PATH: '/opt/bin' },
      files: { [podmanPath]: authFile({ 'ghcr.io': login('podman') }) },
    });
    assert.equal(await findUser('ghcr.io/a', next.options), 'podman');
    const empty = scene({ credsStore: 'keys' }, { ...good, stdout: '{"Username":"","Secret":""}' });
    assert.equal(await findUser('ghcr.io/a', empty.options), '-');
  });

  it('may give an identity token', async () => {
    const { options } = scene(
      { credsStore: 'keys' },
      { ...good, stdout: '{"Username":"<token>","Secret":"T"}' },
    );
    const found = await find('ghcr.io/a', options);
    assert.ok(found.kind === 'identity-token');
    assert.equal(found.token, 'T');
    assert.equal(found.username, '');
  });

  it('that fails is an error in its own words, cut short', async () => {
    const words = { exitCode: 1, stdout: `error getting credentials\n${'x'.repeat(500)}`, stderr: 'canary' };
    await assert.rejects(
      find('ghcr.io/a', scene({ credsStore: 'keys' }, words).options),
      isFailed('said', /^error getting credentials x{1,200}$/),
    );
    const silent = { exitCode: 2, stdout: '', stderr: 'canary' };
    await assert.rejects(
      find('ghcr.io/a', scene({ credsStore: 'keys' }, silent).options),
      isFailed('exit-code', /2/),
    );
    const hangs = new Error('timed out, canary');
    await assert.rejects(
      find('ghcr.io/a', scene({ credsStore: 'keys' }, hangs).options),
      isFailed('no-answer'),
    );
  });

  for (const stdout of ['canary', '{"Username":5,"Secret":"canary"}', '{"Secret":["canary"]}']) {
    it(`whose answer is ${stdout} is an error that tells nothing of it [N1]`, async () => {
      await assert.rejects(
        find('ghcr.io/a', scene({ credsStore: 'keys' }, { ...good, stdout }).options),
        isFailed(stdout === 'canary' ? 'not-json' : 'no-secret'),
      );
    });
  }

  for (const name of ['../evil', 'a/b', 'x y', '', 'a;b', '$(x)', 'a\\b', 'ü']) {
    it(`is never started under the name "${name}" [S25]`, async () => {
      const { started, options } = scene({ credHelpers: { 'ghcr.io': name } });
      await assert.rejects(find('ghcr.io/a', options), isFailed('bad-name'));
      assert.deepEqual(started, []);
    });
  }

  const paths: readonly (readonly [
    name: string,
    path: string,
    programs: readonly string[],
    found: string | undefined,
  ])[] = [
    [
      'from the first folder of PATH that has it',
      '/a:/b',
      ['/b/docker-credential-keys', '/usr/bin/docker-credential-keys'],
      '/b/docker-credential-keys',
    ],
    [
      'never from a relative part of PATH',
      '.:bin::/b',
      ['docker-credential-keys', 'bin/docker-credential-keys', '/b/docker-credential-keys'],
      '/b/docker-credential-keys',
    ],
    [
      'never from a workspace folder',
      '/projects/app/bin:/b',
      ['/projects/app/bin/docker-credential-keys', '/b/docker-credential-keys'],
      '/b/docker-credential-keys',
    ],
    [
      'never by a link into a workspace folder',
      '/link:/b',
      ['/link/docker-credential-keys', '/b/docker-credential-keys'],
      '/b/docker-credential-keys',
    ],
    [
      'from a system folder when PATH is short',
      '/sbin',
      ['/usr/local/bin/docker-credential-keys'],
      '/usr/local/bin/docker-credential-keys',
    ],
    [
      'from nowhere else',
      '/projects/app/bin:.',
      [
        '/projects/app/bin/docker-credential-keys',
        './docker-credential-keys',
        '/home/ann/docker-credential-keys',
      ],
      undefined,
    ],
  ];
  for (const [name, PATH, executables, found] of paths) {
    it(`is taken ${name} [S25]`, async () => {
      const { started, options } = scene({ credHelpers: { 'ghcr.io': 'keys' } }, good, {
        environment: { PATH },
        executables,
        links: { '/link/docker-credential-keys': '/projects/app/evil' },
        machine: { workspaceFolders: () => ['/projects/app'] },
      });
      if (found === undefined) await assert.rejects(find('ghcr.io/a', options), isFailed('absent'));
      else await find('ghcr.io/a', options);
      assert.deepEqual(
        started.map(({ program }) => program),
        found === undefined ? [] : [found],
      );
    });
  }

  it('is an .exe on Windows', async () => {
    const { started, options } = scene({}, good, {
      machine: { platform: 'win32', homeDirectory: 'C:\\Users\\Ann' },
      environment: { Path: 'tools;C:\\Tools' },
      executables: [
        'tools\\docker-credential-keys.exe',
        'C:\\Tools\\docker-credential-keys',
        'C:\\Tools\\docker-credential-keys.exe',
      ],
      files: { 'C:\\Users\\Ann\\.docker\\config.json': '{"credsStore":"keys"}' },
    });
    await find('ghcr.io/a', options);
    assert.equal(started[0]?.program, 'C:\\Tools\\docker-credential-keys.exe');
  });

  it('that is not installed matters only where a sign-in is marked', async () => {
    const executables: string[] = [];
    const copied = scene({ credsStore: 'desktop', auths: { 'quay.io': {} } }, good, { executables });
    assert.equal(await findUser('ghcr.io/a', copied.options), '-');
    await assert.rejects(find('quay.io/a', copied.options), isFailed('absent'));
  });

  it('is not started once the person gave up, and ends as cancelled', async () => {
    const { started, options } = scene({ credsStore: 'keys' });
    const person = new AbortController();
    const world = createTestWorld({
      ...options,
      run: (program, run, signal) => {
        started.push({ program, options: run });
        person.abort();
        assert.equal(signal.aborted, true);
        return Promise.reject(new Error('aborted'));
      },
    });
    const work = findCredential(world, { registry: 'ghcr.io', path: 'a' }, person.signal);
    await assert.rejects(work, (error) => isEngineError(error, 'cancelled'));
  });
});
