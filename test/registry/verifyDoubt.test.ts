// Verifying where an answer may be taken in two ways: a page that says 404, a referrer that cannot be read.
import assert from 'node:assert/strict';
import { ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import type { Answer, RecordedRequest } from '../demo/answers.ts';
import { storeManifest } from '../demo/state.ts';
import { pathOf } from '../support/rival.ts';
import { makeSigner, newStage, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

describe('verifying an image in doubt', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const verdictFor = async (): Promise<Verdict> => (await stage.verify([ann])).verdict;

  for (const { tags, verdict } of [
    { tags: 'as they are', verdict: 'could-not-check' },
    { tags: 'a web page', verdict: 'could-not-check' },
    { tags: 'unknown', verdict: 'could-not-check' },
    { tags: 'not listed', verdict: 'unsigned' },
  ] as const)
    it(`says "${verdict}" where a web page says 404 and the tags are ${tags} [S17]`, async () => {
      const page: Answer = { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>portal' };
      const answer = ({ path }: RecordedRequest): Answer | undefined => {
        if (path.endsWith('.sig')) return page;
        if (!path.endsWith('/tags/list') || tags === 'as they are') return undefined;
        if (tags === 'unknown') return { status: 404, body: '{"errors":[{"code":"NAME_UNKNOWN"}]}' };
        return tags === 'a web page' ? page : { status: 200, body: '{"name":"demo/app","tags":["1.0"]}' };
      };
      let started = false;
      stage = await newStage({ statusFor: (request) => (started ? answer(request) : undefined) });
      await stage.sign(ann);
      started = true;
      assert.equal(await verdictFor(), verdict);
    });

  it('passes over no referrer whose manifest it refuses: another reader may take it for a signature [S14]', async () => {
    for (const [damage, artifactType, verdict] of [
      ['"annotations":{"org.example":7},', bundleType, 'could-not-check'],
      ['"schemaVersion":2,', bundleType, 'could-not-check'],
      ['', bundleType, 'could-not-check'],
      ['', 'application/vnd.example.scan', 'unsigned'],
    ] as const) {
      stage = await newStage();
      const mediaType = damage === '' ? 'application/vnd.oci.artifact.manifest.v1+json' : ociManifest;
      const { digest } = stage.image;
      const text = `{${damage}"schemaVersion":2,"mediaType":"${mediaType}","artifactType":"${artifactType}","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"${digest}","size":2},"layers":[],"subject":{"mediaType":"${ociManifest}","digest":"${digest}","size":1}}`;
      storeManifest(stage.registry.state, pathOf(stage.image), undefined, mediaType, Buffer.from(text));
      assert.equal(await verdictFor(), verdict, text);
      await stage.stop();
    }
    stage = await newStage();
  });
});
