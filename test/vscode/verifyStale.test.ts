// A verdict does not outlive the rules that it was made with, nor do they change under it (S18), with the real engine.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SignatureSettings, VerifyRequest } from '../../src/engine/plan.ts';
import * as config from '../../src/host/config.ts';
import { reportFor } from '../../src/host/commands/reportFor.ts';
import { verify, verifyAndTell } from '../../src/host/commands/verify.ts';
import { dropStaleVerdicts } from '../../src/host/report/staleVerdicts.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples, type Samples } from '../demo/samples.ts';
import type { Answer } from '../support/vscode/person.ts';
import { folderNamed } from '../support/vscode/settings.ts';
import { until } from '../support/until.ts';
import { type FlowHost, newFlowHost, played } from './flowHost.ts';

describe('a verdict and the rules it was made with', () => {
  let registry: Registry;
  let address: string;
  let samples: Samples;
  let flow: FlowHost;
  let watching: vscode.Disposable;

  beforeEach(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    samples = addSamples(registry.state, address);
    await reset();
    await trust(`${address}/demo/**`, samples.demo.publicKeyPem);
  });

  afterEach(async () => {
    watching.dispose();
    flow.dispose();
    await registry.stop();
    await reset();
  });

  const trust = (images: string, key: string): Promise<void> =>
    config.addTrustRule({ images, keys: [key] }, 'user', folderNamed());
  const app = (): Answer => ({ type: 'text', about: /Verify Image/, text: `${address}/demo/app:1.0` });
  const use = (...given: Parameters<typeof newFlowHost>): void => {
    flow = newFlowHost(...given);
    watching = dropStaleVerdicts(flow.host);
  };
  /** Adds a rule and waits until the verdicts that were made without it are dropped. */
  async function addRule(images: string): Promise<void> {
    const dropped = new Promise((resolve) => flow.host.reports.onDidChange(resolve));
    await trust(images, samples.stranger.publicKeyPem);
    await dropped;
  }

  it('goes when they change, and the open report says so [S18]', async () => {
    use();
    await played(() => verify(flow.host, undefined), /is verified/, app());
    const digest = registry.state.repositories.get('demo/app')?.tags.get('1.0') ?? '';
    const path = `/report/${address}/demo/app/${digest.slice(7)}/app@${digest.slice(7, 19)}.report.md`;
    assert.match(flow.text(path) ?? '', /^# Verified\n/);
    await addRule('ghcr.io/other/**');
    assert.equal(flow.host.reports.find(`${address}/demo/app`, digest), undefined);
    assert.match(flow.text(path) ?? '', /^# No longer good\n/);
  });

  it('is made anew where they change while it is made [S18]', async () => {
    let times = 0;
    use((real) => ({
      verify: async (request, signal) => {
        const report = await real.verify(request, signal);
        times += 1;
        if (times === 1) await addRule(`${address}/demo/app`);
        return report;
      },
    }));
    await played(() => verify(flow.host, undefined), /is signed .* not enough/, app());
    assert.equal(times, 2);
  });

  it('leaves behind what was asked: its report asks for the same annotations and place, Trust This Signer too [S18]', async () => {
    const asked: VerifyRequest[] = [];
    use((real) => ({
      verify: (request, signal) => {
        asked.push(request);
        return real.verify(request, signal);
      },
    }));
    const origin = { kind: 'asked', name: '' } as const;
    const place = { value: `${address}/demo/app`, origin };
    const settings: SignatureSettings = {
      signatureRepository: place,
      layout: { value: 'shared', origin },
      legacyMediaTypes: undefined,
    };
    const annotations = [['build', '43']] as const;
    await played(async () => {
      await verifyAndTell(flow.host, `${address}/demo/app:1.1`, { annotations, settings });
    }, /is rejected/);
    const digest = registry.state.repositories.get('demo/app')?.tags.get('1.1') ?? '';
    const path = `/report/${address}/demo/app/${digest.slice(7)}/app@${digest.slice(7, 19)}.report.md`;
    const document = vscode.Uri.from({ scheme: 'countersign', path });
    const again = [
      () => verify(flow.host, document),
      () => reportFor(flow.host, document, 'Trust This Signer'),
    ];
    for (const ask of again) {
      flow.host.reports.dropAll();
      const before = asked.length;
      await ask();
      await until(() => flow.host.reports.kept().length > 0);
      const request = asked[before];
      assert.ok(request);
      assert.equal(flow.host.reports.kept()[0]?.verdict, 'rejected');
      assert.deepEqual(request.annotations, annotations);
      assert.deepEqual(request.settings, settings);
    }
  });
});

async function reset(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('countersign');
  await configuration.update('trustedSigners', undefined, vscode.ConfigurationTarget.Global);
}
