// A removal beside others who write the same list, and one whose plan is no longer what is there.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { RecordedRequest } from '../demo/answers.ts';
import { repositoryOf } from '../demo/state.ts';
import { remove, removeRequest, run } from '../support/removal.ts';
import { append, overwrite, pathOf, signatureBy, signaturesAt } from '../support/rival.ts';
import { createMemoryStorage } from '../support/storage.ts';
import { makeSigner, newStage, noSignal, type Stage } from '../support/scene.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const eve = makeSigner('eve');

describe('removing signatures beside others', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const by = (signer: typeof ann): ReturnType<typeof signatureBy> => signatureBy(signer, stage.image);
  const count = (): number => signaturesAt(stage.registry, stage.image);
  const plan = (...asked: Parameters<typeof removeRequest>) =>
    stage.engine.planRemove(removeRequest(...asked), noSignal);
  const isWrite = ({ method }: RecordedRequest): boolean => method === 'PUT' || method === 'DELETE';

  it('removes again what a writer that had seen it brings back, and keeps what that writer added', async () => {
    let writes = 0;
    stage = await newStage({
      statusFor: (request) => {
        if (request.method === 'PUT' && request.path.endsWith('.sig')) writes += 1;
        if (request.method === 'GET' && request.path.endsWith('.sig') && writes === 1) {
          writes = 2;
          overwrite(stage.registry, stage.image, [...seen, by(eve)]);
        }
        return undefined;
      },
    });
    const seen = [by(ann), by(ben)];
    overwrite(stage.registry, stage.image, seen);
    const { lists } = await remove(stage.engine, stage.image.reference, ann);
    assert.equal(lists[0]?.left, 2);
    assert.equal((await stage.verify([ann])).verdict, 'untrusted');
    for (const signer of [ben, eve]) assert.equal((await stage.verify([signer])).verdict, 'verified');
  });

  it('writes back who was to stay and is lost when somebody else writes over the list', async () => {
    let writes = 0;
    stage = await newStage({
      statusFor: (request) => {
        if (request.method === 'PUT' && request.path.endsWith('.sig')) writes += 1;
        if (request.method === 'GET' && request.path.endsWith('.sig') && writes === 1) {
          writes = 2;
          overwrite(stage.registry, stage.image, [by(eve)]);
        }
        return undefined;
      },
    });
    overwrite(stage.registry, stage.image, [by(ann), by(ben)]);
    await remove(stage.engine, stage.image.reference, ann);
    for (const signer of [ben, eve]) assert.equal((await stage.verify([signer])).verdict, 'verified');
  });

  it('says that it cannot tell, not that nothing was changed, where something else stands there after its write', async () => {
    let writes = 0;
    stage = await newStage({
      statusFor: (request) => {
        if (request.method === 'PUT' && request.path.endsWith('.sig')) writes += 1;
        if (request.method === 'GET' && request.path.endsWith('.sig') && writes === 1) {
          writes = 2;
          const repository = repositoryOf(stage.registry.state, pathOf(stage.image));
          repository.tags.set(signatureTag(stage.image.digest), stage.image.digest);
        }
        return undefined;
      },
    });
    overwrite(stage.registry, stage.image, [by(ann), by(ben)]);
    const { lists } = await remove(stage.engine, stage.image.reference, ann);
    assert.equal(lists[0]?.failure?.code, 'removal-not-confirmed');
  });

  for (const at of ['upload', 'tombstone'] as const) {
    it(`keeps a signature that comes while it gets ready to write (${at}) [N7]`, async () => {
      let comes = (): void => undefined;
      stage = await newStage({
        singlePost: false,
        statusFor: ({ method }) => {
          if (at === 'upload' && method === 'POST') comes();
          return undefined;
        },
      });
      const disk = createMemoryStorage();
      const storage: typeof disk = {
        ...disk,
        write: async (folder, ...file) => {
          if (at === 'tombstone' && folder === 'tombstones') comes();
          return disk.write(folder, ...file);
        },
      };
      const { engine } = stage.another({ storage });
      overwrite(stage.registry, stage.image, [by(ann), by(ben)]);
      const planned = await engine.planRemove(removeRequest(stage.image.reference, ann), noSignal);
      comes = () => {
        comes = () => undefined;
        append(stage.registry, stage.image, by(eve));
      };
      await assert.rejects(run(engine, planned), (error) => isEngineError(error, 'plan-changed'));
      for (const signer of [ann, ben, eve]) {
        assert.equal((await stage.verify([signer])).verdict, 'verified');
      }
      assert.equal((await storage.list('tombstones')).length, 0);
    });
  }

  it('asks nobody anything between its last look and the write', async () => {
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann), by(ben)]);
    await remove(stage.engine, stage.image.reference, ann);
    const asked = stage.registry.requests.map(({ method, path }) => [method, path.endsWith('.sig')] as const);
    const write = asked.findIndex(([method, isTag]) => method === 'PUT' && isTag);
    assert.deepEqual(asked[write - 1], ['GET', true]);
  });

  it('keeps a new list that comes right behind its delete', async () => {
    stage = await newStage({
      statusFor: (request) => {
        if (request.method === 'DELETE') {
          // Its writer had seen nothing of the old list.
          repositoryOf(stage.registry.state, pathOf(stage.image)).tags.delete(
            signatureTag(stage.image.digest),
          );
          append(stage.registry, stage.image, by(eve));
          return { status: 202 };
        }
        return undefined;
      },
    });
    overwrite(stage.registry, stage.image, [by(ann)]);
    const { lists } = await remove(stage.engine, stage.image.reference);
    assert.equal(lists[0]?.left, 1);
    assert.equal((await stage.verify([eve])).verdict, 'verified');
  });

  it('changes nothing when it is cancelled before the first write', async () => {
    const cancel = new AbortController();
    stage = await newStage({
      statusFor: ({ method }) => {
        if (method === 'HEAD') cancel.abort();
        return undefined;
      },
    });
    overwrite(stage.registry, stage.image, [by(ann)]);
    const planned = await plan(stage.image.reference);
    stage.registry.requests.length = 0;
    await assert.rejects(run(stage.engine, planned, cancel.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
    assert.ok(!stage.registry.requests.some(isWrite));
  });

  it('touches none of several lists where one is another than the plan showed [N7]', async () => {
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann)]);
    const { tags } = repositoryOf(stage.registry.state, pathOf(stage.image));
    const list = tags.get(signatureTag(stage.image.digest)) ?? '';
    const orphans = ['a', 'b'].map((letter) => `sha256-${letter.repeat(64)}.sig`);
    for (const orphan of orphans) tags.set(orphan, list);
    const { repository } = stage.image;
    const planned = await plan({ kind: 'tags', repository, tags: orphans });
    assert.equal(planned.lists.length, 2);
    tags.set(orphans[1] ?? '', stage.image.digest);
    await assert.rejects(run(stage.engine, planned), (error) => isEngineError(error, 'plan-changed'));
    assert.equal(tags.get(orphans[0] ?? ''), list);
  });

  it('tells of a list that may be gone also where the next one is refused [S32]', async () => {
    const orphans = ['a', 'b'].map((letter) => `sha256-${letter.repeat(64)}.sig`);
    let isRunning = false;
    let isLost = false;
    stage = await newStage({
      statusFor: ({ method, path }) => {
        if (!isRunning) return undefined;
        if (method === 'DELETE' && path.endsWith(orphans[0] ?? '')) {
          isLost = true;
          return { status: 504 };
        }
        if (isLost && method === 'GET' && path.endsWith(orphans[0] ?? '')) return { status: 403 };
        return method === 'DELETE' ? { status: 403 } : undefined;
      },
    });
    overwrite(stage.registry, stage.image, [by(ann)]);
    const { tags } = repositoryOf(stage.registry.state, pathOf(stage.image));
    for (const orphan of orphans) tags.set(orphan, tags.get(signatureTag(stage.image.digest)) ?? '');
    const { repository } = stage.image;
    const planned = await plan({ kind: 'tags', repository, tags: orphans });
    isRunning = true;
    const { lists } = await run(stage.engine, planned);
    assert.deepEqual(
      lists.map(({ outcome, failure }) => [outcome, failure?.code]),
      [
        ['failed', 'removal-not-confirmed'],
        ['failed', 'forbidden'],
      ],
    );
  });

  it('tells every window of this machine what is to be gone, and takes that back where it is not [S34]', async () => {
    let refuses = true;
    stage = await newStage({
      statusFor: ({ method, path }) =>
        method === 'PUT' && path.endsWith('.sig') && refuses ? { status: 403 } : undefined,
    });
    overwrite(stage.registry, stage.image, [by(ann), by(ben)]);
    const stones = (): Promise<readonly string[]> => stage.world.storage.list('tombstones');
    const planned = await plan(stage.image.reference, ann);
    await assert.rejects(run(stage.engine, planned), (error) => isEngineError(error, 'forbidden'));
    assert.equal((await stones()).length, 0);
    refuses = false;
    assert.equal((await run(stage.engine, planned)).lists[0]?.told, true);
    assert.equal((await stones()).length, 1);
  });

  it('stops where another login would remove than the plan showed [S26] [N7]', async () => {
    const files: Record<string, string> = {};
    const login = (user: string): void => {
      const auth = Buffer.from(`${user}:secret`).toString('base64');
      files['/home/ann/.docker/config.json'] = JSON.stringify({
        auths: { [stage.registry.address]: { auth } },
      });
    };
    stage = await newStage();
    overwrite(stage.registry, stage.image, [by(ann)]);
    const window = stage.another({ files });
    login('ann');
    const planned = await window.engine.planRemove(removeRequest(stage.image.reference), noSignal);
    login('ben');
    window.engine.forget();
    await assert.rejects(run(window.engine, planned), (error) => isEngineError(error, 'plan-changed'));
    assert.equal(count(), 1);
  });
});
