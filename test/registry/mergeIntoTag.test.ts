// Adding a list to a tag: what is copied anew is wanted, whatever was removed from there before.
import assert from 'node:assert/strict';
import { isTagRead, newStoreStage, type StoreStage } from './storeStage.ts';
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { newSignatureImage } from '../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { mergeIntoTag } from '../../src/engine/store/mergeIntoTag.ts';
import { bury } from '../../src/engine/store/tombstones.ts';
import { overwrite, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner, noSignal } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('a list that is added to a tag', () => {
  let store: StoreStage;
  beforeEach(async () => {
    store = await newStoreStage();
  });
  afterEach(() => store.stage.stop());

  for (const anew of [true, false]) {
    const what = anew ? 'comes back' : 'is not written back';
    it(`${what} after another wrote over it, where a person removed it before and it is ${anew ? '' : 'not '}wanted anew [S34]`, async () => {
      const { session, place, stage } = store;
      const { image, registry } = stage;
      const wanted = newSignatureImage([signatureBy(ann, image)], 'oci', place);
      await bury(session.world, place, wanted.layers);
      let reads = 0;
      store.answer((request) => {
        if (!isTagRead(request)) return undefined;
        reads += 1;
        if (reads === 2) overwrite(registry, image, [signatureBy(ben, image)]);
        return undefined;
      });
      const target = { repository: parseRepository(image.repository), tag: signatureTag(image.digest) };
      const addition = { wanted, expected: undefined, anew };
      await mergeIntoTag(session, target, addition, noSignal, noSignal);
      assert.equal(signaturesAt(registry, image), anew ? 2 : 1);
    });
  }
});
