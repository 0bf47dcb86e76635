// A list that loads on behind its first page (S25): the login of the first page reads the rest, and no helper is started.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { repositoryOf } from '../demo/state.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { createTestWorld } from '../support/world.ts';

const never = new AbortController().signal;
const users = { ann: 'canary' };

describe('a list of tags that loads on behind its first page', () => {
  let registry: Registry;
  let open = false;
  before(async () => {
    // Nobody needs a login while it is open, so that none is looked up.
    registry = await startRegistry({ auth: { basic: users, grants: (user) => open || user !== undefined } });
    const { tags } = repositoryOf(registry.state, 'demo/app');
    for (let at = 0; at < 2500; at += 1) tags.set(`v${String(at).padStart(5, '0')}`, 'sha256:0');
  });
  after(() => registry.stop());

  function scene() {
    const clock = createFakeClock();
    const started: string[] = [];
    const world = createTestWorld({
      clock,
      environment: { PATH: '/opt/bin' },
      executables: ['/opt/bin/docker-credential-keys'],
      files: { '/home/ann/.docker/config.json': '{"credsStore":"keys"}' },
      run: (program) => {
        started.push(program);
        return Promise.resolve({ exitCode: 0, stdout: '{"Username":"ann","Secret":"canary"}', stderr: '' });
      },
    });
    const engine = createEngine(world);
    return { clock, started, engine, pages: engine.listTags(`${registry.address}/demo/app`, {}, never) };
  }

  it('asks for no login again, however long it takes [S25]', async () => {
    open = false;
    const { clock, started, pages } = scene();
    let names = 0;
    for await (const page of pages) {
      names += page.names.length;
      clock.advance(10 * 60_000);
    }
    assert.equal(names, 2500);
    assert.equal(started.length, 1);
  });

  it('starts no helper where the registry wants a login only then, and says so [S25]', async () => {
    open = true;
    const { started, pages } = scene();
    await pages.next();
    open = false;
    await assert.rejects(pages.next(), (error) => isEngineError(error, 'credential-helper-failed'));
    assert.deepEqual(started, []);
  });
});

describe('what a tooltip shows of a tag', () => {
  it('starts no helper, and is left out where one would be needed [S25]', async () => {
    const started: string[] = [];
    const registry = await startRegistry({ auth: { basic: users } });
    try {
      const engine = createEngine(
        createTestWorld({
          environment: { PATH: '/opt/bin' },
          executables: ['/opt/bin/docker-credential-keys'],
          files: { '/home/ann/.docker/config.json': '{"credsStore":"keys"}' },
          run: (program) => {
            started.push(program);
            return Promise.resolve({
              exitCode: 0,
              stdout: '{"Username":"ann","Secret":"canary"}',
              stderr: '',
            });
          },
        }),
      );
      const glanced = engine.glance(`${registry.address}/demo/app`, 'v1', never);
      assert.equal(await glanced.catch(() => undefined), undefined);
      assert.ok(registry.requests.length > 0, 'nobody was asked');
      assert.deepEqual(started, []);
    } finally {
      await registry.stop();
    }
  });
});
