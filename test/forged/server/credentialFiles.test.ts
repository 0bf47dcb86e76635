// Files and variables that came with a repository and name credentials or programs (S8, S25). The registry is asked as
// by nobody, or not at all, and no program starts.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { makeSigner, noSignal, verifyRequest } from '../../support/scene.ts';
import type { WorldOptions } from '../../support/world.ts';
import { putImage } from './images.ts';
import { type Internet, newInternet, registrySite } from './internet.ts';

const request = verifyRequest('registry.example/demo/app:1.0', { trusted: [makeSigner('ann')] });
const canary = 'canary-password-file';
const auth = Buffer.from(`ann:${canary}`).toString('base64');
const config = JSON.stringify({ auths: { 'registry.example': { auth } } });
const usual = '/home/ann/.docker/config.json';

interface Started {
  readonly net: Internet;
  readonly programs: string[];
}

/** A registry that asks for a password, and a workspace in /projects/repo. */
function start(options: WorldOptions): Started {
  const { site, state } = registrySite({ auth: { basic: { ann: canary } } });
  putImage(state, 'demo/app', '1.0');
  const programs: string[] = [];
  const net = newInternet(
    { 'https://registry.example': site },
    {
      machine: { workspaceFolders: () => ['/projects/repo'] },
      run: (program) => {
        programs.push(program);
        const stdout = JSON.stringify({ Username: 'ann', Secret: canary });
        return Promise.resolve({ exitCode: 0, stdout, stderr: '' });
      },
      ...options,
    },
  );
  return { net, programs };
}

describe('a credential file that a variable names', () => {
  const variables: readonly (readonly [name: string, value: string, file: string])[] = [
    ['DOCKER_CONFIG', '/projects/repo/.docker', '/projects/repo/.docker/config.json'],
    ['REGISTRY_AUTH_FILE', '/projects/repo/auth.json', '/projects/repo/auth.json'],
    ['XDG_RUNTIME_DIR', '/projects/repo/run', '/projects/repo/run/containers/auth.json'],
    ['XDG_CONFIG_HOME', '/projects/repo/config', '/projects/repo/config/containers/auth.json'],
  ];

  for (const [name, value, file] of variables) {
    it(`inside a workspace folder is refused, and the credential stays where it is: ${name} [S8]`, async () => {
      const { net } = start({ environment: { [name]: value }, files: { [file]: config } });
      await assert.rejects(
        verify(net.engine, request, noSignal),
        (error) => isEngineError(error, 'credential-path-in-workspace') && error.details.variable === name,
        'the file was used',
      );
      assert.deepEqual(net.carrying(canary), []);
    });
  }

  it('that leads into a workspace folder by a link is refused too [S8]', async () => {
    const { net } = start({
      environment: { REGISTRY_AUTH_FILE: '/home/ann/auth.json' },
      files: { '/home/ann/auth.json': config },
      links: { '/home/ann/auth.json': '/projects/repo/auth.json' },
    });
    await assert.rejects(verify(net.engine, request, noSignal), (error) =>
      isEngineError(error, 'credential-path-in-workspace'),
    );
    assert.deepEqual(net.carrying(canary), []);
  });

  it('outside is used, and the report says which [S8]', async () => {
    const { net } = start({
      environment: { REGISTRY_AUTH_FILE: '/home/ann/auth.json' },
      files: { '/home/ann/auth.json': config },
    });
    const report = await verify(net.engine, request, noSignal);
    assert.deepEqual(report.reader.credential, {
      kind: 'registry-auth-file',
      detail: '~/auth.json',
      user: 'ann',
    });
  });

  it('in its text starts no program: only what stands in it counts [S8]', async () => {
    const text = JSON.stringify({ credsStore: 'evil', credHelpers: { 'registry.example': 'evil' } });
    const { net, programs } = start({
      environment: { DOCKER_AUTH_CONFIG: text },
      executables: ['/usr/bin/docker-credential-evil'],
    });
    await assert.rejects(verify(net.engine, request, noSignal), (error) =>
      isEngineError(error, 'not-signed-in'),
    );
    assert.deepEqual(programs, [], 'a program was started');
  });
});

describe('a credential helper', () => {
  const files = (helper: string): Readonly<Record<string, string>> => ({
    [usual]: JSON.stringify({ credHelpers: { 'registry.example': helper } }),
  });

  it('whose name is a path, an option or a command starts nothing [S25]', async () => {
    const names = ['../../projects/repo/evil', 'a/b', 'x y', 'x;id', '$(id)', '', 'x\n', 'x\0y'];
    for (const name of names) {
      const { net, programs } = start({
        files: files(name),
        environment: { PATH: '/usr/bin' },
        executables: [
          `/usr/bin/docker-credential-${name}`,
          '/projects/repo/evil',
          '/usr/bin/docker-credential-x',
        ],
      });
      await assert.rejects(
        verify(net.engine, request, noSignal),
        (error) => isEngineError(error, 'credential-helper-failed'),
        name,
      );
      assert.deepEqual(programs, [], 'a program was started');
    }
  });

  it('that lies in a workspace folder is not started, wherever PATH or a link leads [S25]', async () => {
    const inWorkspace = '/projects/repo/bin/docker-credential-evil';
    const linked = '/opt/bin/docker-credential-evil';
    const cases: readonly WorldOptions[] = [
      { environment: { PATH: '/projects/repo/bin' }, executables: [inWorkspace] },
      { environment: { PATH: '/opt/bin' }, executables: [linked], links: { [linked]: inWorkspace } },
    ];
    for (const options of cases) {
      const { net, programs } = start({ files: files('evil'), ...options });
      await assert.rejects(verify(net.engine, request, noSignal), (error) =>
        isEngineError(error, 'credential-helper-failed'),
      );
      assert.deepEqual(programs, [], 'a program of the workspace was started');
    }
  });

  it('is not looked for in relative parts of PATH, but started by its absolute path [S25]', async () => {
    const { net, programs } = start({
      files: files('ok'),
      environment: { PATH: '.:bin::/usr/bin' },
      executables: [
        './docker-credential-ok',
        'bin/docker-credential-ok',
        'docker-credential-ok',
        '/usr/bin/docker-credential-ok',
      ],
    });
    await verify(net.engine, request, noSignal);
    assert.deepEqual([...new Set(programs)], ['/usr/bin/docker-credential-ok'], 'PATH leads elsewhere');
  });

  it('is asked with limits on time and output, by its input and never by an argument of ours [S25]', async () => {
    const asked: unknown[] = [];
    const { net } = start({
      files: files('ok'),
      executables: ['/usr/bin/docker-credential-ok'],
      run: (_program, options) => {
        asked.push(options);
        return Promise.resolve({
          exitCode: 1,
          stdout: 'credentials not found in native keychain',
          stderr: '',
        });
      },
    });
    await assert.rejects(verify(net.engine, request, noSignal));
    assert.deepEqual(asked[0], {
      args: ['get'],
      stdin: 'registry.example',
      timeoutMilliseconds: 60_000,
      outputLimit: 65_536,
    });
  });
});
