// What a write keeps while others write the same tag, and what it leaves to whoever removed something.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { readSignatureTag } from '../../src/engine/places/signatureTag.ts';
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { SignatureTagReading } from '../../src/engine/places/signatureTag.ts';
import { overwrite, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner, noSignal, type Signer } from '../support/scene.ts';
import { isTagRead, isTagWrite, newStoreStage, type StoreStage } from './storeStage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const eve = makeSigner('eve');

describe('writing beside others', () => {
  let store: StoreStage;
  beforeEach(async () => {
    store = await newStoreStage();
  });
  afterEach(() => store.stage.stop());

  const by = (signer: Signer): ReturnType<typeof signatureBy> => signatureBy(signer, store.stage.image);
  const write = (...signatures: ReturnType<typeof by>[]): void => {
    overwrite(store.stage.registry, store.stage.image, signatures);
  };
  const count = (): number => signaturesAt(store.stage.registry, store.stage.image);
  const writes = (): number => store.stage.registry.requests.filter(isTagWrite).length;
  /** Calls `act` at each read behind a write, with the number of the write and of the read behind it. */
  const atLooks = (act: (written: number, look: number) => void): void => {
    let [written, look] = [0, 0];
    store.answer((request) => {
      if (isTagWrite(request)) [written, look] = [written + 1, 0];
      if (isTagRead(request) && written > 0) act(written, (look += 1));
      return undefined;
    });
  };

  it('keeps what it saw in every look, also when each is overwritten by another', async () => {
    atLooks((written, look) => {
      if (look === 1 && written === 1) write(by(ben));
      if (look === 1 && written === 2) write(by(eve));
    });
    const added = await store.add(by(ann));
    assert.equal(added.outcome === 'written' ? added.kept.unconfirmed : 'not written', undefined);
    for (const signer of [ann, ben, eve]) {
      assert.equal((await store.stage.verify([signer])).verdict, 'verified', signer.key.label);
    }
  });

  it('writes at once when a look shows a race, and waits for no further look', async () => {
    const looks: string[] = [];
    atLooks((written, look) => {
      looks.push(`${written}.${look}`);
      if (written === 1) write(by(ben));
    });
    await store.add(by(ann));
    assert.deepEqual(looks, ['1.1', '2.1']);
  });

  it('says that it is not confirmed when others never let the list be', async () => {
    const mine = by(ann);
    write(by(ben));
    atLooks((_written, look) => {
      if (look === 1) write(mine, by(makeSigner('somebody')));
    });
    const added = await store.add(mine);
    assert.equal(added.outcome, 'written');
    assert.equal(added.kept.unconfirmed, 'others-keep-writing');
    assert.equal(writes(), 8);
  });

  it('is there and not confirmed where others made the list too long to bring theirs back [S35]', async () => {
    const [mine, bens] = [by(ann), by(ben)];
    write(bens);
    const filling = Array.from(
      { length: 999 },
      (_, at) => ({ ...bens, annotations: [['n', String(at)]] }) as const,
    );
    atLooks((written, look) => {
      if (written === 1 && look === 1) write(mine, ...filling);
    });
    const expected = await seen();
    const added = await store.add(mine, { expected }).catch(() => undefined);
    assert.ok(added?.outcome === 'written', 'what is there is told as not written');
    assert.deepEqual([added.kept.isMineThere, added.kept.unconfirmed], [true, 'too-many-signatures']);
    assert.equal(writes(), 1);
    assert.equal([...store.storage.files.keys()].filter((path) => path.startsWith('journal/')).length, 1);
  });

  it('is content with what it reads back, also where its second write was refused [S34]', async () => {
    const [mine, bens] = [by(ann), by(ben)];
    store.answer((request) => {
      if (isTagRead(request) && writes() === 1) write(bens);
      if (!isTagWrite(request) || writes() < 2) return undefined;
      // Another, who had seen both, was faster; the registry takes no further change.
      write(bens, mine);
      return { status: 403, body: '{}' };
    });
    const added = await store.add(mine);
    assert.equal(added.outcome === 'written' ? added.kept.unconfirmed : 'not written', undefined);
    assert.equal((await store.stage.verify([ann])).verdict, 'verified');
  });

  it('does not bring back what somebody removed behind its write', async () => {
    const mine = by(ann);
    write(by(ben));
    atLooks(() => write(mine));
    await store.add(mine);
    assert.equal(count(), 1);
    assert.equal(writes(), 1);
    assert.equal((await store.stage.verify([ann])).verdict, 'verified');
  });

  it('makes up no list of others that is gone, and says that nothing is confirmed [S30]', async () => {
    write(by(ben));
    store.answer((request) => (isTagRead(request) && writes() > 0 ? { status: 404, body: '{}' } : undefined));
    await assert.rejects(
      store.add(by(ann)),
      (error) => isEngineError(error, 'write-not-confirmed') && error.details.reason === 'nothing-there',
    );
    assert.equal(writes(), 1);
  });

  it('does not bring back what somebody removed between plan and run', async () => {
    const [bens, eves] = [by(ben), by(eve)];
    write(bens, eves);
    const expected = await seen();
    write(bens);
    await store.add(by(ann), { expected });
    assert.equal(count(), 2);
    assert.notEqual((await store.stage.verify([eve])).verdict, 'verified');
  });

  it('keeps what the plan saw and another writer overwrote before the run', async () => {
    write(by(ben));
    const expected = await seen();
    write(by(eve));
    await store.add(by(ann), { expected });
    assert.equal(writes(), 1);
    for (const signer of [ann, ben, eve]) {
      assert.equal((await store.stage.verify([signer])).verdict, 'verified', signer.key.label);
    }
  });

  it('writes nothing when it is cancelled between the last upload and the write', async () => {
    const cancel = new AbortController();
    const assertMayStart = (): Promise<void> => {
      cancel.abort();
      return Promise.resolve();
    };
    await assert.rejects(store.add(by(ann), { assertMayStart }, cancel.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
    assert.equal(writes(), 0);
  });

  /** What is under the tag now, as a plan sees it. */
  async function seen(): Promise<SignatureTagReading | undefined> {
    const { image } = store.stage;
    const repository = parseRepository(image.repository);
    return readSignatureTag(store.session, repository, signatureTag(image.digest), noSignal);
  }
});
