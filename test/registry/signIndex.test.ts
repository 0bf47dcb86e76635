// Signing an index with everything it lists: one plan with every digest, each image a signature of its own, and what is
// there when it stops on the way.
import assert from 'node:assert/strict';
import { type EngineError, isEngineError, type ErrorCode } from '../../src/engine/errors.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import type { SignPlan } from '../../src/engine/plan.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { RecordedRequest } from '../demo/answers.ts';
import { describe as descriptorOf, json } from '../demo/images.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { repositoryOf, storeManifest } from '../demo/state.ts';
import { append, pathOf, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, signRequest, verifyRequest, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const eve = makeSigner('eve');
const quiet = { step: () => undefined, laterLook: () => undefined };

describe('signing an index and its images', () => {
  let stage: Stage;
  let index: Index;
  afterEach(() => stage.stop());

  const start = async (options: RegistryOptions = {}): Promise<void> => {
    stage = await newStage(options, {}, { architectures: ['amd64', 'arm64'] });
    index = nestedIndex(stage);
  };
  const plan = (tag = 'all'): Promise<SignPlan> =>
    stage.engine.planSign(
      { ...signRequest(`${stage.image.repository}:${tag}`, ann), recursive: true },
      noSignal,
    );
  const isSigned = async (digest: string): Promise<boolean> => {
    const request = verifyRequest(`${stage.image.repository}@${digest}`, { trusted: [ann] });
    return (await stage.engine.verify(request, noSignal)).verdict === 'verified';
  };
  const refuses = async (tag: string, code: ErrorCode, reason?: string): Promise<void> => {
    stage.registry.requests.length = 0;
    await assert.rejects(plan(tag), (error) => {
      assert.ok(isEngineError(error), String(error));
      assert.equal(error.code, code);
      if (reason !== undefined) assert.equal((error as EngineError<'not-an-image'>).details.reason, reason);
      return true;
    });
    assert.ok(stage.registry.requests.every(({ method }) => method === 'GET'));
  };

  it('plans every digest: the index, then what it lists, nested ones and what build tools attach [S37]', async () => {
    await start();
    const planned = await plan();
    assert.deepEqual(digestsOf(planned), index.order);
    assert.deepEqual(
      planned.further.map(({ platform }) => platform?.os),
      [undefined, 'linux', 'linux', 'unknown'],
    );
    for (const { plan: image } of planned.further) {
      assert.equal(image.place.tag, signatureTag(image.digest));
      assert.deepEqual(image.further, []);
    }
    assert.deepEqual((await stage.engine.planSign(signRequest(index.reference, ann), noSignal)).further, []);
  });

  it('signs each, and keeps what others signed', async () => {
    await start();
    const [, , third = ''] = index.order;
    const child = { ...stage.image, digest: third as Digest };
    append(stage.registry, child, signatureBy(eve, child));
    const result = await stage.engine.runSign(await plan(), ann.open, quiet, noSignal);
    assert.deepEqual(
      [result, ...result.further].map(({ digest }) => digest),
      index.order,
    );
    assert.ok([result, ...result.further].every(({ outcome }) => outcome === 'signed'));
    for (const digest of index.order) assert.equal(await isSigned(digest), true);
    assert.deepEqual(
      result.further.map(({ signatures }) => signatures),
      [1, 2, 1, 1],
    );
    const again = await plan();
    assert.ok(again.alreadySigned && again.further.every((image) => image.plan.alreadySigned));
  });

  it('signs only the index where nobody asked for more', async () => {
    await start();
    const planned = await stage.engine.planSign(signRequest(index.reference, ann), noSignal);
    await stage.engine.runSign(planned, ann.open, quiet, noSignal);
    assert.deepEqual(await Promise.all(index.order.map(isSigned)), [true, false, false, false, false]);
  });

  it('stops at the first failure, and says how many are signed and which is not', async () => {
    let failing = '';
    const isWrite = ({ method, path }: RecordedRequest): boolean =>
      method === 'PUT' && failing !== '' && path.endsWith(failing);
    await start({
      statusFor: (request) =>
        isWrite(request) ? { status: 403, body: '{"errors":[{"code":"DENIED"}]}' } : undefined,
    });
    const planned = await plan();
    failing = signatureTag(index.order[2] as Digest);
    await assert.rejects(stage.engine.runSign(planned, ann.open, quiet, noSignal), (error) => {
      assert.ok(isEngineError(error, 'signed-in-part'), String(error));
      const { digest, signed, total, reason } = error.details;
      assert.deepEqual([digest, signed, total, reason], [index.order[2], 2, 5, 'forbidden']);
      return true;
    });
    assert.deepEqual(await Promise.all(index.order.map(isSigned)), [true, true, false, false, false]);
    failing = '';
    const result = await stage.engine.runSign(await plan(), ann.open, quiet, noSignal);
    assert.deepEqual(
      [result, ...result.further].map(({ outcome }) => outcome),
      ['already-signed', 'already-signed', 'signed', 'signed', 'signed'],
    );
  });

  it('ends a cancel between two with whole signatures: the one that is being written is, the next is not', async () => {
    await start();
    const planned = await plan();
    const cancel = new AbortController();
    const step = (name: string): void => {
      if (name === 'writing') cancel.abort();
    };
    await assert.rejects(
      stage.engine.runSign(planned, ann.open, { ...quiet, step }, cancel.signal),
      (error) =>
        isEngineError(error, 'signed-in-part') &&
        error.details.reason === 'cancelled' &&
        error.details.signed === 1,
    );
    assert.deepEqual(await Promise.all(index.order.map(isSigned)), [true, false, false, false, false]);
  });

  it('stops before anything is signed where a listed image is missing [S37]', async () => {
    await start({ checks: false });
    storeIndex(stage, 'missing', [{ mediaType: ociManifest, size: 2, digest: `sha256:${'0'.repeat(64)}` }]);
    await refuses('missing', 'subject-not-found');
  });

  it('stops where a listed image is other bytes than its digest says [S37]', async () => {
    await start();
    const { manifests } = repositoryOf(stage.registry.state, pathOf(stage.image));
    const digest = index.order.at(-1) ?? '';
    manifests.set(digest, { mediaType: ociManifest, bytes: Buffer.from('{"schemaVersion":2}') });
    await refuses('all', 'digest-mismatch');
  });

  it('stops at a listed thing of an unknown type, which nobody could look into [S37]', async () => {
    await start();
    storeIndex(stage, 'unknown', [{ ...descriptorOf('application/x-unknown', Buffer.from('{}')) }]);
    await refuses('unknown', 'not-an-image', 'unknown-media-type');
  });

  it('stops where an index is listed as an image, or what it lists would not be signed [S37]', async () => {
    await start();
    const { digest, size } = stage.image;
    storeIndex(stage, 'hidden', [{ mediaType: ociManifest, size, digest }]);
    await refuses('hidden', 'not-an-image', 'other-content-type');
  });

  it('stops at more images than it would sign at once [S40]', async () => {
    await start();
    const many = Array.from({ length: 101 }, (_, at) => ({
      mediaType: ociManifest,
      size: 2,
      digest: `sha256:${String(at).padStart(64, '0')}`,
    }));
    storeIndex(stage, 'many', many);
    await refuses('many', 'too-many-images');
    assert.ok(stage.registry.requests.length < 10, 'it asked for them all');
  });
});

function digestsOf(plan: SignPlan): readonly string[] {
  return [plan.digest, ...plan.further.map((image) => image.plan.digest)];
}

interface Index {
  readonly reference: string;
  /** Every digest in the order in which cosign signs. */
  readonly order: readonly string[];
}

/** An index of the stage's index, which comes first, one of its images once more, and an attached manifest. */
function nestedIndex(stage: Stage): Index {
  const { registry, image } = stage;
  const { manifests } = repositoryOf(registry.state, pathOf(image));
  const inner = JSON.parse(Buffer.from(manifests.get(image.digest)?.bytes ?? []).toString()) as {
    readonly manifests: readonly { readonly digest: string }[];
  };
  const config = Buffer.from('{}');
  const attached = json({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptorOf('application/vnd.oci.image.config.v1+json', config),
    layers: [],
  });
  const attachedDigest = storeManifest(registry.state, pathOf(image), undefined, ociManifest, attached);
  const digest = storeIndex(stage, 'all', [
    { mediaType: ociIndex, size: image.size, digest: image.digest },
    ...inner.manifests.slice(0, 1),
    { ...descriptorOf(ociManifest, attached), platform: { os: 'unknown', architecture: 'unknown' } },
  ]);
  const order = [digest, image.digest, ...inner.manifests.map((child) => child.digest), attachedDigest];
  return { reference: `${image.repository}:all`, order };
}

function storeIndex({ registry, image }: Stage, tag: string, manifests: readonly object[]): string {
  const bytes = json({ schemaVersion: 2, mediaType: ociIndex, manifests });
  return storeManifest(registry.state, pathOf(image), tag, ociIndex, bytes);
}
