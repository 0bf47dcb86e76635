// Remove in one window while another merges: what was removed stays removed, what was not is kept.
import assert from 'node:assert/strict';
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { readSignatureTag } from '../../src/engine/places/signatureTag.ts';
import { newSignatureImage } from '../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { bury } from '../../src/engine/store/tombstones.ts';
import { append, overwrite, signatureBy } from '../support/rival.ts';
import { makeSigner, noSignal, type Signer } from '../support/scene.ts';
import { createTestWorld } from '../support/world.ts';
import { isTagRead, isTagWrite, newStoreStage, type StoreStage } from './storeStage.ts';

const [ann, ben, eve] = ['ann', 'ben', 'eve'].map(makeSigner) as [Signer, Signer, Signer];

describe('a removal in another window', () => {
  let store: StoreStage;
  beforeEach(async () => {
    store = await newStoreStage();
  });
  afterEach(() => store.stage.stop());

  const by = (signer: Signer): ReturnType<typeof signatureBy> => signatureBy(signer, store.stage.image);
  const write = (...signatures: ReturnType<typeof by>[]): void =>
    overwrite(store.stage.registry, store.stage.image, signatures);
  const writes = (): number => store.stage.registry.requests.filter(isTagWrite).length;
  const isVerified = async (signer: Signer): Promise<boolean> =>
    (await store.stage.verify([signer])).verdict === 'verified';
  /** The other window: says what is to be gone and writes the list without it. */
  async function remove(gone: ReturnType<typeof by>, ...left: ReturnType<typeof by>[]): Promise<void> {
    await beginToRemove(gone);
    write(...left);
  }
  function beginToRemove(gone: ReturnType<typeof by>): Promise<void> {
    const other = createTestWorld({ storage: store.storage.as(2), clock: store.clock });
    return bury(other, store.place, newSignatureImage([gone], 'oci', store.place).layers);
  }
  async function seen(): ReturnType<typeof readSignatureTag> {
    const { image } = store.stage;
    return readSignatureTag(
      store.session,
      parseRepository(image.repository),
      signatureTag(image.digest),
      noSignal,
    );
  }

  it('between plan and run is not taken for a race, though something else came too [S34] [N7]', async () => {
    const [bens, eves] = [by(ben), by(eve)];
    write(bens);
    const expected = await seen();
    await remove(bens, eves);
    await store.add(by(ann), { expected });
    assert.deepEqual(
      [await isVerified(ann), await isVerified(ben), await isVerified(eve)],
      [true, false, true],
    );
  });

  it('behind a write is not merged back, though another writes beside it [S34] [N7]', async () => {
    const [bens, eves] = [by(ben), by(eve)];
    write(bens);
    const expected = await seen();
    await beginToRemove(bens);
    let removed = false;
    store.answer((request) => {
      if (!isTagRead(request) || writes() === 0 || removed) return undefined;
      removed = true;
      write(eves);
      return undefined;
    });
    const added = await store.add(by(ann), { expected });
    assert.equal(added.outcome === 'written' && added.kept.merges, 1);
    assert.deepEqual(
      [await isVerified(ann), await isVerified(ben), await isVerified(eve)],
      [true, false, true],
    );
  });

  it('before a later look is left alone there, though another writes beside it [S34] [N7]', async () => {
    const [anns, bens, eves] = [by(ann), by(ben), by(eve)];
    write(bens);
    const added = await store.add(anns, { expected: await seen() });
    const removing: Promise<void>[] = [];
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) removing.push(remove(bens, eves));
    });
    await Promise.all(removing);
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
      ['healed'],
    );
    assert.deepEqual(
      [await isVerified(ann), await isVerified(ben), await isVerified(eve)],
      [true, false, true],
    );
  });

  it('of the signature that was just written is not told, and nothing is written back [S34]', async () => {
    const [anns, bens] = [by(ann), by(ben)];
    write(bens);
    const added = await store.add(anns, { expected: await seen() });
    const removing: Promise<void>[] = [];
    const told = await store.lookAfter(added, (look) => {
      if (look === 1) removing.push(remove(anns, bens));
      if (look === 2) append(store.stage.registry, store.stage.image, by(eve));
    });
    await Promise.all(removing);
    assert.deepEqual(told, []);
    assert.equal(writes(), 1);
    assert.equal(await isVerified(ann), false);
  });

  it('does not stand against signing anew with a key whose signatures are always the same [S34]', async () => {
    const [anns, bens] = [by(ann), by(ben)];
    await remove(anns, bens);
    let raced = false;
    store.answer((request) => {
      if (!isTagRead(request) || writes() === 0 || raced) return undefined;
      raced = true;
      write(by(eve));
      return undefined;
    });
    await store.add(anns, { expected: await seen() });
    assert.deepEqual(
      [await isVerified(ann), await isVerified(ben), await isVerified(eve)],
      [true, true, true],
    );
  });
});
