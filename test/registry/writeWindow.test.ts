// The window between the read that a list is built on and the write of it (decision 6): on the wire everything else goes
// up beside the read, and nothing comes between.
import assert from 'node:assert/strict';
import type { RecordedRequest } from '../demo/answers.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { copyRequest, watchCopy } from '../support/copied.ts';
import { append, overwrite, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, type Stage } from '../support/scene.ts';
import { createMemoryStorage } from '../support/storage.ts';
import { createTestWorld } from '../support/world.ts';
import { createEngine } from '../../src/engine/engine.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('the window of a write', () => {
  let stage: Stage;
  let repository: string;
  /** Set: the read of the list is answered when so many uploads have begun, and never before. */
  let awaited: number | undefined;
  let begun: number;
  /** Held only after this was asked for. */
  let armedBy: string | undefined;
  let arrived: () => void;
  beforeEach(async () => {
    awaited = undefined;
    begun = 0;
    armedBy = undefined;
    arrived = () => undefined;
    stage = await newStage({ statusFor: hold });
    repository = '/v2/demo/app';
  });
  afterEach(() => stage.stop());

  async function hold({ method, path }: RecordedRequest): Promise<undefined> {
    if (awaited === undefined || !path.startsWith(repository)) return undefined;
    if (armedBy !== undefined && path.endsWith(armedBy)) armedBy = undefined;
    if (armedBy !== undefined) return undefined;
    if (method === 'POST') begun += 1;
    if (method === 'POST' && begun >= awaited) arrived();
    const isRead = method === 'GET' && path.endsWith('.sig');
    if (isRead && begun < awaited) await new Promise<void>((resolve) => (arrived = resolve));
    return undefined;
  }

  /** From now on; a window in which an upload waits for the read never ends. */
  function watchWindow(uploads: number): void {
    awaited = uploads;
    stage.registry.requests.length = 0;
  }

  /** The requests up to the first write of the list: one read, the uploads, nothing else after the first of them. */
  function assertWindow(uploads: number): void {
    const lines = stage.registry.requests
      .filter(({ path }) => path.startsWith(repository))
      .map(({ method, path }) => `${method} ${path}`);
    const tag = `${repository}/manifests/${signatureTag(stage.image.digest)}`;
    const write = lines.indexOf(`PUT ${tag}`);
    const window = lines.slice(write - uploads - 1, write);
    const upload = `POST ${repository}/blobs/uploads/`;
    assert.deepEqual(window.sort(), [`GET ${tag}`, ...Array.from({ length: uploads }, () => upload)].sort());
  }

  it('of a signature holds the read, the payload and the config in one round, and then the write', async () => {
    append(stage.registry, stage.image, signatureBy(ben, stage.image));
    const plan = await stage.plan(ann);
    watchWindow(2);
    await stage.run(plan, ann);
    assertWindow(2);
  });

  it('of a copy into a list of others holds the read and the config in one round, and then the write', async () => {
    await stage.sign(ann);
    repository = '/v2/new/app';
    const there = { ...stage.image, repository: stage.image.repository.replace('demo/app', 'new/app') };
    append(stage.registry, there, signatureBy(ben, there));
    const plan = await stage.engine.planCopy(
      copyRequest(stage.image.reference, `${there.repository}:1.0`),
      noSignal,
    );
    // What the manifests name is there: only the list's config is uploaded.
    await stage.engine.runCopy(plan, watchCopy(), noSignal);
    overwrite(stage.registry, there, [signatureBy(ben, there)]);
    const again = await stage.engine.planCopy(plan.request, noSignal);
    watchWindow(1);
    await stage.engine.runCopy(again, watchCopy(), noSignal);
    assertWindow(1);
  });

  it('of a repair holds the read, the payload and the config in one round, and then the write', async () => {
    const disk = createMemoryStorage(1);
    const closed = stage.another({ storage: disk });
    await closed.sign(ann);
    closed.engine.dispose();
    disk.ended.add(1);
    overwrite(stage.registry, stage.image, [signatureBy(ben, stage.image)]);
    const engine = createEngine(createTestWorld({ storage: disk.as(2) }));
    try {
      const plan = await engine.planRepair({ keys: [ann.key], place: undefined }, noSignal);
      // The look before it reads the list as well, and waits for nothing: the image that it asks for is behind it.
      armedBy = stage.image.digest;
      watchWindow(2);
      await engine.runRepair(plan, { laterLook: () => undefined }, noSignal);
      assertWindow(2);
    } finally {
      engine.dispose();
    }
  });
});
