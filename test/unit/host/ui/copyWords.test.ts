// What a copy that did not come to its end says: what is there, and that the tag is not.
import assert from 'node:assert/strict';
import type { CopyPlan, CopyProgress } from '../../../../src/engine/copyPlan.ts';
import '../../../support/plainVscode.ts';

const { cancelWords, soFarWords } = await import('../../../../src/host/ui/copyWords.ts');

describe('words of a copy that ended early', () => {
  const to = (tag: string | undefined): Pick<CopyPlan, 'target'> =>
    ({ target: { repository: 'quay.io/acme/app', tag } }) as Pick<CopyPlan, 'target'>;
  const at = (step: CopyProgress['step'], manifests: number): CopyProgress => ({
    ...{ step, manifests, ofManifests: 3, bytes: 0, ofBytes: 0 },
  });

  it('say that the tag is not set, and where that is not certain', () => {
    assert.match(
      soFarWords(to('1.0'), at('manifests', 2)),
      /^2 of 3 manifests are in .*app\. The tag 1\.0 is not set\./,
    );
    assert.match(soFarWords(to('1.0'), at('signatures', 3)), /^3 of 3 .* The tag 1\.0 is not set\./);
    assert.match(soFarWords(to('1.0'), at('tag', 3)), /Whether the tag 1\.0 is set is not certain\./);
    assert.doesNotMatch(soFarWords(to(undefined), at('manifests', 1)), /tag/);
  });

  it('say that nothing was written where nothing was [U13]', () => {
    const nothing = 'Cancelled. No manifest was written.';
    assert.equal(cancelWords(to('1.0'), undefined), nothing);
    assert.equal(cancelWords(to('1.0'), at('blobs', 0)), nothing);
  });

  it('say that what was on its way may be there, the first manifest too [U13]', () => {
    for (const last of [at('manifests', 0), at('manifests', 2), at('signatures', 2)]) {
      assert.equal(
        cancelWords(to('1.0'), last),
        `Cancelled. ${last.manifests} of 3 manifests are in quay.io/acme/app. What was being written may be there. The tag 1.0 is not set. Doing it again goes on from there.`,
      );
    }
    assert.doesNotMatch(cancelWords(to('1.0'), at('signatures', 3)), /being written/);
  });
});
