// Verify Image in Restricted Mode: what the workspace sets is not used, and the person is told so (N2, S1).
import assert from 'node:assert/strict';
import { verify } from '../../src/host/commands/verify.ts';
import { reportMarkdown } from '../../src/host/report/markdown.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples } from '../demo/samples.ts';
import { folderNamed, settingsFileOf, writeSettings } from '../support/vscode/settings.ts';
import { type FlowHost, newFlowHost, played } from './flowHost.ts';

describe('Verify Image in Restricted Mode', () => {
  const file = settingsFileOf(folderNamed());
  let registry: Registry;
  let address: string;
  let flow: FlowHost;

  before(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    addSamples(registry.state, address);
    flow = newFlowHost();
  });

  after(async () => {
    flow.dispose();
    await registry.stop();
    await writeSettings(file, {});
  });

  const verified = (until: RegExp): Promise<readonly string[]> =>
    played(() => verify(flow.host, undefined), until, {
      type: 'text',
      about: /Verify Image/,
      text: `${address}/demo/unsigned:1.0`,
    });

  it('says that the workspace’s rules and signature repository were not used, and leads to its trust [N2]', async () => {
    await writeSettings(file, {
      'countersign.trustedSigners': [{ images: '**', keys: ['evil.pub'] }],
      'countersign.signatureRepository': 'evil.example/sigs',
    });
    const words = 'This workspace is not trusted: its rules and its signature repository were not used.';
    const shown = await verified(/is not signed/);
    assert.ok(shown.some((line) => line.endsWith(`${words} | Show Report | Manage Workspace Trust`)));
    const [report] = flow.host.reports.kept();
    assert.ok(report !== undefined && reportMarkdown(report).includes(words));
  });

  it('says nothing of it where the workspace sets neither', async () => {
    await writeSettings(file, { 'countersign.trustedSigners': [] });
    const shown = await verified(/is not signed/);
    assert.ok(!shown.some((line) => /not trusted|Manage/.test(line)));
  });
});
