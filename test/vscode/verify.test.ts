// Verify Image as a person goes through it, with the real engine, on the demo registry.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineApi } from '../../src/engine/api.ts';
import { EngineError } from '../../src/engine/errors.ts';
import * as config from '../../src/host/config.ts';
import { copyCosignCommand } from '../../src/host/commands/copyCosignCommand.ts';
import { reportFor } from '../../src/host/commands/reportFor.ts';
import { showReport } from '../../src/host/commands/showReport.ts';
import { told } from '../../src/host/commands/told.ts';
import { verify } from '../../src/host/commands/verify.ts';
import { verifyAtCursor } from '../../src/host/commands/verifyAtCursor.ts';
import { reportAddress } from '../../src/host/report/documents.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples, type Samples } from '../demo/samples.ts';
import type { Answer } from '../support/vscode/person.ts';
import { playPerson } from '../support/vscode/person.ts';
import { folderNamed } from '../support/vscode/settings.ts';
import { until } from '../support/until.ts';
import { type FlowHost, newFlowHost, played } from './flowHost.ts';

describe('Verify Image', () => {
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
    use();
  });

  afterEach(async () => {
    flow.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(async () => {
    await registry.stop();
    await reset();
  });

  function use(verbs?: (real: EngineApi) => Partial<EngineApi>): void {
    (flow as FlowHost | undefined)?.dispose();
    flow = newFlowHost(verbs);
  }

  const image = (text: string): Answer => {
    return { type: 'text', about: /Verify Image/, text: `${address}/demo/${text}` };
  };

  const verdicts: readonly (readonly [name: string, told: RegExp, opens: boolean])[] = [
    [
      'app:1.0',
      /demo\/app:1\.0 is verified by key [0-9a-f]{12}; rule .*\/demo\/\*\* of user settings\./,
      false,
    ],
    ['untrusted:1.0', /demo\/untrusted:1\.0 is signed, by no one you trust\. \| Trust This Signer/, true],
    ['unsigned:1.0', /demo\/unsigned:1\.0 is not signed\./, true],
    ['rejected:1.0', /demo\/rejected:1\.0 is rejected: .*a check fails: signed digest\./, true],
    ['bundle:1.0', /demo\/bundle:1\.0 could not be checked: .*cannot judge yet.* \| Verify Again/, true],
  ];
  for (const [name, words, opens] of verdicts) {
    const also = opens ? 'opens the report' : 'opens no report';
    it(`says of demo/${name} what is proven, keeps it, and ${also} [U12]`, async () => {
      const shown = await played(() => verify(flow.host, undefined), words, image(name));
      assert.equal(shown.filter((line) => line.includes('demo/')).length, 1, 'one message');
      assert.equal(flow.opened.length, opens ? 1 : 0);
      const digest = registry.state.repositories.get(`demo/${name.slice(0, -4)}`)?.tags.get('1.0') ?? '';
      assert.ok(flow.host.reports.find(`${address}/demo/${name.slice(0, -4)}`, digest));
    });
  }

  it('asks for annotations that are typed behind the name, as for cosign', async () => {
    await played(() => verify(flow.host, undefined), /is verified/, image('app:1.1 -a build=42'));
    const shown = await played(
      () => verify(flow.host, undefined),
      /is rejected/,
      image('app:1.1 -a build=43'),
    );
    assert.match(shown.at(-1) ?? '', /annotations asked for/);
  });

  it('says of an image that was never pushed that it is not there, and to push it first [U7]', async () => {
    const shown = await played(
      () => told(flow.host, () => verify(flow.host, undefined)),
      /push/,
      image('nowhere'),
    );
    assert.match(shown.at(-1) ?? '', /latest/);
  });

  it('tells a failure once, with Retry that does it again and does not ask for the image anew [V11] [U11]', async () => {
    let asked = 0;
    use((real) => ({
      verify: (request, signal) => {
        asked += 1;
        if (asked > 1) return real.verify(request, signal);
        const details = { host: address, reason: 'refused', message: '' } as const;
        return Promise.reject(new EngineError('unreachable', details));
      },
    }));
    const shown = await played(
      () => told(flow.host, () => verify(flow.host, undefined)),
      /is verified/,
      image('app:1.0'),
      { type: 'button', about: /./, button: 'Retry' },
    );
    assert.equal(shown.filter((line) => line.includes('Retry')).length, 1);
  });

  it('from a node of the tree asks nothing, and the verdict stays on the node [U12] [V9]', async () => {
    const node = await find(address, 'demo/app', '1.0');
    await played(() => verify(flow.host, node), /is verified/);
    assert.match(String(node.treeItem().description), /Verified by/);
  });

  it('under the cursor of an editor takes the reference there, and says where there is none [U5]', async () => {
    const content = `FROM ${address}/demo/app:1.0 AS build\n\n`;
    const document = await vscode.workspace.openTextDocument({ content });
    await select(document, new vscode.Selection(0, 9, 0, 9));
    await played(() => verifyAtCursor(flow.host), /demo\/app:1\.0 is verified/);
    await select(document, new vscode.Selection(1, 0, 1, 0));
    await played(() => verifyAtCursor(flow.host), /There is no image reference under the cursor\./);
  });

  it('begins with the selected text where that names a registry, tag or digest, and never reads the clipboard on the web [U5]', async () => {
    await vscode.env.clipboard.writeText('ghcr.io/acme/clipboard:1');
    const begun: (string | undefined)[] = [];
    const window = vscode.window as unknown as { showInputBox: unknown };
    const box = window.showInputBox;
    window.showInputBox = (options: vscode.InputBoxOptions) => {
      begun.push(options.value);
      return Promise.resolve(undefined);
    };
    try {
      for (const content of ['ghcr.io/acme/app', 'password']) {
        const document = await vscode.workspace.openTextDocument({ content });
        await select(document, new vscode.Selection(0, 0, 0, content.length));
        await verify(flow.host, undefined);
      }
    } finally {
      window.showInputBox = box;
    }
    assert.deepEqual(begun, ['ghcr.io/acme/app', '']);
    assert.equal(vscode.env.uiKind, vscode.UIKind.Web);
  });

  it('opens the report of a node that was verified without asking again', async () => {
    const node = await find(address, 'demo/app', '1.0');
    await played(() => verify(flow.host, node), /is verified/);
    registry.requests.length = 0;
    await showReport(flow.host, node);
    assert.equal(flow.opened.length, 1);
    assert.equal(registry.requests.length, 0);
  });

  it('is asked of the report that a command was started from, also where another one is in sight [S18]', async () => {
    const { host } = flow;
    await played(() => verify(host, undefined), /is verified/, image('app:1.0'));
    const [app] = host.reports.kept();
    host.reports.dropAll();
    await played(() => verify(host, undefined), /unsigned:1\.0 is not signed/, image('unsigned:1.0'));
    const [other] = host.reports.kept();
    assert.ok(app && other);
    const active = () => ({ reference: other.reference, options: {}, report: other });
    const path = reportAddress(app.repository, app.digest);
    const report = await reportFor(
      { ...host, reports: { ...host.reports, active } },
      vscode.Uri.from({ scheme: 'countersign', path }),
      'Trust This Signer',
    );
    assert.equal(report?.digest, app.digest);
  });

  it('offers the image that was verified last for the cosign command, where no report is in front [U2]', async () => {
    await played(() => verify(flow.host, undefined), /is verified/, image('app:1.0'));
    const person = playPerson({ type: 'text', about: /Copy as cosign Command/, text: undefined });
    await copyCosignCommand(flow.host, undefined).finally(() => person.leave());
    assert.deepEqual(person.offered, [`${address}/demo/app:1.0`]);
  });

  it('copies the cosign command with the flag, the digest and the key file that it offers to save [U2] [S23]', async () => {
    const key = await flow.addKey('my key', 'word');
    const file = `${folderNamed().uri.fsPath}/my key.pub`;
    await played(
      () => copyCosignCommand(flow.host, undefined),
      /Copied the cosign command .* --insecure-ignore-tlog/,
      { type: 'text', about: /Copy as cosign Command/, text: `${address}/demo/unsigned:1.0` },
      { type: 'pick', about: /Which Public Key File/, label: /Save the public key of my key/ },
      { type: 'save', file },
    );
    const command = await vscode.env.clipboard.readText();
    assert.match(
      command,
      /^cosign verify --key '.*\/my key\.pub' --insecure-ignore-tlog localhost:\d+\/demo\/unsigned@sha256:[0-9a-f]{64}$/,
    );
    const saved = Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.file(file))).toString();
    assert.equal(saved, key.publicKeyPem);
    await vscode.workspace.fs.delete(vscode.Uri.file(file));
  });

  /** A row of the tree, by its labels from the top. */
  async function find(...labels: readonly string[]): Promise<TreeNode> {
    let node: TreeNode | undefined;
    for (const label of labels) {
      const rows = (await flow.provider.getChildren(node)) ?? [];
      node = rows.find((row) => row.treeItem().label === label);
      assert.ok(node, label);
    }
    assert.ok(node);
    return node;
  }
});

/** Shows the document and waits until VS Code takes it for the active one, with this selection. */
async function select(document: vscode.TextDocument, selection: vscode.Selection): Promise<void> {
  const editor = await vscode.window.showTextDocument(document, { selection });
  await until(() => {
    const active = vscode.window.activeTextEditor;
    return active === editor && active.selection.isEqual(selection);
  });
}

async function reset(): Promise<void> {
  for (const setting of ['trustedSigners', 'registries']) {
    const configuration = vscode.workspace.getConfiguration('countersign');
    await configuration.update(setting, undefined, vscode.ConfigurationTarget.Global);
  }
}
