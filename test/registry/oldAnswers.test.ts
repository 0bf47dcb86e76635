// A cache in front of a registry answers for a while what stood there before a write. One such answer, or two, is no
// reason to write or to delete again: that would go over what came meanwhile.
import assert from 'node:assert/strict';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { Answer, RecordedRequest } from '../demo/answers.ts';
import { repositoryOf } from '../demo/state.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { remove } from '../support/removal.ts';
import { append, overwrite, pathOf, signatureBy, signaturesAt } from '../support/rival.ts';
import { makeSigner, newStage, type Stage } from '../support/scene.ts';
import { isTagRead, isTagWrite, newStoreStage } from './storeStage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const eve = makeSigner('eve');

/** What stands under the `.sig` tag now, as the registry answers it. */
function answerNow({ registry, image }: Stage): Answer {
  const { tags, manifests } = repositoryOf(registry.state, pathOf(image));
  const digest = tags.get(signatureTag(image.digest)) ?? '';
  const stored = manifests.get(digest);
  assert.ok(stored !== undefined);
  const headers = { 'content-type': stored.mediaType, 'docker-content-digest': digest };
  return { status: 200, headers, body: stored.bytes };
}

describe('an old answer', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const by = (signer: typeof ann): ReturnType<typeof signatureBy> => signatureBy(signer, stage.image);

  for (const [given, old] of [
    ['once', 1],
    ['twice', 2],
  ] as const) {
    it(`behind a write, given ${given}, is no reason to write over what came meanwhile [N7]`, async () => {
      const store = await newStoreStage();
      ({ stage } = store);
      overwrite(stage.registry, stage.image, [by(eve)]);
      const before = answerNow(stage);
      let [written, reads] = [0, 0];
      store.answer((request) => {
        if (isTagWrite(request)) written += 1;
        if (!isTagRead(request) || written === 0) return undefined;
        reads += 1;
        if (reads === 1) append(stage.registry, stage.image, by(ben));
        return reads <= old ? before : undefined;
      });
      const added = await store.add(by(ann));
      assert.equal(written, 1, 'it wrote again');
      assert.equal(added.outcome === 'written' ? added.kept.count : 'not written', 3);
      for (const signer of [ann, ben, eve]) {
        assert.equal((await stage.verify([signer])).verdict, 'verified', signer.key.label);
      }
    });

    for (const [what, left] of [
      ['a list that is written again', 1],
      ['a list that is deleted', -1],
    ] as const) {
      it(`behind ${what}, given ${given}, is not taken for a removal that came to nothing [N7]`, async () => {
        let before: Answer | undefined;
        let reads = 0;
        const isWrite = ({ method, path }: RecordedRequest): boolean =>
          method === 'DELETE' || (method === 'PUT' && path.endsWith('.sig'));
        stage = await newStage(
          {
            statusFor: (request) => {
              if (isWrite(request)) before ??= answerNow(stage);
              if (before === undefined || !isTagRead(request)) return undefined;
              reads += 1;
              return reads <= old ? before : undefined;
            },
          },
          { clock: createFakeClock() },
        );
        overwrite(stage.registry, stage.image, left === 1 ? [by(ann), by(ben)] : [by(ann)]);
        const { lists } = await remove(stage.engine, stage.image.reference, ann);
        assert.deepEqual(
          lists.map(({ outcome, unconfirmed }) => [outcome, unconfirmed]),
          [[left === 1 ? 'rewritten' : 'deleted', undefined]],
        );
        assert.equal(signaturesAt(stage.registry, stage.image), left);
        assert.equal(stage.registry.requests.filter(isWrite).length, 1, 'it wrote again');
      });
    }
  }
});
