// Whose rules judge in a window with two folders (V3, S11).
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { showReport } from '../../src/host/commands/showReport.ts';
import { verifyAndTell } from '../../src/host/commands/verify.ts';
import { reportMarkdown } from '../../src/host/report/markdown.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples, type Samples } from '../demo/samples.ts';
import { folderNamed, settingsFileOf, writeSettings } from '../support/vscode/settings.ts';
import { type FlowHost, newFlowHost, played } from './flowHost.ts';

describe('Verify Image in a multi-root window', () => {
  const [one, two] = [folderNamed('one'), folderNamed('two')];
  let registry: Registry;
  let address: string;
  let samples: Samples;
  let flow: FlowHost;

  before(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    samples = addSamples(registry.state, address);
    const rule = (pem: string): Record<string, unknown> => ({
      'countersign.trustedSigners': [{ images: `${address}/demo/**`, keys: [pem] }],
    });
    await writeSettings(settingsFileOf(one), rule(samples.stranger.publicKeyPem), one);
    await writeSettings(settingsFileOf(two), rule(samples.demo.publicKeyPem), two);
    flow = newFlowHost();
  });

  after(async () => {
    flow.dispose();
    await registry.stop();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const folder of [one, two]) await writeSettings(settingsFileOf(folder), {}, folder);
  });

  it('judges by the folder of the active editor, and the report names it [S11] [V3]', async () => {
    const verifying = async (): Promise<void> => {
      await verifyAndTell(flow.host, `${address}/demo/app:1.0`);
    };
    await edit(two);
    await played(verifying, /is verified by key .*of folder settings/);
    await played(() => showReport(flow.host, undefined), /./, {
      type: 'text',
      about: /Show Report/,
      text: `${address}/demo/app:1.0`,
    });
    const digest = registry.state.repositories.get('demo/app')?.tags.get('1.0') ?? '';
    const report = flow.host.reports.find(`${address}/demo/app`, digest);
    assert.ok(report);
    assert.match(
      reportMarkdown(report),
      /- The rules of folder settings: ` \.vscode\/settings\.json of two `/,
    );
    await edit(one);
    await played(verifying, /no one you trust/);
  });

  it('asks once where no editor says which folder applies [S11] [V3]', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const verifying = async (): Promise<void> => {
      await verifyAndTell(flow.host, `${address}/demo/app:1.0`);
    };
    await played(verifying, /is verified/, { type: 'pick', about: /Whose Settings/, label: /^two$/ });
    await played(verifying, /is verified/);
  });
});

async function edit(folder: vscode.WorkspaceFolder): Promise<void> {
  const file = vscode.Uri.joinPath(folder.uri, 'README.md');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}
