// Repair: what a closed window left in the journal is held against the registry and written back, and nothing else is.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineApi } from '../../src/engine/api.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import type { RepairFinding, RepairOutcome, RepairPlan } from '../../src/engine/plan.ts';
import { newSignatureImage } from '../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { bury } from '../../src/engine/store/tombstones.ts';
import { repositoryOf } from '../demo/state.ts';
import { append, overwrite, pathOf, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, type Signer, type Stage } from '../support/scene.ts';
import { createMemoryStorage, type MemoryStorage } from '../support/storage.ts';
import { createTestWorld, type TestWorld } from '../support/world.ts';

const [ann, ben, eve] = ['ann', 'ben', 'eve'].map(makeSigner) as [Signer, Signer, Signer];
const isWrite = ({ method }: { readonly method: string }): boolean => method !== 'GET' && method !== 'HEAD';

describe('repairing signatures', () => {
  let stage: Stage;
  let disk: MemoryStorage;
  let world: TestWorld;
  let engine: EngineApi;
  let answer: (path: string) => number | undefined;
  beforeEach(async () => {
    answer = () => undefined;
    disk = createMemoryStorage(1);
    stage = await newStage(
      {
        statusFor: ({ path }) => {
          const status = answer(path);
          return status === undefined ? undefined : { status, body: '{}' };
        },
      },
      { storage: disk },
    );
    world = createTestWorld({ storage: disk.as(2) });
    engine = createEngine(world);
  });
  afterEach(async () => {
    engine.dispose();
    await stage.stop();
  });

  /** Ann signs, and her window is closed before it looked again. */
  async function signAndClose(): Promise<void> {
    await stage.sign(ann);
    stage.engine.dispose();
    disk.ended.add(1);
    stage.registry.requests.length = 0;
  }
  const plan = (...keys: readonly Signer[]): Promise<RepairPlan> =>
    engine.planRepair({ keys: keys.map(({ key }) => key), place: undefined }, noSignal);
  const run = async (planned: RepairPlan): Promise<readonly RepairOutcome[]> => {
    const { items } = await engine.runRepair(planned, { laterLook: () => undefined }, noSignal);
    return items.map(({ outcome }) => outcome);
  };
  const findings = ({ items }: RepairPlan): readonly RepairFinding[] => items.map(({ finding }) => finding);
  const lose = (...left: readonly Signer[]): void =>
    overwrite(
      stage.registry,
      stage.image,
      left.map((signer) => signatureBy(signer, stage.image)),
    );
  const waiting = async (): Promise<number> => (await engine.unconfirmed()).entries.length;
  const isVerified = async (signer: Signer): Promise<boolean> =>
    (await stage.another().verify([signer])).verdict === 'verified';
  /** Changes the one entry of the journal. */
  function tamper(change: (entry: Record<string, unknown>) => void): void {
    for (const [path, bytes] of disk.files) {
      const entry = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
      change(entry);
      disk.files.set(path, new TextEncoder().encode(JSON.stringify(entry)));
    }
  }

  it('writes back what was lost behind a closed window, keeps what came, and is content after that [S34]', async () => {
    await signAndClose();
    lose(ben);
    assert.equal(await waiting(), 1);
    const planned = await plan(ann);
    assert.deepEqual(findings(planned), [{ kind: 'missing' }]);
    assert.equal(planned.items[0]?.label, 'ann');
    assert.deepEqual(await run(planned), [{ kind: 'written-back', unconfirmed: undefined }]);
    assert.ok((await isVerified(ann)) && (await isVerified(ben)));
    assert.equal(await waiting(), 0, 'this window looks after it now');
  });

  it('makes its plan, and counts what waits, without writing anything anywhere [U15]', async () => {
    await signAndClose();
    lose(ben);
    const before = new Map(disk.files);
    assert.equal(await waiting(), 1);
    assert.equal(stage.registry.requests.length, 0, 'the badge asks no registry');
    await plan(ann);
    assert.deepEqual(stage.registry.requests.filter(isWrite), []);
    assert.deepEqual(disk.files, before);
  });

  it('waits no longer for what is there', async () => {
    await signAndClose();
    append(stage.registry, stage.image, signatureBy(ben, stage.image));
    const planned = await plan(ann);
    assert.deepEqual(findings(planned), [{ kind: 'there' }]);
    assert.deepEqual(await run(planned), [{ kind: 'confirmed' }]);
    assert.equal(disk.files.size, 0);
    assert.deepEqual(stage.registry.requests.filter(isWrite), []);
  });

  it('forgets what was read back a week ago, and nothing else [U15]', async () => {
    await signAndClose();
    const week = 7 * 24 * 3600 * 1000;
    const setAge = (age: number, state: string): void =>
      tamper((entry) => Object.assign(entry, { writtenAt: world.clock.now() - age, state }));
    setAge(week + 1, 'not-confirmed');
    assert.equal(await waiting(), 1);
    setAge(week - 1000, 'seen');
    assert.equal(await waiting(), 1);
    setAge(week + 1000, 'seen');
    assert.equal(await waiting(), 0);
    assert.equal(disk.files.size, 0);
  });

  it('does not take a 404 for a removed image where it may not read any more [S17] [S34]', async () => {
    await signAndClose();
    lose(ben);
    answer = () => 404;
    assert.deepEqual(findings(await plan(ann)), [{ kind: 'could-not-look', reason: 'place-not-readable' }]);
  });

  it('tells what somebody removed from what a race took [S34]', async () => {
    await signAndClose();
    lose(ben);
    tamper((entry) => (entry['state'] = 'lost'));
    assert.deepEqual(
      (await plan(ann)).items.map(({ wasRemoved }) => wasRemoved),
      [true],
    );
  });

  it('starts the list anew where it is gone and the image is not', async () => {
    await signAndClose();
    repositoryOf(stage.registry.state, pathOf(stage.image)).tags.delete(signatureTag(stage.image.digest));
    assert.deepEqual(await run(await plan(ann)), [{ kind: 'written-back', unconfirmed: undefined }]);
    assert.ok(await isVerified(ann));
  });

  it('says how many of others are gone, and writes none of them back [S34]', async () => {
    append(stage.registry, stage.image, signatureBy(ben, stage.image));
    await signAndClose();
    lose(eve);
    const planned = await plan(ann);
    assert.equal(planned.items[0]?.othersGone, 1);
    await run(planned);
    assert.deepEqual(
      [await isVerified(ann), await isVerified(ben), await isVerified(eve)],
      [true, false, true],
    );
  });

  it('writes back nothing that was removed in another window meanwhile [S34] [N7]', async () => {
    await signAndClose();
    lose(ben);
    const planned = await plan(ann);
    const entry = JSON.parse(new TextDecoder().decode([...disk.files.values()][0])) as {
      payload: string;
      layers: string[];
    };
    const signature = /cosign\/signature":"([^"]*)"/.exec(entry.layers[0] ?? '')?.[1] ?? '';
    const layers = newSignatureImage(
      [{ payload: Buffer.from(entry.payload, 'base64'), signature: Buffer.from(signature, 'base64') }],
      'oci',
      'x',
    ).layers;
    await bury(world, `${stage.image.repository}:${signatureTag(stage.image.digest)}`, layers);
    assert.deepEqual(await run(planned), [{ kind: 'changed' }]);
    assert.equal(await waiting(), 0);
    assert.equal(await isVerified(ann), false);
  });

  it('does nothing with what no own key made [S34]', async () => {
    await signAndClose();
    lose(ben);
    const planned = await plan(ben);
    assert.deepEqual(findings(planned), [{ kind: 'no-own-key' }]);
    assert.deepEqual(await run(planned), [{ kind: 'left' }]);
    assert.deepEqual(stage.registry.requests, []);
  });

  it('does not take another’s signature for an own one because the journal says so [S34] [N7]', async () => {
    await signAndClose();
    lose(ben);
    const forged = signatureBy(eve, stage.image);
    const [layer] = newSignatureImage([forged], 'oci', 'x').layers;
    tamper((entry) => (entry['layers'] = [layer?.source]));
    assert.deepEqual(findings(await plan(ann, ben)), [{ kind: 'not-ours' }]);
  });

  it('does not put a signature under the tag of another image [S34] [N7]', async () => {
    await signAndClose();
    lose(ben);
    tamper((entry) => (entry['tag'] = signatureTag(digestOf(new Uint8Array()))));
    assert.deepEqual(findings(await plan(ann)), [{ kind: 'not-ours' }]);
  });

  it('does not write with another credential than the one that wrote [S34] [S26]', async () => {
    await signAndClose();
    lose(ben);
    tamper((entry) => (entry['credential'] = '0'.repeat(64)));
    assert.deepEqual(findings(await plan(ann)), [{ kind: 'other-credential' }]);
    assert.deepEqual(stage.registry.requests, []);
  });

  it('signs nothing that is not there any more [S34]', async () => {
    await signAndClose();
    lose(ben);
    const { manifests } = repositoryOf(stage.registry.state, pathOf(stage.image));
    manifests.delete(stage.image.digest);
    assert.deepEqual(findings(await plan(ann)), [{ kind: 'image-gone' }]);
  });

  it('stops at an entry that is another than the one that was confirmed [N7]', async () => {
    await signAndClose();
    lose(ben);
    const planned = await plan(ann);
    tamper((entry) => (entry['writtenAt'] = 1));
    assert.deepEqual(await run(planned), [{ kind: 'changed' }]);
    assert.equal(signaturesAt(stage.registry, stage.image), 1);
  });

  it('goes on where only a look of another window came between [S34]', async () => {
    await signAndClose();
    lose(ben);
    const planned = await plan(ann);
    tamper((entry) => (entry['state'] = 'lost'));
    assert.deepEqual(await run(planned), [{ kind: 'written-back', unconfirmed: undefined }]);
  });

  it('tells of a place that it could not read, and leaves the entry', async () => {
    await signAndClose();
    answer = (path) => (path.endsWith('.sig') ? 403 : undefined);
    const planned = await plan(ann);
    assert.deepEqual(findings(planned), [{ kind: 'could-not-look', reason: 'forbidden' }]);
    assert.deepEqual(await run(planned), [{ kind: 'left' }]);
    assert.equal(await waiting(), 1);
  });

  it('looks at one tag where one is named, and forgets what it is told to', async () => {
    await signAndClose();
    const place = { repository: stage.image.repository, tag: signatureTag(digestOf(new Uint8Array())) };
    assert.deepEqual((await engine.planRepair({ keys: [ann.key], place }, noSignal)).items, []);
    const [entry] = (await engine.unconfirmed()).entries;
    await engine.forgetUnconfirmed([entry?.id ?? '']);
    assert.equal(await waiting(), 0);
  });

  it('shows what is no entry, and does nothing with it [N7]', async () => {
    disk.files.set('journal/0.json', new TextEncoder().encode('{"version":1}'));
    const planned = await plan(ann);
    assert.deepEqual(planned.bad, [{ id: '0.json', problem: 'garbled' }]);
    assert.deepEqual(await run(planned), []);
    assert.ok(world.logged.some((line) => line.includes('0.json is not used: garbled')));
  });
});
