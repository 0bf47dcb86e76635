// Lists in the registries tree, on a stand-in of the engine: what is asked, and what is shown.
import assert from 'node:assert/strict';
import { EngineError } from '../../src/engine/errors.ts';
import { namesPerStep } from '../../src/host/tree/nameContent.ts';
import { answered, app, host, newScene, newTree } from './treeStandIn.ts';
import { nobody } from '../support/logins.ts';

describe('the registries tree', () => {
  it('asks nothing until something is opened, and then only for that [V9]', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    await tree.provider.getChildren();
    assert.deepEqual(scene.asked, []);
    const repository = await tree.find(host, 'demo/app');
    assert.deepEqual(scene.asked, [`catalog ${host}`]);
    await tree.rows(repository);
    assert.deepEqual(scene.asked, [`catalog ${host}`, `tags ${app}`]);
  });

  it('asks for no tag by itself, however many there are, and builds no more rows than come into view [V9]', async () => {
    const scene = newScene();
    scene.tags[app] = [Array.from({ length: 10_000 }, (_, at) => `v${String(at)}`)];
    const tree = newTree(scene, [app]);
    const [root] = tree.roots;
    assert.ok(root);
    const began = performance.now();
    const words = await tree.words(root);
    console.log(`      10,000 tags: the first rows after ${(performance.now() - began).toFixed(0)} ms`);
    assert.equal(words.length, namesPerStep + 1);
    assert.deepEqual(scene.asked, [`tags ${app}`]);
  });

  it('shows tags in natural order with latest first, and signature tags only when they are wanted [V9]', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    const repository = await tree.find(host, 'demo/app');
    assert.deepEqual(await tree.words(repository), ['latest', '1.10', '1.9', '1.0']);
    scene.showsSignatureTags = true;
    tree.provider.drop(repository);
    assert.deepEqual((await tree.words(repository)).at(-1), 'sha256-aaaaaaaaaaaa….sig');
    assert.equal(scene.asked.length, 2);
  });

  it('says when a list is only partly loaded, and loads more of it', async () => {
    const scene = newScene();
    scene.catalog = [[`${host}/a`], [`${host}/b`], [`${host}/c`]];
    const tree = newTree(scene);
    const [root] = tree.roots;
    assert.ok(root?.loadMore);
    assert.deepEqual(await tree.words(root), [
      '1 loaded | more to load',
      'a',
      'Load More | 1 shown; there may be more',
    ]);
    assert.equal(scene.asked.length, 1);
    await root.loadMore(new AbortController().signal);
    tree.provider.drop(root);
    assert.deepEqual(await tree.words(root), [
      '2 loaded | more to load',
      'a',
      'b',
      'Load More | 2 shown; there may be more',
    ]);
  });

  it('says how many signature tags are hidden where nothing else is there [U10]', async () => {
    const scene = newScene();
    scene.tags[app] = [Array.from({ length: 240 }, (_, at) => `sha256-${String(at).padStart(64, '0')}.sig`)];
    const tree = newTree(scene, [app]);
    const [root] = tree.roots;
    assert.ok(root);
    assert.deepEqual((await tree.words(root)).slice(0, 1), ['240 signature tags hidden']);
  });
});

const ann = { kind: 'docker-config', detail: '~/.docker/config.json', user: 'ann' } as const;

describe('an entry of the registries setting in the tree', () => {
  it('shows the tags of a repository at once [U9]', async () => {
    const scene = newScene();
    const tree = newTree(scene, [app]);
    const [root] = tree.roots;
    assert.ok(root);
    assert.equal((await tree.words(root))[0], 'latest');
    assert.equal(root.repository, app);
    assert.equal(tree.item(root).contextValue, 'registry+entry+repository');
  });

  it('shows the repositories of a namespace, and of no other [U9]', async () => {
    const scene = newScene();
    scene.catalog = [['demo/app', 'demo/web', 'demolition/x', 'other/y'].map((path) => `${host}/${path}`)];
    const tree = newTree(scene, [`${host}/demo`]);
    const [root] = tree.roots;
    assert.ok(root);
    assert.deepEqual(await tree.words(root), ['app', 'web']);
    assert.equal(root.repository, undefined);
    assert.deepEqual(
      (await tree.rows(root)).map(({ repository }) => repository),
      [app, `${host}/demo/web`],
    );
  });

  it('says of a name that is neither a repository nor a namespace that it is neither [U9]', async () => {
    const scene = newScene();
    scene.tags[`${host}/demo/typo`] = new EngineError('not-found', answered(404));
    const tree = newTree(scene, [`${host}/demo/typo`]);
    assert.deepEqual(await tree.words(tree.roots[0]!), [
      'No repository of this name, and none below',
      'Add a repository…',
    ]);
  });

  for (const [status, words, error] of [
    [404, 'it has no list, or shows you none', new EngineError('not-found', answered(404))],
    [405, 'it lists none', new EngineError('registry-refused', answered(405))],
    [403, 'it shows you no list', new EngineError('forbidden', { ...answered(403), credential: ann })],
  ] as const) {
    it(`offers to add a repository where the registry keeps its list to itself (${String(status)}) [U9]`, async () => {
      const scene = newScene();
      scene.catalog = error;
      const tree = newTree(scene);
      const [root] = tree.roots;
      assert.ok(root);
      assert.deepEqual(await tree.words(root), [`Add a repository… | ${words}`]);
      const [note] = await tree.rows(root);
      assert.ok(note);
      assert.deepEqual(tree.item(note).command?.command, 'countersign.addRegistry');
      assert.deepEqual(tree.item(note).command?.arguments, [note]);
    });
  }

  it('shows the way to a login beside it where the registry asked for one [U9] [U11]', async () => {
    const scene = newScene();
    scene.catalog = new EngineError('not-signed-in', { ...answered(401), credential: nobody });
    const tree = newTree(scene);
    const rows = await tree.rows(tree.roots[0]!);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['error', 'note'],
    );
    assert.match(tree.item(rows[0]!).contextValue ?? '', /\+copy-docker-login\b/);
  });

  it('offers to add a repository where a registry lists those of a namespace only (Docker Hub) [U9]', async () => {
    const scene = newScene();
    scene.catalog = new EngineError('no-list', { registry: 'index.docker.io', reason: 'namespace' });
    const tree = newTree(scene, ['docker.io']);
    const [note] = await tree.rows(tree.roots[0]!);
    assert.equal(tree.item(note!).description, 'it lists those of a namespace only');
    assert.match(tree.item(note!).tooltip as string, /Add one by its name, for example docker\.io\/acme/);
  });

  it('offers to sign in where the product lists a namespace only to who logs in (GHCR) [U9] [U11]', async () => {
    const scene = newScene();
    scene.catalog = new EngineError('no-list', { registry: 'ghcr.io', reason: 'login' });
    scene.tags['ghcr.io/acme'] = new EngineError('not-found', answered(404));
    const tree = newTree(scene, ['ghcr.io/acme']);
    const [error, note] = await tree.rows(tree.roots[0]!);
    assert.deepEqual([error?.kind, note?.kind], ['error', 'note']);
    assert.deepEqual(error?.actions?.[0], { kind: 'sign-in', registry: 'ghcr.io', repository: '' });
  });
});
