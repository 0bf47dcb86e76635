// What Check Registry may do to a registry and what it must not: it writes nothing by itself, under no tag but its own, and
// takes away what it wrote; and what it could not see it does not deny.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import type { CheckPlan, RegistryReport } from '../../src/engine/registryCheck.ts';
import type { World } from '../../src/engine/world.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { checkWholly, toldIn } from '../support/registryCheck.ts';
import { pushImage } from '../support/sampleImages.ts';
import { noSignal } from '../support/scene.ts';
import { createTestWorld, type WorldOptions } from '../support/world.ts';

const path = 'demo/app';

describe('Check Registry', () => {
  let registry: Registry;
  let engine: ReturnType<typeof createEngine>;
  let before: number;

  /** `empty`: without an image, where a registry would not take one. */
  async function stage(
    options: RegistryOptions = {},
    worldOptions: WorldOptions & { readonly random?: World['random'] } = {},
    content: 'image' | 'empty' = 'image',
  ): Promise<string> {
    before = 0;
    registry = await startRegistry(options);
    const made = createTestWorld(worldOptions);
    engine = createEngine({ ...made, random: worldOptions.random ?? made.random });
    if (content === 'image') await pushImage(registry.address, path, '1.0');
    before = registry.requests.length;
    return `${registry.address}/${path}`;
  }

  afterEach(async () => {
    engine.dispose();
    await registry.stop();
  });

  const asked = (): Registry['requests'] => registry.requests.slice(before);
  const writes = (): Registry['requests'] =>
    asked().filter(({ method }) => !['GET', 'HEAD'].includes(method));
  const tags = (): string[] => [...(registry.state.repositories.get(path)?.tags.keys() ?? [])];
  const read = (repository: string): Promise<RegistryReport> =>
    engine.checkRegistry({ repository }, () => undefined, noSignal);
  const plan = (repository: string): Promise<CheckPlan> =>
    engine.planRegistryCheck({ repository }, undefined, noSignal);
  const run = (planned: CheckPlan, signal = noSignal): Promise<RegistryReport> =>
    engine.runRegistryCheck(planned, () => undefined, signal);

  it('only reads, and its plan only reads too [S39]', async () => {
    const repository = await stage();
    const report = await read(repository);
    await plan(repository);
    assert.deepEqual(writes(), []);
    assert.ok(asked().length > 10);
    assert.equal(report.written, undefined);
    assert.equal(toldIn(report)['delete-tag'], '? write');
  });

  it('writes under a tag with a number that no other check has, and the number is in all of it [S39]', async () => {
    const repository = await stage();
    const [one, other] = [await plan(repository), await plan(repository)];
    assert.match(one.tag, /^countersign-check-[0-9a-f]{32}$/);
    assert.notEqual(one.tag, other.tag);
    await run(one);
    const bodies = writes().filter(({ body, path: to }) => body.byteLength > 0 && !/uploads\/./.test(to));
    assert.ok(bodies.length > 8);
    for (const { body, path: to } of bodies) {
      assert.ok(Buffer.from(body).includes(one.nonce), `no number in what went to ${to}`);
    }
    const named = writes().flatMap(({ path: to }) => /\/manifests\/(?!sha256:)(.*)$/.exec(to)?.[1] ?? []);
    assert.deepEqual([...new Set(named)], [one.tag]);
  });

  it('removes all that it wrote: tag, manifests and blobs', async () => {
    const repository = await stage();
    const state = registry.state.repositories.get(path);
    const had = [...(state?.manifests.keys() ?? []), ...(state?.blobs.keys() ?? [])];
    const report = await checkWholly(engine, repository);
    assert.deepEqual(report.written?.left, []);
    assert.deepEqual([...(state?.manifests.keys() ?? []), ...(state?.blobs.keys() ?? [])], had);
    assert.deepEqual(tags(), ['1.0']);
  });

  it('makes no plan where every tag exists, and touches none of them [S39]', async () => {
    const fixed = new Uint8Array(16).fill(7);
    const repository = await stage(
      {},
      { random: (length) => (length === 16 ? fixed : new Uint8Array(length)) },
    );
    const tag = `countersign-check-${'07'.repeat(16)}`;
    await pushImage(registry.address, path, tag);
    before = registry.requests.length;
    await assert.rejects(plan(repository), (error) => isEngineError(error, 'bad-answer'));
    assert.deepEqual(writes(), []);
  });

  it('writes nothing where the tag exists by the time of the run, and leaves it as it is [S39]', async () => {
    const repository = await stage();
    const planned = await plan(repository);
    const { digest } = await pushImage(registry.address, path, planned.tag);
    before = registry.requests.length;
    await assert.rejects(run(planned), (error) => isEngineError(error, 'plan-changed'));
    assert.deepEqual(writes(), []);
    assert.equal(registry.state.repositories.get(path)?.tags.get(planned.tag), digest);
  });

  it('makes no plan where a 404 may hide a tag from this login [S17]', async () => {
    const repository = await stage({
      statusFor: ({ path: to }) =>
        to === '/v2/'
          ? { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } }
          : before > 0
            ? { status: 404 }
            : undefined,
    });
    await assert.rejects(plan(repository), (error) => isEngineError(error, 'place-not-readable'));
    assert.deepEqual(writes(), []);
  });

  it('lists what could not be removed with its digest, and it is what is there', async () => {
    const repository = await stage({ deleteRefused: true });
    const report = await checkWholly(engine, repository);
    const left = report.written?.left ?? [];
    const state = registry.state.repositories.get(path);
    const tag = left.find(({ kind }) => kind === 'tag');
    assert.equal(tag?.digest, state?.tags.get(tag?.tag ?? ''));
    const manifests = left.filter(({ kind }) => kind === 'manifest').map(({ digest }) => digest);
    assert.deepEqual(
      manifests.toSorted(),
      [...(state?.manifests.keys() ?? [])].filter((digest) => digest !== state?.tags.get('1.0')).toSorted(),
    );
    assert.equal(toldIn(report)['delete-digest'], 'no 405 UNSUPPORTED');
  });

  it('gives up on the way when told to, and still removes what it wrote', async () => {
    const giveUp = new AbortController();
    const repository = await stage({
      statusFor: ({ method, path: to }) => {
        if (method === 'PUT' && /\/manifests\/countersign/.test(to)) giveUp.abort();
        return undefined;
      },
    });
    const report = await run(await plan(repository), giveUp.signal);
    assert.equal(report.written?.cancelled, true);
    assert.deepEqual(report.written.left, []);
    assert.deepEqual(tags(), ['1.0']);
    assert.equal(toldIn(report).overwrite, '? cancelled');
  });

  it('gives up while it reads', async () => {
    const giveUp = new AbortController();
    const repository = await stage({
      statusFor: ({ path: to }) => {
        if (to.endsWith('/tags/list')) giveUp.abort();
        return undefined;
      },
    });
    const reading = engine.checkRegistry({ repository }, () => undefined, giveUp.signal);
    await assert.rejects(reading, (error) => isEngineError(error, 'cancelled'));
    assert.ok(asked().length < 6);
  });

  it('denies nothing of a registry that dies on the way, asks it no more, and names what may be left', async () => {
    let isDead = false;
    const repository = await stage(
      {
        statusFor: ({ method, path: to }) => {
          isDead ||= method === 'PUT' && /\/manifests\/sha256:/.test(to);
          if (isDead) throw new Error('gone');
          return undefined;
        },
      },
      { clock: createFakeClock() },
    );
    const planned = await plan(repository);
    const report = await run(planned);
    const told = toldIn(report);
    for (const name of ['docker-types', 'overwrite', 'delete-tag', 'delete-digest', 'index'] as const) {
      assert.match(told[name], /^\? /, name);
    }
    assert.equal(told['oci-types'], 'yes 201');
    const kinds = report.written?.left.map(({ kind }) => kind) ?? [];
    assert.deepEqual([...new Set(kinds)].toSorted(), ['blob', 'manifest', 'tag']);
    assert.ok(asked().length < 60, `${String(asked().length)} requests`);
  });

  it('leaves a registry alone that has had too many requests, and denies nothing', async () => {
    const rateLimit = { requests: 2, retryAfterSeconds: 60 };
    const report = await read(await stage({ rateLimit }, { clock: createFakeClock() }, 'empty'));
    const told = toldIn(report);
    assert.equal(told['tag-list'], '? rate-limited');
    assert.equal(told.referrers, '? rate-limited');
    assert.ok(asked().length < 12, `${String(asked().length)} requests`);
  });

  it('says of a registry that cannot be reached only that', async () => {
    await stage();
    const { address } = registry;
    await registry.stop();
    const report = await read(`${address}/${path}`);
    assert.equal(toldIn(report).reached, 'no unreachable');
    const others = report.findings.filter(({ name }) => name !== 'reached');
    assert.deepEqual([...new Set(others.map(({ answer }) => answer))], ['cannot-tell']);
  });

  it('tells of tags that may not change, and that signatures can go elsewhere', async () => {
    const repository = await stage({ tagsImmutable: true });
    const report = await checkWholly(engine, repository);
    const told = toldIn(report);
    assert.equal(told.immutable, 'yes 400 TAG_INVALID');
    assert.equal(told.overwrite, 'no 400 TAG_INVALID');
    assert.equal(told['signature-layer'], 'yes 201');
    assert.deepEqual(report.advice.at(-1), { finding: 'overwrite', kind: 'signature-repository' });
    assert.deepEqual(report.written?.left, []);
  });

  it('tells of a registry with Docker’s media types only, and of the setting that goes round it', async () => {
    const repository = await stage({ ociTypes: false }, {}, 'empty');
    const report = await checkWholly(engine, repository);
    const told = toldIn(report);
    assert.match(told['oci-types'], /^no 4/);
    assert.equal(told['docker-types'], 'yes 201');
    assert.equal(told['signature-layer'], 'yes 201');
    assert.ok(report.advice.some((one) => one.kind === 'legacy-media-types' && one.value));
    assert.deepEqual(report.written?.left, []);
  });

  it('shows what a login is granted before anything is written, and holds no secret [S17] [U14]', async () => {
    const users = { ann: 'secret of ann', reader: 'secret of reader' };
    const auth = Buffer.from('reader:secret of reader').toString('base64');
    registry = await startRegistry({
      auth: {
        token: {},
        users,
        grants: (user, _name, action) => user === 'ann' || (user === 'reader' && action === 'pull'),
      },
    });
    const { address } = registry;
    const headers = { authorization: `Basic ${Buffer.from('ann:secret of ann').toString('base64')}` };
    const token = await fetch(`http://${address}/token?scope=repository:${path}:pull,push`, { headers });
    const { token: bearer } = (await token.json()) as { token: string };
    await pushImage(address, path, '1.0', { headers: { authorization: `Bearer ${bearer}` } });
    const environment = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [address]: { auth } } }) };
    engine = createEngine(createTestWorld({ environment }));
    const planned = await plan(`${address}/${path}`);
    const told = toldIn(planned.report);
    assert.equal(told['sign-in'], 'yes docker-auth-config');
    assert.equal(told['anonymous-read'].split(' ')[0], 'no');
    assert.equal(told.pull.split(' ')[0], 'yes');
    const text = JSON.stringify(planned);
    for (const secret of ['secret of reader', auth, bearer]) assert.ok(!text.includes(secret));
  });

  it('takes no header of a server for more than a product’s name [S24]', async () => {
    const repository = await stage({
      statusFor: ({ path: to }) =>
        to === '/v2/'
          ? {
              status: 200,
              headers: { server: 'Nexus/3.70.1-02 (OSS)', 'content-type': 'text/plain' },
              body: '',
            }
          : undefined,
    });
    const report = await read(repository);
    assert.equal(toldIn(report).product, 'yes Sonatype Nexus Repository, answers, 3.70.1-02');
  });
});
