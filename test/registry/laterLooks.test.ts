// The looks behind a result: what they heal, what they leave alone, and what they tell.
import assert from 'node:assert/strict';
import { append, overwrite, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner } from '../support/scene.ts';
import { isTagRead, isTagWrite, newStoreStage, type StoreStage } from './storeStage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const eve = makeSigner('eve');

describe('looking again behind a result', () => {
  let store: StoreStage;
  beforeEach(async () => {
    store = await newStoreStage();
  });
  afterEach(() => store.stage.stop());

  const by = (signer: typeof ann): ReturnType<typeof signatureBy> => signatureBy(signer, store.stage.image);
  const count = (): number => signaturesAt(store.stage.registry, store.stage.image);
  const write = (...signatures: ReturnType<typeof by>[]): void => {
    overwrite(store.stage.registry, store.stage.image, signatures);
  };
  const requests = (matching: typeof isTagRead): number =>
    store.stage.registry.requests.filter(matching).length;

  it('happens after twice the slowest time from a read to its write, after 5 and after 30 seconds', async () => {
    store.answer((request) => {
      if (isTagWrite(request)) store.clock.advance(1000);
      return undefined;
    });
    const added = await store.add(by(ann));
    assert.deepEqual(await store.lookAfter(added, () => undefined), []);
    assert.deepEqual(store.clock.slept, [2000, 3000, 25_000]);
  });

  it('waits for twice the slowest that this process has seen at the registry, also of another signature', async () => {
    let slow = true;
    store.answer((request) => {
      if (slow && isTagWrite(request)) store.clock.advance(1000);
      return undefined;
    });
    await store.lookAfter(await store.add(by(ann)), () => undefined);
    slow = false;
    const added = await store.add(by(ben));
    const from = store.clock.slept.length;
    await store.lookAfter(added, () => undefined);
    assert.equal(store.clock.slept[from], 2000);
  });

  it('measures that time from the read that a write rests on, not from the first', async () => {
    const mine = by(ann);
    let races = 0;
    store.answer((request) => {
      if (isTagWrite(request)) store.clock.advance(1000);
      if (isTagRead(request) && requests(isTagWrite) === 1 && races++ === 0) write(by(ben));
      return undefined;
    });
    const added = await store.add(mine);
    const from = store.clock.slept.length;
    await store.lookAfter(added, () => undefined);
    assert.equal(store.clock.slept[from], 2000);
  });

  it('tells nothing when everything is there, also what others added', async () => {
    const added = await store.add(by(ann));
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) append(store.stage.registry, store.stage.image, by(ben));
    });
    assert.deepEqual(told, []);
    assert.equal(requests(isTagWrite), 1);
  });

  it('writes back what a race took, also what it saw for the first time in an earlier look', async () => {
    const mine = by(ann);
    const added = await store.add(mine);
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) append(store.stage.registry, store.stage.image, by(ben));
      if (look === 2) write(mine, by(eve));
    });
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
      ['healed'],
    );
    for (const signer of [ann, ben, eve]) {
      assert.equal((await store.stage.verify([signer])).verdict, 'verified', signer.key.label);
    }
  });

  it('leaves a removal alone: nothing new came, nothing is written back, and it looks no more', async () => {
    const others = by(ben);
    write(others);
    const added = await store.add(by(ann));
    store.stage.registry.requests.length = 0;
    const told = await store.lookAfter(added, (look) => {
      if (look === 2) write(others);
    });
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
      ['removed-by-others'],
    );
    assert.equal(count(), 1);
    assert.equal(requests(isTagRead), 2);
    assert.equal(requests(isTagWrite), 0);
  });

  it('writes its own again where a slower writer’s list looks like a removal right behind the write [S34]', async () => {
    const others = [by(ben), by(eve)];
    write(...others);
    const added = await store.add(by(ann));
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) write(...others);
    });
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
      ['healed'],
    );
    assert.equal(count(), 3);
  });

  it('takes a removal for a slower writer’s list for longer where registry or machine are slow [S34]', async () => {
    for (const [window, outcome] of [
      [400, 'removed-by-others'],
      [600, 'healed'],
    ] as const) {
      const others = [by(ben), by(eve)];
      write(...others);
      let slow = true;
      store.answer((request) => {
        if (slow && isTagWrite(request)) store.clock.advance(window);
        return undefined;
      });
      const added = await store.add(by(ann));
      slow = false;
      // The third look is the one after five seconds.
      const told = await store.lookAfter(added, (look) => look === 2 && write(...others));
      assert.deepEqual(
        told.map((one) => one.outcome),
        [outcome],
      );
    }
  });

  it('looks again soon after it healed, while others write [S34]', async () => {
    const added = await store.add(by(ann));
    const from = store.clock.slept.length;
    await store.lookAfter(added, (look) => {
      if (look === 1) write(by(ben));
    });
    const waits = store.clock.slept.slice(from);
    assert.ok(waits.filter((one) => one >= 250 && one < 1000).length >= 2, waits.join());
  });

  it('says nothing when a signature of others was removed, and does not bring it back in a later race', async () => {
    const mine = by(ann);
    write(by(ben));
    const added = await store.add(mine);
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) write(mine);
      if (look === 2) write(by(eve));
    });
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
      ['healed'],
    );
    assert.equal((await store.stage.verify([ann])).verdict, 'verified');
    assert.equal((await store.stage.verify([eve])).verdict, 'verified');
    assert.notEqual((await store.stage.verify([ben])).verdict, 'verified');
  });

  it('uploads the config of the list that it writes back: at a strict registry the list is whole', async () => {
    const mine = by(ann);
    const added = await store.add(mine);
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) write(by(ben), by(eve));
    });
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
      ['healed'],
    );
    assert.equal(count(), 3);
  });

  it('waits for a signature of the same window that is being written', async () => {
    const added = await store.add(by(ann));
    store.stage.registry.requests.length = 0;
    let readsMeanwhile = -1;
    await store.lookAfter(added, (look) => {
      if (look > 1) return;
      void store.inQueue(async () => {
        for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
        readsMeanwhile = requests(isTagRead);
      });
    });
    assert.equal(readsMeanwhile, 0);
    assert.equal(requests(isTagRead), 3);
  });

  it('ends with the engine, without a word', async () => {
    const added = await store.add(by(ann));
    const engine = new AbortController();
    store.stage.registry.requests.length = 0;
    const told = await store.lookAfter(added, (look) => look === 2 && engine.abort(), engine.signal);
    assert.deepEqual(told, []);
    assert.equal(requests(isTagRead), 1);
  });
});
