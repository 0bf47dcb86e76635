// Repair: what a closed window left in the journal is held against the registry and written back.
import assert from 'node:assert/strict';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { repositoryOf } from '../demo/state.ts';
import { append, pathOf, signatureBy } from '../support/rival.ts';
import { noSignal } from '../support/scene.ts';
import { ann, ben, eve, isWrite, newRepairStage, type RepairStage } from './repairStage.ts';

describe('repairing signatures', () => {
  let at: RepairStage;
  beforeEach(async () => {
    at = await newRepairStage();
  });
  afterEach(() => at.stop());

  it('writes back what was lost behind a closed window, keeps what came, and is content after that [S34]', async () => {
    await at.signAndClose();
    at.lose(ben);
    assert.equal(await at.waiting(), 1);
    const planned = await at.plan(ann);
    assert.deepEqual(at.findings(planned), [{ kind: 'missing' }]);
    assert.equal(planned.items[0]?.label, 'ann');
    assert.deepEqual(await at.run(planned), [{ kind: 'written-back', unconfirmed: undefined }]);
    assert.ok((await at.isVerified(ann)) && (await at.isVerified(ben)));
    assert.equal(await at.waiting(), 0, 'this window looks after it now');
  });

  it('makes its plan, and counts what waits, without writing anything anywhere [U15]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const before = new Map(at.disk.files);
    assert.equal(await at.waiting(), 1);
    assert.equal(at.stage.registry.requests.length, 0, 'the badge asks no registry');
    await at.plan(ann);
    assert.deepEqual(at.stage.registry.requests.filter(isWrite), []);
    assert.deepEqual(at.disk.files, before);
  });

  it('waits no longer for what is there', async () => {
    await at.signAndClose();
    append(at.stage.registry, at.stage.image, signatureBy(ben, at.stage.image));
    const planned = await at.plan(ann);
    assert.deepEqual(at.findings(planned), [{ kind: 'there' }]);
    assert.deepEqual(await at.run(planned), [{ kind: 'confirmed' }]);
    assert.equal(at.disk.files.size, 0);
    assert.deepEqual(at.stage.registry.requests.filter(isWrite), []);
  });

  it('forgets what was read back a week ago, and nothing else [U15]', async () => {
    await at.signAndClose();
    const week = 7 * 24 * 3600 * 1000;
    const setAge = (age: number, state: string): void =>
      at.tamper((entry) => Object.assign(entry, { writtenAt: at.world.clock.now() - age, state }));
    setAge(week + 1, 'not-confirmed');
    assert.equal(await at.waiting(), 1);
    setAge(week - 1000, 'seen');
    assert.equal(await at.waiting(), 1);
    setAge(week + 1000, 'seen');
    assert.equal(await at.waiting(), 0);
    assert.equal(at.disk.files.size, 0);
  });

  it('does not take a 404 for a removed image where it may not read any more [S17] [S34]', async () => {
    await at.signAndClose();
    at.lose(ben);
    at.answer(() => 404);
    assert.deepEqual(at.findings(await at.plan(ann)), [
      { kind: 'could-not-look', reason: 'place-not-readable' },
    ]);
  });

  it('tells what somebody removed from what a race took [S34]', async () => {
    await at.signAndClose();
    at.lose(ben);
    at.tamper((entry) => (entry['state'] = 'lost'));
    assert.deepEqual(
      (await at.plan(ann)).items.map(({ wasRemoved }) => wasRemoved),
      [true],
    );
  });

  it('starts the list anew where it is gone and the image is not', async () => {
    await at.signAndClose();
    repositoryOf(at.stage.registry.state, pathOf(at.stage.image)).tags.delete(
      signatureTag(at.stage.image.digest),
    );
    assert.deepEqual(await at.run(await at.plan(ann)), [{ kind: 'written-back', unconfirmed: undefined }]);
    assert.ok(await at.isVerified(ann));
  });

  it('says how many of others are gone, and writes none of them back [S34]', async () => {
    append(at.stage.registry, at.stage.image, signatureBy(ben, at.stage.image));
    await at.signAndClose();
    at.lose(eve);
    const planned = await at.plan(ann);
    assert.equal(planned.items[0]?.othersGone, 1);
    await at.run(planned);
    assert.deepEqual(
      [await at.isVerified(ann), await at.isVerified(ben), await at.isVerified(eve)],
      [true, false, true],
    );
  });

  it('says what it wrote back before it was cancelled, and writes nothing back after that [S34]', async () => {
    await at.stage.sign(ben);
    await at.signAndClose();
    at.lose(eve);
    const planned = await at.plan(ann, ben);
    const person = new AbortController();
    at.answer(() => {
      const isWritten = at.stage.registry.requests.some(
        ({ method, path }) => method === 'PUT' && path.endsWith('.sig'),
      );
      if (isWritten) person.abort();
      return undefined;
    });
    const { items } = await at.engine.runRepair(planned, { laterLook: () => undefined }, person.signal);
    assert.deepEqual(
      items.map(({ outcome }) => outcome),
      [{ kind: 'written-back', unconfirmed: undefined }, { kind: 'not-tried' }],
    );
    assert.deepEqual([await at.isVerified(ben), await at.isVerified(ann)], [true, false]);
  });

  it('looks at one tag where one is named, and forgets what it is told to', async () => {
    await at.signAndClose();
    const place = { repository: at.stage.image.repository, tag: signatureTag(digestOf(new Uint8Array())) };
    assert.deepEqual((await at.engine.planRepair({ keys: [ann.key], place }, noSignal)).items, []);
    const [entry] = (await at.engine.unconfirmed()).entries;
    await at.engine.forgetUnconfirmed([entry?.id ?? '']);
    assert.equal(await at.waiting(), 0);
  });
});
