// The person gives up at each request of a copy: the target's tag points at the old image or the new one, all of it, and
// no signature is gone; a later copy goes on from there and sends nothing that is there.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { parseManifest } from '../demo/manifestParts.ts';
import { repositoryOf } from '../demo/state.ts';
import { copyImage, copyRequest, watchCopy } from '../support/copied.ts';
import { makeSigner, noSignal } from '../support/scene.ts';
import { createTestWorld } from '../support/world.ts';
import { type CopySetting, listTag, newCopySetting, signaturesAtSource, targetState } from './copyStage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('giving up at a request of a copy', () => {
  let setting: CopySetting;
  let restore: () => void;
  /** The layer that the target has before any copy. */
  let bens: string;
  afterEach(() => setting.stop());

  for (const [where, to] of [
    ['that lists referrers', {}],
    ['without a list of referrers', { referrers: false }],
  ] as const) {
    it(`to a registry ${where} leaves the old state or the new one, and the next copy goes on [U13]`, async () => {
      setting = await newCopySetting(ann, ben, { to, listedThere: 'referrers' in to });
      restore = setting.keep();
      bens = targetState(setting).list.layers[0] ?? '';
      const ends = new Set<string>();
      let at = 1;
      for (; ; at += 1) {
        restore();
        const end = await copyUntil(at);
        ends.add(end);
        assertOldOrNew(`given up at request ${at}, ${end}`);
        await assertGoesOn(`after giving up at request ${at}`);
        if (end === 'never given up') break;
      }
      assert.ok(at > 20, `only ${at} requests`);
      assert.deepEqual([...ends].sort(), ['cancelled', 'copied', 'never given up']);
    });
  }

  /** Plans, runs, and gives up when the n-th request of the run is on its way. */
  async function copyUntil(at: number): Promise<string> {
    const cancel = new AbortController();
    let asked = Number.NEGATIVE_INFINITY;
    const fetch: typeof globalThis.fetch = (input, init) => {
      const answer = globalThis.fetch(input, init);
      asked += 1;
      if (asked === at) cancel.abort();
      return answer;
    };
    const engine = createEngine(createTestWorld({ fetch }));
    const watch = watchCopy();
    let before: readonly string[] = [];
    try {
      const { source, target } = setting;
      const request = copyRequest(source.image.reference, target.image.reference);
      const plan = await engine.planCopy(request, noSignal);
      asked = 0;
      before = manifestsAtTarget();
      await engine.runCopy(plan, watch, cancel.signal);
      return cancel.signal.aborted ? 'copied' : 'never given up';
    } catch (error) {
      if (!isEngineError(error, 'cancelled')) return String(error);
      const step = watch.told.at(-1)?.step;
      assert.notEqual(step, 'tag', `the tag’s write was told, given up at request ${at}`);
      if (step === undefined || step === 'blobs') assert.deepEqual(manifestsAtTarget(), before);
      return 'cancelled';
    } finally {
      engine.dispose();
    }
  }

  function assertOldOrNew(message: string): void {
    const { old, source } = setting;
    const now = targetState(setting);
    assert.deepEqual(now.missing, [], message);
    assert.ok([old, source.image.digest].includes(now.tag ?? ''), message);
    assert.ok(isBenThere(), `${message}: the target's own signature is gone`);
  }

  /** The copy is there in the end, and of what was there before it began nothing was sent. */
  async function assertGoesOn(message: string): Promise<void> {
    const { source, target, referrer } = setting;
    const { blobs, manifests } = repositoryOf(target.registry.state, 'new/app');
    const there = [...blobs.keys(), ...manifests.keys()];
    target.registry.requests.length = 0;
    const engine = createEngine(createTestWorld());
    await copyImage(engine, copyRequest(source.image.reference, target.image.reference));
    engine.dispose();
    const now = targetState(setting);
    assert.equal(now.tag, source.image.digest, message);
    assert.ok(now.referrers.includes(referrer), message);
    assert.ok(
      signaturesAtSource(setting).every((layer) => now.list.layers.includes(layer)),
      message,
    );
    assert.ok(isBenThere(), message);
    const sent = target.registry.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ path, query }) => query.get('digest') ?? path.split('/').at(-1) ?? '');
    // The config of the merged list is never asked for: it goes up beside the read of the list.
    const repository = repositoryOf(target.registry.state, 'new/app');
    const list = repository.manifests.get(repository.tags.get(listTag(setting)) ?? '');
    const config = list && parseManifest(list.bytes)?.config?.digest;
    assert.deepEqual(
      sent.filter((one) => there.includes(one) && one !== config),
      [],
      message,
    );
  }

  const manifestsAtTarget = (): readonly string[] => [
    ...repositoryOf(setting.target.registry.state, 'new/app').manifests.keys(),
  ];
  const isBenThere = (): boolean => targetState(setting).list.layers.includes(bens);
});
