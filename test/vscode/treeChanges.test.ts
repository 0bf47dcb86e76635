// Lists of the tree that somebody changes before they are read, or while they load.
import assert from 'node:assert/strict';
import { until } from '../support/until.ts';
import { app, host, newScene, newTree, type Scene } from './treeStandIn.ts';

/** What waits for it goes on when the function is called. */
function gate(): readonly [waiting: Promise<void>, open: () => void] {
  let open = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [waiting, () => open()];
}

function paged(): Scene {
  const scene = newScene();
  scene.tags[app] = [['1.0', '1.1'], ['2.0'], ['3.0']];
  return scene;
}

describe('a list in the tree', () => {
  it('that is filtered while its first page is on its way shows what the filter leaves', async () => {
    const scene = newScene();
    const [waiting, open] = gate();
    scene.gate = waiting;
    const tree = newTree(scene);
    const loading = tree.rows(tree.roots[0]!);
    tree.roots[0]!.filter?.set('nothing-like-it');
    tree.provider.drop(tree.roots[0]!);
    const wanted = tree.words(tree.roots[0]!);
    open();
    await loading;
    assert.deepEqual(await wanted, ['Nothing with “nothing-like-it” in its name']);
  });

  it('is that of tags where a repository is filtered that nobody has opened yet', async () => {
    const scene = newScene();
    scene.catalog = [[]];
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    root.filter?.set('1.1');
    assert.deepEqual(await tree.words(root), ['1.10']);
    assert.equal(tree.item(root).contextValue, 'registry+entry+repository+filtered');
    root.filter?.set(undefined);
    tree.provider.drop(root);
    assert.equal((await tree.words(root))[0], 'latest');
  });

  it('is that of repositories where a namespace is filtered, whoever opened it before', async () => {
    const scene = newScene();
    scene.catalog = [[`${host}/demo/app`, `${host}/demo/web`]];
    for (const isOpen of [false, true]) {
      const tree = newTree(scene, [`${host}/demo`]);
      const root = tree.roots[0]!;
      if (isOpen) await tree.rows(root);
      root.filter?.set('we');
      tree.provider.drop(root);
      assert.deepEqual(await tree.words(root), ['web']);
      assert.equal(root.repository, undefined);
    }
  });

  it('loads no further once the rows above it were read anew', async () => {
    const scene = paged();
    const [waiting, open] = gate();
    scene.behind = waiting;
    const tree = newTree(scene);
    const repository = await tree.find(host, 'demo/app');
    await tree.rows(repository);
    await until(() => scene.asked.filter((one) => one.startsWith('tags')).length === 1);
    tree.roots[0]!.forget?.();
    tree.provider.dropBelow(tree.roots[0]!);
    open();
    await new Promise((resolve) => setTimeout(resolve, 50));
    // The page that was on its way.
    assert.equal(scene.asked.filter((one) => one.startsWith('tags')).length, 2);
  });

  it('goes on to load when its row is closed and opened again before the next page came', async () => {
    const scene = paged();
    const [waiting, open] = gate();
    scene.behind = waiting;
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    const [status] = await tree.rows(root);
    root.collapsed?.();
    root.expanded?.();
    open();
    await until(() => tree.item(status!).label === 'All 4 loaded');
  });
});
