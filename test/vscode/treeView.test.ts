// The Registries view and its commands with the real engine, on the demo registry: what a person opens is what is asked.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isDigest } from '../../src/engine/oci/digest.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import * as config from '../../src/host/config.ts';
import { refresh } from '../../src/host/commands/refresh.ts';
import { showSignatureTags } from '../../src/host/commands/showSignatureTags.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples } from '../demo/samples.ts';
import { storeManifest } from '../demo/state.ts';
import { reportOf } from '../support/reports.ts';
import { until } from '../support/until.ts';
import { newTreeHost, type TreeHost } from './treeHost.ts';
import { labelOf } from './treeWords.ts';

describe('the Registries view', () => {
  let registry: Registry;
  let address: string;
  let tree: TreeHost;

  before(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    addSamples(registry.state, address);
    await config.addRegistry(address, 'user');
  });

  beforeEach(() => {
    tree = newTreeHost();
    registry.requests.length = 0;
  });

  afterEach(async () => {
    tree.dispose();
    if (config.showsSignatureTags()) await config.setShowSignatureTags(false);
  });

  after(async () => {
    await registry.stop();
    await reset('registries');
    await reset('showSignatureTags');
  });

  /** Paths of the requests so far. */
  const asked = (): string[] => registry.requests.map(({ method, path }) => `${method} ${path}`);

  const rowsOf = async (node?: TreeNode): Promise<readonly TreeNode[]> =>
    (await tree.provider.getChildren(node)) ?? [];

  /** Finds a row, opening those above it as VS Code does. */
  async function find(...wanted: readonly string[]): Promise<TreeNode> {
    let found: TreeNode | undefined;
    for (const label of wanted) {
      const rows = await rowsOf(found);
      found = rows.find((row) => row.treeItem().label === label);
      assert.ok(found, `${label} among ${labels(rows).join(', ')}`);
    }
    assert.ok(found);
    return found;
  }

  const labels = (rows: readonly TreeNode[]): string[] => rows.map((row) => labelOf(row.treeItem()));

  it('lists a registry with one request, and a repository with one more [V9]', async () => {
    const repositories = await rowsOf(await find(address));
    assert.ok(labels(repositories).includes('demo/app'));
    assert.deepEqual(asked(), ['GET /v2/_catalog']);
    const tags = await rowsOf(await find(address, 'demo/many'));
    assert.deepEqual(labels(tags).slice(0, 4), ['latest', 'v2.0.0-rc.1', 'v1.65', 'v1.64']);
    assert.deepEqual(asked(), ['GET /v2/_catalog', 'GET /v2/demo/many/tags/list']);
  });

  it('shows an image’s signatures under it, and asks for the manifest only then [V9]', async () => {
    const tag = await find(address, 'demo/app', '2.0');
    assert.deepEqual(
      asked().filter((request) => request.includes('/manifests/')),
      [],
    );
    const [sigTag] = await rowsOf(tag);
    assert.equal(sigTag?.kind, 'signatureTag');
    assert.deepEqual(labels(await rowsOf(sigTag)), ['Signature 1', 'Signature 2']);
    assert.equal(tag.treeItem().description, '2 signatures, not checked');
    assert.equal(asked().filter((request) => request.startsWith('GET /v2/demo/app/manifests/2.0')).length, 1);
  });

  it('shows the images of an index and a bundle that cosign 3 wrote', async () => {
    const index = await rowsOf(await find(address, 'demo/multi', '1.0'));
    assert.deepEqual(labels(index).slice(1), ['linux/amd64', 'linux/arm64', 'linux/riscv64']);
    const bundle = await rowsOf(await find(address, 'demo/bundle', '1.0'));
    assert.deepEqual(labels(bundle), ['Sigstore bundle 1']);
  });

  it('shows signature tags in the plain list when they are wanted, and marks an orphan on expanding', async () => {
    const sigTagRow = async (): Promise<TreeNode | undefined> =>
      (await rowsOf(await find(address, 'demo/orphan'))).find(({ kind }) => kind === 'signatureTag');
    assert.equal(await sigTagRow(), undefined);
    await showSignatureTags();
    await until(async () => (await sigTagRow()) !== undefined);
    const sigTag = await sigTagRow();
    assert.ok(sigTag);
    assert.match(labels(await rowsOf(sigTag))[0] ?? '', /^Orphan: /);
    assert.equal(sigTag.treeItem().description, 'orphan · 1 signature');
    assert.equal(asked().filter((request) => request.includes('tags/list')).length, 1);
  });

  it('is read anew where somebody asks for it, and only there', async () => {
    await rowsOf(await find(address, 'demo/app'));
    const many = await find(address, 'demo/many');
    await rowsOf(many);
    registry.requests.length = 0;
    await refresh(tree.host, many);
    await rowsOf(await find(address, 'demo/many'));
    await rowsOf(await find(address, 'demo/app'));
    assert.deepEqual(asked(), ['GET /v2/demo/many/tags/list']);
  });

  it('shows a verdict on a tag that nobody expanded once a command has resolved it, and drops it [U12] [S18]', async () => {
    const tag = await find(address, 'demo/app', '1.0');
    const image = await tree.host
      .engine()
      .inspectImage(`${address}/demo/app:1.0`, new AbortController().signal);
    const report = { ...reportOf('verified'), repository: image.repository, digest: image.digest };
    tree.keep({ ...report, checkedAt: Date.now() });
    assert.equal(tag.treeItem().description, '');
    tree.host.registries.learned(image.repository, '1.0', image.digest);
    assert.equal(tag.treeItem().description, 'Verified by release, just now');
    await tree.host.registries.refresh(tag);
    assert.equal(tag.treeItem().description, '');
  });

  const nextDrawn = (): Promise<unknown> =>
    new Promise((resolve) => {
      const listening = tree.provider.onDidChangeTreeData?.((nodes) => {
        listening?.dispose();
        resolve(nodes);
      });
    });

  it('draws the images anew when a verdict comes [U12]', async () => {
    const tag = await find(address, 'demo/app', '1.0');
    await rowsOf(tag);
    await nextDrawn(); // of the expanding
    const drawn = nextDrawn();
    tree.keep({ ...reportOf('verified'), repository: tag.repository ?? '', digest: digestOf(tag) });
    const nodes = (await drawn) as readonly TreeNode[];
    assert.ok(nodes.includes(tag));
    assert.match(String(tag.treeItem().description), /^Verified by release/);
  });

  it('shows a new signature of an image that is in the tree, without asking for other images', async () => {
    const repository = `${address}/demo/unsigned`;
    const tag = await find(address, 'demo/unsigned', '1.0');
    assert.deepEqual(labels(await rowsOf(tag)), ['No signatures found']);
    const other = await find(address, 'demo/app', '1.0');
    const source = registry.state.repositories.get('demo/app');
    assert.ok(source);
    const signed = await rowsOf(other);
    const stored = source.manifests.get(signed[0]?.digest ?? '');
    assert.ok(stored);
    const digest = digestOf(tag);
    storeManifest(registry.state, 'demo/unsigned', signatureTag(digest), stored.mediaType, stored.bytes);
    registry.requests.length = 0;
    await tree.host.registries.reveal(repository, digest, '1.0');
    assert.deepEqual(tree.revealed, [tag]);
    assert.deepEqual(labels(await rowsOf(await find(address, 'demo/unsigned', '1.0'))).length, 1);
    assert.equal((await rowsOf(tag))[0]?.kind, 'signatureTag');
    assert.ok(
      asked().every((request) => request.includes('/demo/unsigned/')),
      asked().join(),
    );
  });

  it('ends a load whose row is collapsed', async () => {
    let stopped = false;
    tree.dispose();
    tree = newTreeHost({
      // A registry that never answers, until the call is given up.
      async *listRepositories(_where, _options, signal) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        stopped = true;
        yield* [];
        throw signal.reason;
      },
    });
    const root = await find(address);
    const reading = rowsOf(root);
    await new Promise((resolve) => setTimeout(resolve, 10));
    tree.collapse(root);
    assert.deepEqual(
      (await reading).map(({ kind }) => kind),
      ['error'],
    );
    assert.equal(stopped, true);
  });
});

function digestOf(node: TreeNode): Digest {
  assert.ok(node.digest !== undefined && isDigest(node.digest));
  return node.digest;
}

async function reset(setting: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('countersign');
  await configuration.update(setting, undefined, vscode.ConfigurationTarget.Global);
}
