// A registry that refuses the media types of a signature says so by name, nothing is written, and the other ones work
// (registries §1b: zot; §3.5: Artifactory 6, cosign#1994).
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import type { SignRequest } from '../../src/engine/plan.ts';
import { makeSigner, newStage, noSettings, noSignal, signRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');

describe('signing where the media types are refused', () => {
  let stage: Stage;
  let refused: { ociTypes?: boolean; dockerTypes?: boolean };
  beforeEach(async () => {
    refused = {};
    stage = await newStage(refused);
  });
  afterEach(() => stage.stop());

  const request = (legacy: boolean): SignRequest => {
    const origin = { kind: 'workspace', name: '' } as const;
    return signRequest(stage.image.reference, ann, {
      settings: { ...noSettings, legacyMediaTypes: { value: legacy, origin } },
    });
  };
  const run = async (legacy: boolean): Promise<string> => {
    const plan = await stage.engine.planSign(request(legacy), noSignal);
    return (await stage.run(plan, ann)).outcome;
  };
  const signatureTags = (): string[] =>
    [...(stage.registry.state.repositories.get('demo/app')?.tags.keys() ?? [])].filter((tag) =>
      tag.endsWith('.sig'),
    );

  for (const { title, refuses, legacy } of [
    { title: 'OCI media types', refuses: 'ociTypes', legacy: false },
    { title: 'Docker’s media types', refuses: 'dockerTypes', legacy: true },
  ] as const) {
    it(`names the refusal of ${title}, leaves nothing behind, and signs with the others`, async () => {
      // The image is there from before.
      refused[refuses] = false;
      await assert.rejects(run(legacy), (error) => {
        assert.ok(isEngineError(error, 'media-types-refused'));
        assert.equal(error.details.mediaTypes, legacy ? 'docker' : 'oci');
        return true;
      });
      assert.deepEqual(signatureTags(), []);
      const { mediaTypesRefused } = await stage.engine.planSign(request(legacy), noSignal);
      assert.equal(mediaTypesRefused, true);
      assert.equal((await stage.engine.planSign(request(!legacy), noSignal)).mediaTypesRefused, undefined);
      assert.equal(await run(!legacy), 'signed');
      assert.equal((await stage.verify([ann])).verdict, 'verified');
    });
  }

  it('keeps another refusal of a list that is there already as it is', async () => {
    await stage.sign(makeSigner('ben'));
    refused.ociTypes = false;
    await assert.rejects(run(false), (error) => isEngineError(error, 'registry-refused'));
  });
});
