// How long the looks behind a result wait: what the slowest write at the registry took, whatever it was written for.
import assert from 'node:assert/strict';
import { overwrite, signatureBy } from '../support/rival.ts';
import { makeSigner } from '../support/scene.ts';
import { isTagWrite, newStoreStage } from './storeStage.ts';

const [ann, ben, eve] = ['ann', 'ben', 'eve'].map(makeSigner) as [Signer, Signer, Signer];

type Signer = ReturnType<typeof makeSigner>;

describe('looking again behind a result that was healed slowly', () => {
  it('waits for twice of that from then on, also behind the next signature', async () => {
    const store = await newStoreStage();
    const { image, registry } = store.stage;
    try {
      let slow = false;
      store.answer((request) => {
        if (slow && isTagWrite(request)) store.clock.advance(1000);
        return undefined;
      });
      const added = await store.add(signatureBy(ann, image));
      const from = store.clock.slept.length;
      const told = await store.lookAfter(added, (look) => {
        slow = look === 1;
        if (slow) overwrite(registry, image, [signatureBy(eve, image)]);
      });
      assert.equal(told[0]?.outcome, 'healed');
      assert.deepEqual(store.clock.slept.slice(from, from + 2), [250, 2000]);

      const next = await store.add(signatureBy(ben, image));
      const later = store.clock.slept.length;
      await store.lookAfter(next, () => undefined);
      assert.equal(store.clock.slept[later], 2000);
    } finally {
      await store.stage.stop();
    }
  });
});
