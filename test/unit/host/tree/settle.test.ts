// A list of tags that is whole a moment after its first rows came into view is sorted at once, newest first; one that takes
// longer, or whose rows somebody uses, keeps its rows where they are.
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import '../../../support/plainVscode.ts';
import type { EngineApi } from '../../../../src/engine/api.ts';
import type { NamePage } from '../../../../src/engine/namePage.ts';
import type { TreeContext } from '../../../../src/host/tree/context.ts';
import type { TreeNode } from '../../../../src/host/tree/nodes.ts';
import type { Provider } from '../../../../src/host/tree/provider.ts';

const { newTagList } = await import('../../../../src/host/tree/tagList.ts');
const { settleList } = await import('../../../../src/host/tree/listActions.ts');
const never = new AbortController().signal;
const parent = { id: 'parent', kind: 'repository', registry: 'r', parent: undefined } as unknown as TreeNode;
const below = (node: TreeNode): TreeNode => ({ ...node, id: `${node.id}/x`, parent: node });

/** A list of two pages, the second with the newest tag; `takes`: milliseconds until that is there. */
async function load(
  takes: number,
): Promise<{ readonly settled: readonly TreeNode[]; readonly names: () => readonly string[] }> {
  let now = 1_000_000;
  const settled: TreeNode[] = [];
  async function* listTags(): AsyncGenerator<NamePage, void, undefined> {
    yield { names: ['v1.0', 'v1.1'], dropped: 0, complete: false };
    await turn();
    now += takes;
    yield { names: ['v2.0'], dropped: 0, complete: true };
  }
  const context = {
    engine: () => ({ listTags }) as unknown as EngineApi,
    now: () => now,
    tagOrder: () => 'version',
    showsSignatureTags: () => false,
    redraw: () => undefined,
    findReport: () => undefined,
    couldNotCheck: () => undefined,
    learnedDigest: () => undefined,
    settle: (list: TreeNode, sort: () => void) => {
      settled.push(list);
      sort();
    },
  } as unknown as TreeContext;
  const tags = newTagList(context, () => parent, 'r/app');
  await tags.rows(never);
  for (let tries = 0; tries < 50 && tags.names.state().filling !== 'done'; tries += 1) await turn();
  await turn();
  return { settled, names: () => tags.names.state().shown };
}

describe('a list of tags that loads on behind its first rows', () => {
  it('is sorted at once where it is whole a moment later', async () => {
    const { settled, names } = await load(500);
    assert.deepEqual(settled, [parent]);
    assert.deepEqual(names(), ['v2.0', 'v1.1', 'v1.0']);
  });

  it('keeps its rows where they are once somebody has had time to point at one', async () => {
    const { settled, names } = await load(5000);
    assert.deepEqual(settled, []);
    assert.deepEqual(names(), ['v1.1', 'v1.0']);
  });

  for (const [what, loaded, selection, sorts] of [
    ['nobody has touched it', [below(parent)], [parent], true],
    ['one of its rows is selected', [below(parent)], [below(parent)], false],
    ['one of its rows is open', [below(below(parent))], [], false],
  ] as const) {
    it(`is ${sorts ? '' : 'not '}sorted where ${what}`, () => {
      const done: string[] = [];
      const provider = { loaded: () => loaded.values() } as unknown as Provider;
      const parts = { provider, view: { selection }, relist: () => void done.push('drawn') };
      settleList(parts, parent, () => void done.push('sorted'));
      assert.deepEqual(done, sorts ? ['sorted', 'drawn'] : []);
    });
  }
});
