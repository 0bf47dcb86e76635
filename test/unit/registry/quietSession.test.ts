// What goes on behind a result starts no credential helper (S25).
import assert from 'node:assert/strict';
import { forgetRegistry, quietSession } from '../../../src/engine/registry/session.ts';
import { credentialOf } from '../../../src/engine/registry/whoAmI.ts';
import { createSession, dockerConfig, failureOf, never } from './support.ts';

const repository = { registry: 'ghcr.io', path: 'acme/app' };

/** A session whose credentials come from a helper, and how often that was started. */
function scene() {
  const started: string[] = [];
  const { session } = createSession(
    {},
    {
      environment: { PATH: '/opt/bin' },
      executables: ['/opt/bin/docker-credential-keys'],
      files: { '/home/ann/.docker/config.json': '{"credsStore":"keys"}' },
      run: async (program) => {
        started.push(program);
        return { exitCode: 0, stdout: '{"Username":"ann","Secret":"canary"}', stderr: '' };
      },
    },
  );
  return { session, started };
}

describe('a session in the background', () => {
  it('starts no credential helper, and says which one it needed [S25]', async () => {
    const { session, started } = scene();
    const details = await failureOf(
      'credential-helper-failed',
      credentialOf(quietSession(session), repository, never),
    );
    assert.deepEqual(details, {
      helper: 'docker-credential-keys',
      reason: { code: 'in-background' },
    });
    assert.deepEqual(started, []);
  });

  it('uses the credential that is kept, until it is forgotten [S25]', async () => {
    const { session, started } = scene();
    const quiet = quietSession(session);
    const known = await credentialOf(session, repository, never);
    assert.equal(await credentialOf(quiet, repository, never), known);
    forgetRegistry(session);
    await failureOf('credential-helper-failed', credentialOf(quiet, repository, never));
    assert.equal(started.length, 1);
  });

  it('refuses nothing to a person who asks at the same time', async () => {
    const { session, started } = scene();
    const behind = failureOf(
      'credential-helper-failed',
      credentialOf(quietSession(session), repository, never),
    );
    assert.equal((await credentialOf(session, repository, never)).kind, 'basic');
    await behind;
    assert.equal(started.length, 1);
  });

  it('knows a login of a file for the same one', async () => {
    const config = dockerConfig({ 'ghcr.io': ['ann', 'canary'] });
    const { session } = createSession({}, { files: { '/home/ann/.docker/config.json': config } });
    const { identity } = await credentialOf(session, repository, never);
    forgetRegistry(session);
    assert.equal((await credentialOf(quietSession(session), repository, never)).identity, identity);
  });
});
