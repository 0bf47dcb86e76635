// What Check Registry tells, and that what it could not see it does not deny.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { checkedPath, newCheckStage, type CheckStage } from '../support/checkStage.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { checkWholly, toldIn } from '../support/registryCheck.ts';
import { pushImage } from '../support/sampleImages.ts';
import { noSignal } from '../support/scene.ts';
import { createTestWorld } from '../support/world.ts';

describe('a report of Check Registry', () => {
  let stage: CheckStage;
  afterEach(() => stage.stop());

  it('leaves a registry alone that has had too many requests, and denies nothing', async () => {
    const rateLimit = { requests: 2, retryAfterSeconds: 60 };
    stage = await newCheckStage({ rateLimit }, { clock: createFakeClock() }, 'empty');
    const report = await stage.read();
    const told = toldIn(report);
    assert.equal(told['tag-list'], '? rate-limited');
    assert.equal(told.referrers, '? rate-limited');
    assert.ok(stage.asked().length < 12, `${String(stage.asked().length)} requests`);
  });

  it('says of a registry that cannot be reached only that', async () => {
    stage = await newCheckStage();
    await stage.registry.stop();
    const report = await stage.read();
    assert.equal(toldIn(report).reached, 'no unreachable');
    const others = report.findings.filter(({ name }) => name !== 'reached');
    assert.deepEqual([...new Set(others.map(({ answer }) => answer))], ['cannot-tell']);
  });

  it('asks for an image where the repository is not there: little shows without one [U7]', async () => {
    stage = await newCheckStage();
    const { registry } = parseRepository(stage.repository);
    const report = await stage.engine.checkRegistry(
      { repository: `${registry}/demo/absent` },
      () => undefined,
      noSignal,
    );
    assert.deepEqual(report.advice[0], { finding: 'tag-list', kind: 'push-first' });
    assert.ok((await stage.read()).advice.every(({ kind }) => kind !== 'push-first'));
  });

  it('tells of tags that may not change, and that signatures can go elsewhere', async () => {
    stage = await newCheckStage({ tagsImmutable: true });
    const report = await checkWholly(stage.engine, stage.repository);
    const told = toldIn(report);
    assert.equal(told.immutable, 'yes 400 TAG_INVALID');
    assert.equal(told.overwrite, 'no 400 TAG_INVALID');
    assert.equal(told['signature-layer'], 'yes 201');
    assert.deepEqual(report.advice.at(-1), { finding: 'overwrite', kind: 'signature-repository' });
    assert.deepEqual(report.written?.left, []);
  });

  it('tells of a registry with Docker’s media types only, and of the setting that goes round it', async () => {
    stage = await newCheckStage({ ociTypes: false }, {}, 'empty');
    const report = await checkWholly(stage.engine, stage.repository);
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
    stage = await newCheckStage(
      {
        auth: {
          token: {},
          users,
          grants: (user, _name, action) => user === 'ann' || (user === 'reader' && action === 'pull'),
        },
      },
      {},
      'empty',
    );
    const { address } = stage.registry;
    const headers = { authorization: `Basic ${Buffer.from('ann:secret of ann').toString('base64')}` };
    const token = await fetch(`http://${address}/token?scope=repository:${checkedPath}:pull,push`, {
      headers,
    });
    const { token: bearer } = (await token.json()) as { token: string };
    await pushImage(address, checkedPath, '1.0', { headers: { authorization: `Bearer ${bearer}` } });
    const environment = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [address]: { auth } } }) };
    const engine = createEngine(createTestWorld({ environment }));
    const planned = await engine.planRegistryCheck({ repository: stage.repository }, undefined, noSignal);
    const told = toldIn(planned.report);
    assert.equal(told['sign-in'], 'yes docker-auth-config');
    assert.equal(told['anonymous-read'].split(' ')[0], 'no');
    assert.equal(told.pull.split(' ')[0], 'yes');
    const text = JSON.stringify(planned);
    for (const secret of ['secret of reader', auth, bearer]) assert.ok(!text.includes(secret));
  });

  it('takes no header of a server for more than a product’s name [S24]', async () => {
    stage = await newCheckStage({
      statusFor: ({ path: to }) =>
        to === '/v2/'
          ? {
              status: 200,
              headers: { server: 'Nexus/3.70.1-02 (OSS)', 'content-type': 'text/plain' },
              body: '',
            }
          : undefined,
    });
    const report = await stage.read();
    assert.equal(toldIn(report).product, 'yes Sonatype Nexus Repository, answers, 3.70.1-02');
  });
});
