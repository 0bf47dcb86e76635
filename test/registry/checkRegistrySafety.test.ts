// What Check Registry may do to a registry and what it must not: it writes nothing by itself, under no tag but its own, and
// takes away what it wrote, whatever happens on the way.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { checkedPath, newCheckStage, type CheckStage } from '../support/checkStage.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { checkWholly, toldIn } from '../support/registryCheck.ts';
import { pushImage } from '../support/sampleImages.ts';

describe('Check Registry', () => {
  let stage: CheckStage;
  afterEach(() => stage.stop());

  it('only reads, and its plan only reads too [S39]', async () => {
    stage = await newCheckStage();
    const report = await stage.read();
    await stage.plan();
    assert.deepEqual(stage.writes(), []);
    assert.ok(stage.asked().length > 10);
    assert.equal(report.written, undefined);
    assert.equal(toldIn(report)['delete-tag'], '? write');
  });

  it('writes under a tag with a number that no other check has, and the number is in all of it [S39]', async () => {
    stage = await newCheckStage();
    const [one, other] = [await stage.plan(), await stage.plan()];
    assert.match(one.tag, /^countersign-check-[0-9a-f]{32}$/);
    assert.notEqual(one.tag, other.tag);
    await stage.run(one);
    const bodies = stage
      .writes()
      .filter(({ body, path: to }) => body.byteLength > 0 && !/uploads\/./.test(to));
    assert.ok(bodies.length > 8);
    for (const { body, path: to } of bodies) {
      assert.ok(Buffer.from(body).includes(one.nonce), `no number in what went to ${to}`);
    }
    const named = stage
      .writes()
      .flatMap(({ path: to }) => /\/manifests\/(?!sha256:)(.*)$/.exec(to)?.[1] ?? []);
    assert.deepEqual([...new Set(named)], [one.tag]);
  });

  it('removes all that it wrote: tag, manifests and blobs', async () => {
    stage = await newCheckStage();
    const state = stage.registry.state.repositories.get(checkedPath);
    const had = [...(state?.manifests.keys() ?? []), ...(state?.blobs.keys() ?? [])];
    const report = await checkWholly(stage.engine, stage.repository);
    assert.deepEqual(report.written?.left, []);
    assert.deepEqual([...(state?.manifests.keys() ?? []), ...(state?.blobs.keys() ?? [])], had);
    assert.deepEqual(stage.tags(), ['1.0']);
  });

  it('makes no plan where every tag exists, and touches none of them [S39]', async () => {
    const fixed = new Uint8Array(16).fill(7);
    stage = await newCheckStage({}, { random: (length) => (length === 16 ? fixed : new Uint8Array(length)) });
    const tag = `countersign-check-${'07'.repeat(16)}`;
    await pushImage(stage.registry.address, checkedPath, tag);
    const had = stage.writes().length;
    await assert.rejects(stage.plan(), (error) => isEngineError(error, 'bad-answer'));
    assert.equal(stage.writes().length, had);
  });

  it('writes nothing where the tag exists by the time of the run, and leaves it as it is [S39]', async () => {
    stage = await newCheckStage();
    const planned = await stage.plan();
    const { digest } = await pushImage(stage.registry.address, checkedPath, planned.tag);
    const had = stage.writes().length;
    await assert.rejects(stage.run(planned), (error) => isEngineError(error, 'plan-changed'));
    assert.equal(stage.writes().length, had);
    assert.equal(stage.registry.state.repositories.get(checkedPath)?.tags.get(planned.tag), digest);
  });

  it('writes nothing as somebody else than the plan showed [S26]', async () => {
    stage = await newCheckStage();
    const plan = await stage.plan();
    const another = { ...plan, credential: { ...plan.credential, identity: 'another' } };
    await assert.rejects(stage.run(another), (error) => isEngineError(error, 'plan-changed'));
    assert.deepEqual(stage.writes(), []);
  });

  it('makes no plan where a 404 may hide a tag from this login [S17]', async () => {
    let isHidden = false;
    stage = await newCheckStage({
      statusFor: ({ path: to }) =>
        to === '/v2/'
          ? { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } }
          : isHidden
            ? { status: 404 }
            : undefined,
    });
    isHidden = true;
    await assert.rejects(stage.plan(), (error) => isEngineError(error, 'place-not-readable'));
    assert.deepEqual(stage.writes(), []);
  });

  it('lists what could not be removed with its digest, and it is what is there', async () => {
    stage = await newCheckStage({ deleteRefused: true });
    const report = await checkWholly(stage.engine, stage.repository);
    const left = report.written?.left ?? [];
    const state = stage.registry.state.repositories.get(checkedPath);
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
    stage = await newCheckStage({
      statusFor: ({ method, path: to }) => {
        if (method === 'PUT' && /\/manifests\/countersign/.test(to)) giveUp.abort();
        return undefined;
      },
    });
    const report = await stage.run(await stage.plan(), giveUp.signal);
    assert.equal(report.written?.cancelled, true);
    assert.deepEqual(report.written.left, []);
    assert.deepEqual(stage.tags(), ['1.0']);
    assert.equal(toldIn(report).overwrite, '? cancelled');
  });

  it('removes what it wrote where what was under way failed in the moment it was given up', async () => {
    const giveUp = new AbortController();
    let uploads = 0;
    stage = await newCheckStage(
      {},
      {
        fetch: (input, init) => {
          if (init?.method === 'POST') uploads += 1;
          if (init?.method !== 'POST' || uploads < 3) return fetch(input, init);
          giveUp.abort();
          return Promise.resolve(new Response(null, { status: 403 }));
        },
      },
    );
    const blobs = () => stage.registry.state.repositories.get(checkedPath)?.blobs.size;
    const had = blobs();
    const report = await stage.run(await stage.plan(), giveUp.signal);
    assert.equal(report.written?.cancelled, true);
    assert.deepEqual(report.written.left, []);
    assert.ok(stage.writes().some(({ method }) => method === 'DELETE'));
    assert.equal(blobs(), had);
  });

  it('gives up while it reads', async () => {
    const giveUp = new AbortController();
    stage = await newCheckStage({
      statusFor: ({ path: to }) => {
        if (to.endsWith('/tags/list')) giveUp.abort();
        return undefined;
      },
    });
    const reading = stage.read(giveUp.signal);
    await assert.rejects(reading, (error) => isEngineError(error, 'cancelled'));
    assert.ok(stage.asked().length < 6);
  });

  it('denies nothing of a registry that dies on the way, asks it no more, and names what may be left', async () => {
    let isDead = false;
    stage = await newCheckStage(
      {
        statusFor: ({ method, path: to }) => {
          isDead ||= method === 'PUT' && /\/manifests\/sha256:/.test(to);
          if (isDead) throw new Error('gone');
          return undefined;
        },
      },
      { clock: createFakeClock() },
    );
    const planned = await stage.plan();
    const report = await stage.run(planned);
    const told = toldIn(report);
    for (const name of ['docker-types', 'overwrite', 'delete-tag', 'delete-digest', 'index'] as const) {
      assert.match(told[name], /^\? /, name);
    }
    assert.equal(told['oci-types'], 'yes 201');
    const kinds = report.written?.left.map(({ kind }) => kind) ?? [];
    assert.deepEqual([...new Set(kinds)].toSorted(), ['blob', 'manifest', 'tag']);
    assert.ok(stage.asked().length < 60, `${String(stage.asked().length)} requests`);
  });
});
