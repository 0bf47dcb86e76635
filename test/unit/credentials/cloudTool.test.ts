// The tools of clouds: which one is asked for which host, how, and what its answers mean (S24, S25).
import assert from 'node:assert/strict';
import { withoutHelpers } from '../../../src/engine/credentials/withoutHelpers.ts';
import { findCredential } from '../../../src/engine/credentials/findCredential.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createTestWorld, type WorldOptions } from '../../support/world.ts';
import { authFile, dockerPath, find, login, never, repositoryOf } from './support.ts';

const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

interface Told {
  readonly stdout: string;
  readonly exitCode?: number;
}

/** A world in which this tool stands in /opt/bin and says that. */
function scene(program: string, { stdout, exitCode = 0 }: Told, more: WorldOptions = {}) {
  const started: string[] = [];
  const options: WorldOptions = {
    environment: { PATH: '/opt/bin' },
    executables: [`/opt/bin/${program}`],
    run: (path, { args }) => {
      started.push([path, ...args].join(' '));
      return Promise.resolve({ exitCode, stdout, stderr: '' });
    },
    ...more,
  };
  return { started, options };
}

const tools: readonly {
  readonly image: string;
  readonly program: string;
  readonly command: string;
  readonly stdout: string;
  readonly secret: object;
}[] = [
  {
    image: `${ecr}/app`,
    program: 'aws',
    command: '/opt/bin/aws ecr get-login-password --region eu-west-1 --output text',
    stdout: 'canary\n',
    secret: { kind: 'basic', username: 'AWS', password: 'canary' },
  },
  {
    image: '123456789012.dkr-ecr.eu-west-1.on.aws/app',
    program: 'aws',
    command: '/opt/bin/aws ecr get-login-password --region eu-west-1 --output text',
    stdout: 'canary\n',
    secret: { kind: 'basic', username: 'AWS', password: 'canary' },
  },
  {
    image: 'public.ecr.aws/acme/app',
    program: 'aws',
    command: '/opt/bin/aws ecr-public get-login-password --region us-east-1 --output text',
    stdout: 'canary\n',
    secret: { kind: 'basic', username: 'AWS', password: 'canary' },
  },
  {
    image: 'europe-west1-docker.pkg.dev/p/r/app',
    program: 'gcloud',
    command: '/opt/bin/gcloud auth print-access-token --quiet',
    stdout: 'ya29.canary\n',
    secret: { kind: 'basic', username: 'oauth2accesstoken', password: 'ya29.canary' },
  },
  {
    image: 'acme.azurecr.io/app',
    program: 'az',
    command: '/opt/bin/az acr login --name acme --expose-token --output json --only-show-errors',
    stdout: '{"accessToken":"canary","loginServer":"acme.azurecr.io"}',
    secret: { kind: 'identity-token', username: '', token: 'canary' },
  },
  {
    image: 'registry.digitalocean.com/acme/app',
    program: 'doctl',
    command: '/opt/bin/doctl registry docker-config --read-write --expiry-seconds 3600',
    stdout: authFile({ 'registry.digitalocean.com': login('dop', 'canary') }),
    secret: { kind: 'basic', username: 'dop', password: 'canary' },
  },
  {
    image: 'registry.gitlab.com/acme/app',
    program: 'glab',
    command: '/opt/bin/glab auth docker-helper get',
    stdout: '{"ServerURL":"registry.gitlab.com","Username":"oauth2","Secret":"canary"}',
    secret: { kind: 'basic', username: 'oauth2', password: 'canary' },
  },
];

describe('the tool of a cloud', () => {
  for (const { image, program, command, stdout, secret } of tools) {
    it(`${program} tells its login for ${image}, and is started for no other host [S24] [S25]`, async () => {
      const { started, options } = scene(program, { stdout });
      const { source, identity, lasts, ...found } = await find(image, options);
      assert.ok((lasts ?? 0) > 60_000, 'it tells another secret each time: this one stands for a while');
      assert.deepEqual(found, secret);
      assert.deepEqual(source, { kind: 'cloud-tool', detail: program });
      assert.ok(!identity.includes('canary'));
      assert.deepEqual(started, [command]);
      const [host = '', ...path] = image.split('/');
      const evil = await find(`${host}.evil.example/${path.join('/')}`, options);
      assert.equal(evil.kind, 'anonymous');
      assert.equal(started.length, 1);
    });
  }

  for (const [title, told] of [
    ['that is not signed in', { stdout: 'Unable to locate credentials', exitCode: 255 }],
    ['that prints a message', { stdout: 'You must run: aws configure' }],
    ['that prints nothing', { stdout: '' }],
  ] as const) {
    it(`${title} makes nobody fail: public images are read by anybody`, async () => {
      const { started, options } = scene('aws', told);
      assert.equal((await find(`${ecr}/app`, options)).kind, 'anonymous');
      assert.equal(started.length, 1);
    });
  }

  it('that prints no JSON, or one without the login, tells none, and none of it is logged', async () => {
    for (const stdout of ['canary', '{"token":"canary"}', '[]', 'null', '{"accessToken":"can ary"}']) {
      const world = createTestWorld(scene('az', { stdout }).options);
      const found = await findCredential(world, repositoryOf('acme.azurecr.io/app'), never);
      assert.equal(found.kind, 'anonymous');
      assert.ok(!JSON.stringify(world.logged).includes('canary'));
    }
  });

  it('is not asked where a login is written down', async () => {
    const { started, options } = scene(
      'aws',
      { stdout: 'canary' },
      { files: { [dockerPath]: authFile({ [ecr]: login('ann') }) } },
    );
    assert.equal((await find(`${ecr}/app`, options)).source.kind, 'docker-config');
    assert.deepEqual(started, []);
  });

  it('is not started in the background, and that is said [S25]', async () => {
    const { started, options } = scene('aws', { stdout: 'canary' });
    const quiet = withoutHelpers(createTestWorld(options));
    await assert.rejects(
      findCredential(quiet, repositoryOf(`${ecr}/app`), never),
      (error) =>
        isEngineError(error, 'credential-helper-failed') && error.details.reason.code === 'in-background',
    );
    assert.deepEqual(started, []);
  });
});
