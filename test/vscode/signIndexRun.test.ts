// What a run over an index and its images leaves behind in VS Code: which verdicts are dropped, and how doubt is told.
import assert from 'node:assert/strict';
import { EngineError, type ErrorCode } from '../../src/engine/errors.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import type { SignPlan, SignResult } from '../../src/engine/plan.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { planOf } from '../support/plans.ts';
import { reportOf } from '../support/reports.ts';
import { until } from '../support/until.ts';
import { playPerson, type Person } from '../support/vscode/person.ts';
import { confirm, password, signScene } from './signScene.ts';

describe('the run over an index and its images', () => {
  const scene = signScene();
  const digests = ['a', 'b', 'c'].map((letter): Digest => `sha256:${letter.repeat(64)}`);
  const repository = (): string => `${scene.address}/demo/unsigned`;
  const keptVerdicts = (): readonly Digest[] =>
    digests.filter((digest) => scene.flow.host.reports.find(repository(), digest) !== undefined);

  /** Signs with a verdict on each image at hand, until something like this was shown. */
  async function run(runSign: (plan: SignPlan) => Promise<SignResult>, shown: RegExp): Promise<Person> {
    const [index, ...images] = digests.map((digest) => planOf({ digest, repository: repository() }));
    const further = images.map((plan) => ({ plan, platform: undefined }));
    await scene.use(() => ({
      runSign,
      planSign: (request) => Promise.resolve({ ...(index ?? planOf()), further, request }),
    }));
    for (const digest of digests)
      scene.flow.host.reports.keep({ ...reportOf('unsigned'), repository: repository(), digest });
    const person = playPerson(scene.image(), confirm, password('word'));
    try {
      await sign(scene.flow.host, undefined);
      await until(() => person.shown.some((line) => shown.test(line)));
    } finally {
      person.leave();
    }
    return person;
  }

  const stopped = (reason: ErrorCode, signed: number): Promise<never> => {
    const at = { repository: repository(), digest: digests[signed] ?? '' };
    return Promise.reject(new EngineError('signed-in-part', { ...at, signed, total: 3, reason }));
  };

  it('drops the verdict of each that was signed before it stopped, and of no other [S18]', async () => {
    await run(() => stopped('forbidden', 2), /^2 of 3 images/);
    assert.deepEqual(keptVerdicts(), digests.slice(2));
  });

  it('drops that of the one whose signature was sent and not seen, too [S18]', async () => {
    await run(() => stopped('write-not-confirmed', 1), /^1 of 3 images/);
    assert.deepEqual(keptVerdicts(), digests.slice(2));
  });

  it('drops that of the first where its signature was sent and not seen [S18]', async () => {
    const details = { place: 'x', digest: '', reason: 'nothing-there' } as const;
    await run(() => Promise.reject(new EngineError('write-not-confirmed', details)), /did not confirm it/);
    assert.deepEqual(keptVerdicts(), digests.slice(1));
  });

  it('warns where the signature of any of them is not confirmed', async () => {
    const resultOf = ({ place }: SignPlan, digest: Digest): SignResult => ({
      ...{ outcome: 'signed', repository: repository(), digest, place, manifest: digest },
      ...{ signatures: 1, merges: 0, unconfirmed: undefined, isNoted: true, further: [] },
    });
    const person = await run((plan) => {
      const further = plan.further.map((image) => resultOf(image.plan, image.plan.digest));
      further.push({ ...resultOf(plan, plan.digest), unconfirmed: 'timed-out' });
      return Promise.resolve({ ...resultOf(plan, plan.digest), further });
    }, /did not confirm it/);
    assert.equal(person.warned.length, 1);
    assert.deepEqual(keptVerdicts(), []);
  });
});
