// The looks behind a result where nobody can be sure: a tag that is gone for a moment, or hidden, and what cannot be read.
import assert from 'node:assert/strict';
import { rememberChallenge } from '../../src/engine/registry/known.ts';
import { factsOf } from '../../src/engine/registry/session.ts';
import { overwrite, signatureBy } from '../support/rival.ts';
import { makeSigner } from '../support/scene.ts';
import { isTagRead, isTagWrite, newStoreStage, type StoreStage } from './storeStage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('looking again in doubt', () => {
  let store: StoreStage;
  beforeEach(async () => {
    store = await newStoreStage();
  });
  afterEach(() => store.stage.stop());

  const by = (signer: typeof ann): ReturnType<typeof signatureBy> => signatureBy(signer, store.stage.image);
  const write = (...signatures: ReturnType<typeof by>[]): void => {
    overwrite(store.stage.registry, store.stage.image, signatures);
  };
  const requests = (matching: typeof isTagRead): number =>
    store.stage.registry.requests.filter(matching).length;

  it('believes a 404 only when the next look finds none either', async () => {
    const added = await store.add(by(ann));
    let isAway = false;
    store.answer((request) => (isAway && isTagRead(request) ? { status: 404, body: '{}' } : undefined));
    const outcomes = async (away: (look: number) => boolean): Promise<readonly string[]> => {
      const told = await store.lookAfter(added, (look) => (isAway = away(look)));
      return told.map(({ outcome }) => outcome);
    };
    assert.deepEqual(await outcomes((look) => look === 1), []);
    assert.deepEqual(await outcomes((look) => look === 1 || look === 3), []);
    assert.deepEqual(await outcomes((look) => look >= 2), ['removed-by-others']);
    assert.deepEqual(await outcomes((look) => look >= 3), ['removed-by-others']);
    assert.equal(requests(isTagWrite), 1);
  });

  it('does not say that somebody removed it where it may not read any more [S17]', async () => {
    const added = await store.add(by(ann));
    // As one that wants a sign-in, and hides what the credential may not read.
    const facts = factsOf(store.session, store.stage.registry.address);
    rememberChallenge(facts, 'pull', { kind: 'basic' });
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) store.answer(() => ({ status: 404, body: '{}' }));
    });
    assert.deepEqual(
      told.map((one) => ('reason' in one ? [one.outcome, one.reason] : [one.outcome])),
      [['could-not-look', 'place-not-readable']],
    );
  });

  it('says that it could not heal when nobody can confirm what it wrote back', async () => {
    const added = await store.add(by(ann));
    store.stage.registry.requests.length = 0;
    store.answer((request) =>
      isTagRead(request) && requests(isTagWrite) > 0 ? { status: 403, body: '{}' } : undefined,
    );
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) write(by(ben));
    });
    const [first] = told;
    assert.ok(first?.outcome === 'could-not-heal');
    assert.equal(first.reason, 'forbidden');
  });

  it('asks again when the registry cannot be read, and tells only when it never could', async () => {
    const added = await store.add(by(ann));
    let isDown = false;
    store.answer((request) => (isDown && isTagRead(request) ? { status: 403, body: '{}' } : undefined));
    const once = await store.lookAfter(added, (look) => (isDown = look < 3));
    assert.deepEqual(once, []);
    const never = await store.lookAfter(added, () => (isDown = true));
    assert.deepEqual(
      never.map(({ place: _place, ...told }) => told),
      [{ outcome: 'could-not-look', reason: 'forbidden' }],
    );
  });
});
