// The commands of the Registries view with the real engine, on the demo registry: with a node, without, and with what
// another extension could hand over.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as config from '../../src/host/config.ts';
import { addRegistry } from '../../src/host/commands/addRegistry.ts';
import { allowTokenHost } from '../../src/host/commands/allowTokenHost.ts';
import { copyDigest } from '../../src/host/commands/copyDigest.ts';
import { copyDockerLogin } from '../../src/host/commands/copyDockerLogin.ts';
import { copyReference } from '../../src/host/commands/copyReference.ts';
import { loadMore } from '../../src/host/commands/loadMore.ts';
import { removeRegistry } from '../../src/host/commands/removeRegistry.ts';
import { showManifest } from '../../src/host/commands/showManifest.ts';
import { showPayload } from '../../src/host/commands/showPayload.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { namesPerStep } from '../../src/host/tree/nameContent.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples } from '../demo/samples.ts';
import { until } from '../support/until.ts';
import { newTreeHost, type TreeHost } from './treeHost.ts';
import { labelOf } from './treeWords.ts';
import { nobody } from '../support/logins.ts';

describe('a command of the Registries view', () => {
  let registry: Registry;
  let address: string;
  let tree: TreeHost;

  before(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    addSamples(registry.state, address);
  });

  beforeEach(async () => {
    await reset();
    await config.addRegistry(address, 'user');
    tree = newTreeHost({ knownRegistries: () => Promise.resolve(['registry.example']) });
    registry.requests.length = 0;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    tree.dispose();
  });

  after(async () => {
    await registry.stop();
    await reset();
  });

  const rowsOf = async (node?: TreeNode): Promise<readonly TreeNode[]> =>
    (await tree.provider.getChildren(node)) ?? [];

  async function find(...wanted: readonly string[]): Promise<TreeNode> {
    let found: TreeNode | undefined;
    for (const label of wanted) {
      found = (await rowsOf(found)).find((row) => labelOf(row.treeItem()).startsWith(label));
      assert.ok(found, label);
    }
    assert.ok(found);
    return found;
  }

  it('copies the reference of each kind of node, as other tools take it', async () => {
    const copied = async (...labels: readonly string[]): Promise<string> => {
      await copyReference(tree.host, await find(...labels));
      return vscode.env.clipboard.readText();
    };
    assert.equal(await copied(address), address);
    assert.equal(await copied(address, 'demo/app'), `${address}/demo/app`);
    assert.equal(await copied(address, 'demo/app', '1.0'), `${address}/demo/app:1.0`);
    const platform = await find(address, 'demo/multi', '1.0', 'linux/arm64');
    assert.equal(
      await copied(address, 'demo/multi', '1.0', 'linux/arm64'),
      `${address}/demo/multi@${platform.digest ?? ''}`,
    );
    const signatureTag = await copied(address, 'demo/app', '1.0', 'sha256-');
    assert.match(signatureTag, /\/demo\/app:sha256-[0-9a-f]{64}\.sig$/);
    assert.equal(await copied(address, 'demo/app', '1.0', 'sha256-', 'Signature 1'), signatureTag);
  });

  it('copies the digest of a tag that nobody expanded, and shows it from then on [U12]', async () => {
    const tag = await find(address, 'demo/app', '1.0');
    await copyDigest(tree.host, tag);
    assert.match(await vscode.env.clipboard.readText(), /^sha256:[0-9a-f]{64}$/);
    assert.equal(tag.digest, await vscode.env.clipboard.readText());
  });

  it('goes by the selected row where it gets none', async () => {
    tree.select(await find(address, 'demo/app', '1.1'));
    await copyReference(tree.host, undefined);
    assert.equal(await vscode.env.clipboard.readText(), `${address}/demo/app:1.1`);
  });

  it('asks for the image where no node of the tree was handed over, whatever else was [S38]', async () => {
    await vscode.env.clipboard.writeText('as it was');
    const forged = { ...(await find(address, 'demo/app', '1.0')), repository: 'evil.example/app' };
    registry.requests.length = 0;
    for (const command of [copyDigest, copyReference, showManifest, showPayload]) {
      const running = Promise.resolve(command(tree.host, forged));
      await closeQuestion(running);
    }
    assert.equal(await vscode.env.clipboard.readText(), 'as it was');
    assert.deepEqual(tree.opened, []);
    assert.deepEqual(registry.requests, []);
    await Promise.all([copyDockerLogin, allowTokenHost].map((command) => command(tree.host, forged)));
    assert.equal(await vscode.env.clipboard.readText(), 'as it was');
  });

  it('shows manifests as they are stored, and the payload of a signature', async () => {
    await showManifest(tree.host, await find(address, 'demo/multi', '1.0'));
    await showPayload(tree.host, await find(address, 'demo/app', '1.0', 'sha256-', 'Signature 1'));
    const [manifest, payload] = tree.opened;
    assert.match(manifest?.[0] ?? '', /^multi@[0-9a-f]{12}\.manifest\.json$/);
    assert.equal((JSON.parse(manifest?.[1] ?? '') as { manifests: unknown[] }).manifests.length, 3);
    assert.match(payload?.[0] ?? '', /^app@[0-9a-f]{12}\.payload\.json$/);
    assert.match(payload?.[1] ?? '', /"docker-manifest-digest":"sha256:/);
  });

  it('shows the only payload of an image that is named', async () => {
    await showPayload(tree.host, await find(address, 'demo/app', '1.0'));
    assert.match(tree.opened[0]?.[1] ?? '', /"critical"/);
  });

  it('loads more of the only list that is not in view as a whole, from the palette', async () => {
    const names = Array.from({ length: namesPerStep + 5 }, (_, at) => `t${String(at)}`);
    tree.dispose();
    tree = newTreeHost({
      async *listRepositories() {
        await Promise.resolve();
        yield { names: [`${address}/demo/app`], dropped: 0, complete: true };
      },
      async *listTags() {
        await Promise.resolve();
        yield { names, dropped: 0, complete: true };
      },
    });
    const repository = await find(address, 'demo/app');
    assert.equal((await rowsOf(repository)).length, namesPerStep + 1);
    await loadMore(tree.host, undefined);
    assert.equal(
      (await rowsOf(await find(address, 'demo/app'))).filter(({ kind }) => kind === 'tag').length,
      names.length,
    );
  });

  it('adds a registry that the Docker config knows, at the level that was picked [U9]', async () => {
    const adding = addRegistry(tree.host, undefined);
    await select('workbench.action.quickOpenSelectNext');
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return Promise.race([adding.then(() => true), pause(500).then(() => false)]);
    });
    const added = config.registries().find(({ name }) => name === 'registry.example');
    assert.deepEqual(added, { name: 'registry.example', levels: ['user'] });
  });

  it('removes a registry from every level that holds it', async () => {
    await config.addRegistry(address, 'workspace');
    await removeRegistry(tree.host, await find(address));
    assert.deepEqual(config.registries(), []);
  });

  it('removes an entry that cannot be read, which stands in the tree with what is wrong [U11]', async () => {
    await config.addRegistry('https://registry.example', 'user');
    const broken = await find('“https://registry.example”');
    assert.equal(broken.kind, 'error');
    assert.match(broken.treeItem().contextValue ?? '', /^error\b.*\+open-settings\b.*\+entry\b/);
    await removeRegistry(tree.host, broken);
    assert.deepEqual(
      config.registries().map(({ name }) => name),
      [address],
    );
  });

  it('shows an entry that is not text as an error, and leaves it where it is when another one goes [U11]', async () => {
    const configuration = vscode.workspace.getConfiguration('countersign');
    await configuration.update('registries', [{}, 'a.example'], vscode.ConfigurationTarget.Global);
    const bad = await find('Entry 1 of countersign.registries');
    assert.equal(bad.kind, 'error');
    await removeRegistry(tree.host, await find('a.example'));
    const left = vscode.workspace.getConfiguration('countersign').inspect('registries')?.globalValue;
    assert.deepEqual(left, [{}]);
  });

  it('copies the login of the registry that an error names [U11]', async () => {
    tree.dispose();
    const answer = {
      registry: 'registry.example:5000',
      repository: 'a',
      operation: 'x',
      status: 401,
      code: '',
      message: '',
    };
    tree = newTreeHost({
      inspectImage: () => Promise.reject(new EngineError('not-signed-in', { ...answer, credential: nobody })),
    });
    const [error] = await rowsOf(await find(address, 'demo/app', '1.0'));
    await copyDockerLogin(tree.host, error);
    assert.equal(await vscode.env.clipboard.readText(), 'docker login registry.example:5000');
  });
});

/** Waits until the command asks, and closes the question without an answer. */
async function closeQuestion(running: Promise<void>): Promise<void> {
  await until(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return Promise.race([running.then(() => true), pause(200).then(() => false)]);
  });
}

async function select(command: string): Promise<void> {
  await pause(1000);
  await vscode.commands.executeCommand(command);
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function reset(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('countersign');
  for (const target of [vscode.ConfigurationTarget.Global, vscode.ConfigurationTarget.Workspace]) {
    await configuration.update('registries', undefined, target);
  }
}
