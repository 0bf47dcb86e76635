// Whose rules judge in a window with two folders (V3, S11).
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { chooseFolder } from '../../src/host/commands/chooseFolder.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { showReport } from '../../src/host/commands/showReport.ts';
import { trustSignerOf } from '../../src/host/commands/trustSigner.ts';
import { verify, verifyAndTell } from '../../src/host/commands/verify.ts';
import { trustLevels } from '../../src/host/config.ts';
import { reportMarkdown } from '../../src/host/report/markdown.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples, type Samples } from '../demo/samples.ts';
import type { Answer } from '../support/vscode/person.ts';
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
    await played(verifying, /is verified by key .*of folder settings \(\.vscode\/settings\.json of two\)/);
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

  it('judges anew by the folder that judged, from a report that is no longer good, if it is still open [S11] [S18]', async () => {
    const reference = `${address}/demo/app:1.0`;
    await edit(two);
    await played(async () => {
      await verifyAndTell(flow.host, reference);
    }, /is verified/);
    const digest = registry.state.repositories.get('demo/app')?.tags.get('1.0') ?? '';
    const path = `/report/${address}/demo/app/${digest.slice(7)}/app@${digest.slice(7, 19)}.report.md`;
    flow.host.reports.dropAll();
    await edit(one);
    const document = vscode.Uri.from({ scheme: 'countersign', path });
    await played(() => verify(flow.host, document), /is verified by key .*\.vscode\/settings\.json of two/);
    const gone = { uri: vscode.Uri.joinPath(two.uri, '..', 'gone'), name: 'gone', index: 2 };
    await played(async () => {
      await verifyAndTell(flow.host, reference, { folder: gone });
    }, /no one you trust\. The settings of folder one applied\./);
  });

  it('asks once where no editor says which folder applies [S11] [V3]', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const verifying = async (): Promise<void> => {
      await verifyAndTell(flow.host, `${address}/demo/app:1.0`);
    };
    await played(verifying, /is verified/, { type: 'pick', about: /Whose Settings/, label: /^two$/ });
    await played(verifying, /is verified/);
  });

  it('asks again for who chooses a folder, drops what the other one judged, and says whose settings applied [S11] [S18]', async () => {
    const choosing = (label: RegExp): Answer => ({ type: 'pick', about: /Whose Settings/, label });
    const digest = registry.state.repositories.get('demo/app')?.tags.get('1.0') ?? '';
    await played(() => chooseFolder(flow.host), /Whose Settings/, choosing(/^one$/));
    assert.equal(flow.host.reports.find(`${address}/demo/app`, digest), undefined);
    const verifying = async (): Promise<void> => {
      await verifyAndTell(flow.host, `${address}/demo/app:1.0`);
    };
    await played(verifying, /no one you trust\. The settings of folder one applied\./);
    await flow.addKey('release', 'word');
    const shown = await played(
      () => sign(flow.host, undefined),
      /Enter signs exactly/,
      { type: 'text', about: /Sign Image/, text: `${address}/demo/app:1.0` },
      { type: 'pick', about: /Sign This Image/, label: undefined },
    );
    assert.ok(shown.some((line) => line.startsWith('The settings of folder one apply')));
  });

  it('writes the rule of Trust This Signer into the folder that judged, whichever editor is in front [S11]', async () => {
    await edit(one);
    let report: VerifyReport | undefined;
    await played(async () => {
      report = await verifyAndTell(flow.host, `${address}/demo/app:1.0`);
    }, /no one you trust/);
    await edit(two);
    const file = path.join(one.uri.fsPath, 'demo.pub');
    writeFileSync(file, samples.demo.publicKeyPem);
    const pick = (about: RegExp, label: RegExp): Answer => ({ type: 'pick', about, label });
    try {
      await played(
        () => trustSignerOf(flow.host, report!),
        /is verified by key .*of folder settings/,
        pick(/Trust Which Key/, /Public key file/),
        { type: 'open', file },
        pick(/Trust Where/, /In this folder/),
        pick(/Trust for Which Images/, /Add to the rule/),
      );
      const rules = (folder: vscode.WorkspaceFolder): string =>
        JSON.stringify(trustLevels(folder).map(({ value }) => value));
      assert.match(rules(one), /"demo\.pub"/);
      assert.doesNotMatch(rules(two), /"demo\.pub"/);
    } finally {
      rmSync(file);
    }
  });
});

async function edit(folder: vscode.WorkspaceFolder): Promise<void> {
  const file = vscode.Uri.joinPath(folder.uri, 'README.md');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}
