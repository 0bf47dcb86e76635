// What a person does with repositories in the tree, with the real engine on the demo registry: check all tags, insert a
// reference, pin, filter, and what is read from Container Tools.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineApi } from '../../src/engine/api.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { checkAll } from '../../src/host/commands/checkAll.ts';
import { verifyContainerImage } from '../../src/host/commands/containerImages.ts';
import { filterNames } from '../../src/host/commands/filterNames.ts';
import { insertReference } from '../../src/host/commands/insertReference.ts';
import { clearRecent, pinning } from '../../src/host/commands/listCommands.ts';
import * as config from '../../src/host/config.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples, type Samples } from '../demo/samples.ts';
import { folderNamed } from '../support/vscode/settings.ts';
import { type FlowHost, newFlowHost, played } from './flowHost.ts';
import { labelOf, wordsOf } from './treeWords.ts';

describe('an action on a repository of the tree', () => {
  let registry: Registry;
  let address: string;
  let samples: Samples;
  let flow: FlowHost;

  before(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    samples = addSamples(registry.state, address);
    await reset();
    await config.addTrustRule(
      { images: `${address}/demo/**`, keys: [samples.demo.publicKeyPem] },
      'user',
      folderNamed(),
    );
    await config.addRegistry(address, 'user');
  });

  beforeEach(() => {
    flow = newFlowHost();
  });

  afterEach(async () => {
    flow.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(async () => {
    await registry.stop();
    await reset();
  });

  function use(verbs: (real: EngineApi) => Partial<EngineApi>): void {
    flow.dispose();
    flow = newFlowHost(verbs);
  }

  const rowsOf = async (node?: TreeNode): Promise<readonly TreeNode[]> =>
    (await flow.provider.getChildren(node)) ?? [];

  async function find(...wanted: readonly string[]): Promise<TreeNode> {
    let found: TreeNode | undefined;
    for (const label of wanted) {
      found = (await rowsOf(found)).find((row) => labelOf(row.treeItem()) === label);
      assert.ok(found, label);
    }
    assert.ok(found);
    return found;
  }

  it('checks all tags in view, puts each verdict on its row and tells how many of each there are', async () => {
    const repository = await find(address, 'demo/app');
    const shown = await played(() => checkAll(flow.host, repository), /Checked \d+ tags of .*demo\/app: /);
    const end = shown.find((line) => line.includes('Checked ')) ?? '';
    assert.match(end, /\d+ verified/);
    const rows = (await rowsOf(repository)).filter(({ kind }) => kind === 'tag');
    assert.match(wordsOf((await find(address, 'demo/app', '1.0')).treeItem()), /^1\.0 \| Verified by/);
    assert.ok(rows.every((row) => row.digest !== undefined));
    assert.equal(new RegExp(`Checked ${String(rows.length)} tags`).test(end), true, end);
    assert.deepEqual(flow.opened, []);
  });

  it('counts what could not be checked as that, says why on the row, and never calls it unsigned', async () => {
    use((real) => ({
      verify: (request, signal) =>
        request.reference.endsWith(':1.1')
          ? Promise.reject(new EngineError('unreachable', { host: address, reason: 'refused', message: '' }))
          : real.verify(request, signal),
    }));
    const repository = await find(address, 'demo/app');
    const shown = await played(() => checkAll(flow.host, repository), /Checked/);
    const end = shown.find((line) => line.includes('Checked ')) ?? '';
    assert.match(end, /1 could not be checked/);
    assert.doesNotMatch(end, /unsigned/);
    const row = wordsOf((await find(address, 'demo/app', '1.1')).treeItem());
    assert.match(row, /^1\.1 \| could not check: Nothing answers/);
    assert.ok(flow.logged.some((line) => line.includes('demo/app:1.1')));
  });

  it('stops where the registry has had too many requests, and says so instead of asking on', async () => {
    let asked = 0;
    use(() => ({
      verify() {
        asked += 1;
        const answer = {
          registry: address,
          repository: 'demo/many',
          operation: 'reading a manifest',
        } as const;
        const more = { status: 429, code: '', message: '', retryAfterSeconds: 60, webPage: false } as const;
        return Promise.reject(new EngineError('rate-limited', { ...answer, ...more }));
      },
    }));
    const repository = await find(address, 'demo/many');
    const shown = await played(() => checkAll(flow.host, repository), /Stopped: /);
    const end = shown.find((line) => line.includes('Stopped: ')) ?? '';
    assert.match(
      end,
      /4 of \d+ tags .* 4 could not be checked\. .* has had too many requests\. Try again in 60/,
    );
    assert.equal(asked, 4);
  });

  it('does not call a repository empty whose tags could not be read', async () => {
    use(() => ({ listTags: () => assert.fail('nobody answers') }));
    const node = await find(address, 'demo/app');
    await played(() => checkAll(flow.host, node), /could not be read\. Its row in the tree says why/);
  });

  it('never verifies more than four at once', async () => {
    let [now, most] = [0, 0];
    use((real) => ({
      async verify(request, signal) {
        now += 1;
        most = Math.max(most, now);
        try {
          return await real.verify(request, signal);
        } finally {
          now -= 1;
        }
      },
    }));
    const repository = await find(address, 'demo/many');
    await played(() => checkAll(flow.host, repository), /Checked/);
    assert.equal(most, 4);
  });

  async function openEditor(content: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument({ content, language: 'yaml' });
    return vscode.window.showTextDocument(document);
  }

  it('inserts a reference with its digest over what is selected, and at every cursor [V15]', async () => {
    const editor = await openEditor('image: old\nother: \n');
    editor.selections = [new vscode.Selection(0, 7, 0, 10), new vscode.Selection(1, 7, 1, 7)];
    const tag = await find(address, 'demo/app', '1.0');
    await insertReference(flow.host, tag);
    const { digest } = tag;
    assert.match(digest ?? '', /^sha256:[0-9a-f]{64}$/);
    const text = `${address}/demo/app:1.0@${digest ?? ''}`;
    assert.equal(editor.document.getText(), `image: ${text}\nother: ${text}\n`);
  });

  it('says so where no editor is open, and asks no registry for it [V15]', async () => {
    const tag = await find(address, 'demo/app', '1.0');
    registry.requests.length = 0;
    await played(() => insertReference(flow.host, tag), /Open a file in an editor first/);
    assert.equal(registry.requests.length, 0);
  });

  it('gives the reference in words where the editor was closed meanwhile [V15]', async () => {
    use((real) => ({
      inspectImage: async (...asked) => {
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
        return real.inspectImage(...asked);
      },
    }));
    const tag = await find(address, 'demo/app', '1.0');
    await openEditor('');
    await played(
      () => insertReference(flow.host, tag),
      /nothing was inserted. The reference is localhost:\d+\/demo\/app:1\.0@sha256:/,
    );
  });

  it('takes what only looks like a node for none [S38]', async () => {
    await openEditor('');
    const forged = { ...(await find(address, 'demo/app', '1.0')), repository: 'evil.example/app' };
    registry.requests.length = 0;
    await played(() => insertReference(flow.host, forged), /Insert Reference with Digest/, {
      type: 'text',
      about: /Insert Reference with Digest/,
      text: undefined,
    });
    assert.equal(registry.requests.length, 0);
  });

  it('stands on top once it is pinned, and after Refresh once it was used, until it is cleared', async () => {
    const repository = await find(address, 'demo/app');
    await rowsOf(await find(address, 'demo/multi'));
    await pinning('pin')(flow.host, repository);
    const tops = async (): Promise<string[]> => (await rowsOf()).map((row) => wordsOf(row.treeItem()));
    assert.deepEqual(await tops(), [`${address}/demo/app | pinned`, address]);
    await flow.host.registries.refresh();
    assert.deepEqual(await tops(), [
      `${address}/demo/app | pinned`,
      `${address}/demo/multi | recent`,
      address,
    ]);
    const [pinned] = await rowsOf();
    assert.match(pinned?.treeItem().contextValue ?? '', /^repository\+pinned$/);
    await pinning('unpin')(flow.host, pinned);
    await clearRecent(flow.host, undefined);
    assert.deepEqual(await tops(), [address]);
  });

  it('filters the repositories of a registry by a text that is asked for', async () => {
    const root = await find(address);
    await rowsOf(root);
    await played(() => filterNames(flow.host, root), /Filter/, {
      type: 'text',
      about: /Filter/,
      text: 'bund',
    });
    assert.deepEqual(
      (await rowsOf(root)).map((row) => labelOf(row.treeItem())),
      ['demo/bundle'],
    );
  });

  it('verifies the image that Container Tools shows, and says so where it cannot tell which [V15]', async () => {
    const image = { contextValue: 'image', fullTag: `${address}/demo/app:1.0` };
    await played(() => verifyContainerImage(flow.host, image), /demo\/app:1\.0 is verified/);
    registry.requests.length = 0;
    await played(
      () => verifyContainerImage(flow.host, { contextValue: 'image', fullTag: '<none>' }),
      /cannot tell which image this is/,
    );
    assert.equal(registry.requests.length, 0);
  });
});

async function reset(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('countersign');
  for (const setting of ['registries', 'trustedSigners'])
    await configuration.update(setting, undefined, vscode.ConfigurationTarget.Global);
}
