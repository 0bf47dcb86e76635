// What a person does with long lists in the registries tree, on a stand-in of the engine: load, stop, sort, filter, group.
import assert from 'node:assert/strict';
import { mostWithoutNamespaces } from '../../src/host/tree/repositoryList.ts';
import { until } from '../support/until.ts';
import {
  app,
  digestA,
  digestB,
  host,
  newScene,
  newTree,
  sigTagA,
  type Scene,
  type Tree,
} from './treeStandIn.ts';
import { hover } from './treeWords.ts';

function many(): Scene {
  const scene = newScene();
  scene.tags[app] = [['1.0', '1.1'], ['2.0'], ['3.0', sigTagA]];
  return scene;
}

describe('a long list of tags in the tree', () => {
  it('loads behind its first page without moving a row, and says how far it is [U10]', async () => {
    const tree = newTree(many(), [app]);
    const root = tree.roots[0]!;
    const before = await tree.rows(root);
    const [status, more] = [before[0]!, before.at(-1)!];
    await until(() => tree.item(status).label === 'All 5 loaded');
    // VS Code draws those rows anew and asks for no others.
    assert.deepEqual(await tree.rows(root), before);
    assert.equal(tree.item(more).description, '2 of 4 shown');
    assert.equal(tree.item(status).command?.command, 'countersign.showInOrder');
    root.showInOrder?.();
    tree.provider.drop(root);
    assert.deepEqual(await tree.words(root), ['All 5 loaded', '3.0', '2.0', '1.1', '1.0']);
  });

  it('stops to load when its row is collapsed, and goes on when it is opened again', async () => {
    const scene = many();
    let go = (): void => undefined;
    scene.behind = new Promise<void>((resolve) => {
      go = resolve;
    });
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    const [status] = await tree.rows(root);
    root.collapsed?.();
    go();
    await until(() => !String(tree.item(status!).description).startsWith('loading'));
    assert.equal(tree.item(status!).label, '3 loaded');
    assert.equal(scene.asked.length, 2);
    root.expanded?.();
    await until(() => tree.item(status!).label === 'All 5 loaded');
    assert.equal(scene.asked.length, 3);
  });

  it('says so where tags are to be sorted by dates that the list does not tell', async () => {
    const scene = newScene();
    scene.tagOrder = 'date';
    const tree = newTree(scene, [app]);
    const words = await tree.words(tree.roots[0]!);
    assert.deepEqual(words.slice(0, 2), ['This list tells no dates: sorted by version', 'latest']);
  });

  it('is sorted by date where the list tells them, and anew when another order is chosen', async () => {
    const scene = newScene();
    scene.tagOrder = 'date';
    scene.told = {
      dates: new Map([
        ['1.0', 3000],
        ['1.10', 1000],
        ['1.9', 2000],
      ]),
    };
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    assert.deepEqual(await tree.words(root), ['latest', '1.0', '1.9', '1.10']);
    scene.tagOrder = 'name';
    tree.provider.drop(root);
    assert.deepEqual(await tree.words(root), ['latest', '1.0', '1.9', '1.10']);
    scene.tagOrder = 'version';
    tree.provider.drop(root);
    assert.deepEqual(await tree.words(root), ['latest', '1.10', '1.9', '1.0']);
    assert.equal(scene.asked.length, 1);
  });

  it('shows only what a filter leaves, says so on its row, and all again without asking', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    const repository = await tree.find(host, 'demo/app');
    await tree.rows(repository);
    repository.filter?.set('1.1');
    tree.provider.drop(repository);
    assert.deepEqual(await tree.words(repository), ['1.10']);
    assert.equal(tree.item(repository).description, 'filter: 1.1');
    assert.match(tree.item(repository).contextValue ?? '', /\+filtered\b/);
    repository.filter?.set('nowhere');
    tree.provider.drop(repository);
    assert.deepEqual(await tree.words(repository), ['Nothing with “nowhere” in its name']);
    repository.filter?.set('');
    tree.provider.drop(repository);
    assert.equal((await tree.rows(repository)).length, 4);
    assert.equal(tree.item(repository).description, '');
    assert.deepEqual(scene.asked, [`catalog ${host}`, `tags ${app}`]);
  });
});

describe('what is signed, in the tree', () => {
  async function row(tree: Tree, tag: string): Promise<string> {
    return String(tree.item(await tree.find(host, 'demo/app', tag)).description);
  }

  it('shows from the names and digests of the list, without a request for the tag', async () => {
    const scene = newScene();
    scene.told = {
      digests: new Map([
        ['1.0', digestA],
        ['1.9', digestB],
      ]),
    };
    const tree = newTree(scene);
    assert.equal(await row(tree, '1.0'), 'signed, not checked');
    assert.equal(await row(tree, '1.9'), '');
    assert.match(tree.item(await tree.find(host, 'demo/app', '1.0')).contextValue ?? '', /^tag\+signed$/);
    assert.deepEqual(scene.asked, [`catalog ${host}`, `tags ${app}`]);
  });

  it('tells attestations and an SBOM from a signature', async () => {
    const scene = newScene();
    const tag = `sha256-${'b'.repeat(64)}`;
    scene.tags[app] = [['1.0', '1.9', `${tag}.att`, `sha256-${'a'.repeat(64)}.sbom`]];
    scene.told = {
      digests: new Map([
        ['1.0', digestA],
        ['1.9', digestB],
      ]),
    };
    const tree = newTree(scene);
    assert.equal(await row(tree, '1.0'), 'with an SBOM, not checked');
    assert.equal(await row(tree, '1.9'), 'with attestations, not checked');
    const below = await tree.rows(await tree.find(host, 'demo/app', '1.0'));
    assert.deepEqual(
      below.map(({ kind }) => kind),
      ['signatureTag', 'beside'],
    );
    scene.showsSignatureTags = true;
    const repository = await tree.find(host, 'demo/app');
    tree.provider.drop(repository);
    const kinds = (await tree.rows(repository)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['tag', 'tag', 'beside', 'beside']);
  });
});

describe('many repositories in the tree', () => {
  const names = ['team-a', 'team-b'].flatMap((team) =>
    Array.from({ length: mostWithoutNamespaces }, (_, at) => `${host}/${team}/app${String(at)}`),
  );

  it('stand in the namespaces of their paths, which ask for nothing that is known', async () => {
    const scene = newScene();
    scene.catalog = [[...names, `${host}/single`]];
    const tree = newTree(scene);
    assert.deepEqual(await tree.words(tree.roots[0]!), ['single', 'team-a', 'team-b']);
    const team = await tree.find(host, 'team-a');
    assert.equal(team.kind, 'namespace');
    assert.equal((await tree.rows(team)).length, mostWithoutNamespaces);
    assert.deepEqual((await tree.rows(team))[1]?.repository, `${host}/team-a/app1`);
    assert.deepEqual(scene.asked, [`catalog ${host}`]);
  });

  it('stand flat where a filter looks for them', async () => {
    const scene = newScene();
    scene.catalog = [names];
    const tree = newTree(scene);
    const root = tree.roots[0]!;
    await tree.rows(root);
    root.filter?.set('app49');
    tree.provider.drop(root);
    assert.deepEqual(await tree.words(root), ['team-a/app49', 'team-b/app49']);
  });
});

describe('a tooltip in the tree', () => {
  it('tells digest, type, size, date and the login in use, and asks the registry once for it [V9]', async () => {
    const scene = newScene();
    scene.told = { dates: new Map([['1.0', Date.UTC(2026, 5, 1)]]) };
    scene.glance = { digest: digestB, mediaType: 'application/vnd.oci.image.index.v1+json', size: 1234 };
    scene.reader = {
      credential: { kind: 'docker-config', detail: '~/.docker/config.json', user: 'ann' },
      machine: 'this computer',
    };
    const tree = newTree(scene);
    const lines = (await hover(tree, await tree.find(host, 'demo/app', '1.0'))).split('\n');
    assert.equal(lines[0], `${app}:1.0`);
    assert.equal(lines[1], digestB);
    assert.equal(lines[2], 'application/vnd.oci.image.index.v1+json, manifest of 1,234 bytes');
    assert.match(lines[3] ?? '', /^Written .*2026/);
    assert.equal(lines[5], 'Read with Docker config ~/.docker/config.json, user ann, on this computer');
    assert.deepEqual(scene.asked.slice(2), [`glance ${app}:1.0`]);
  });

  it('shows what is known where the registry tells nothing', async () => {
    const scene = newScene();
    scene.glance = new Error('unreachable');
    const tree = newTree(scene);
    const words = await hover(tree, await tree.find(host, 'demo/app', '1.0'));
    assert.match(words, /Its digest is asked for when you expand it/);
  });
});
