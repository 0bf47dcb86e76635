// Trust This Signer as a person goes through it, with the real engine, on the demo registry (U1).
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import * as config from '../../src/host/config.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { trustSigner } from '../../src/host/commands/trustSigner.ts';
import { verifyAndTell } from '../../src/host/commands/verify.ts';
import { told } from '../../src/host/commands/told.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples, type Samples } from '../demo/samples.ts';
import type { Answer } from '../support/vscode/person.ts';
import { folderNamed, removeSettings, settingsFileOf, writeSettings } from '../support/vscode/settings.ts';
import { type FlowHost, newFlowHost, played } from './flowHost.ts';

const folder = folderNamed();

describe('Trust This Signer', () => {
  let registry: Registry;
  let address: string;
  let samples: Samples;
  let flow: FlowHost;
  const keyFile = path.join(folder.uri.fsPath, 'stranger.pub');

  beforeEach(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    samples = addSamples(registry.state, address);
    writeFileSync(keyFile, samples.stranger.publicKeyPem);
    await reset();
    flow = newFlowHost();
  });

  afterEach(async () => {
    flow.dispose();
    await registry.stop();
    await reset();
    removeSettings(keyFile);
  });

  const image = (name: string): Answer => {
    return { type: 'text', about: /Trust This Signer/, text: `${address}/demo/${name}` };
  };
  const pick = (about: RegExp, label: RegExp): Answer => ({ type: 'pick', about, label });
  const fromFile: readonly Answer[] = [
    pick(/Trust Which Key/, /Public key file/),
    { type: 'open', file: keyFile },
  ];
  const rulesOf = (level: config.Level): unknown =>
    config.trustLevels(folder).find((one) => one.level === level)?.value;

  it('writes a file’s key as PEM into the user settings and verifies again [U1] [S2]', async () => {
    await played(
      () => trustSigner(flow.host, undefined),
      /is verified by key .*of user settings/,
      ...[image('untrusted:1.0'), ...fromFile],
      pick(/Trust Where/, /In all my windows/),
      pick(/Trust for Which Images/, /This image/),
    );
    const rule = { images: `${address}/demo/untrusted`, keys: [samples.stranger.publicKeyPem.trim()] };
    assert.deepEqual(rulesOf('user'), [rule]);
  });

  it('writes a file inside the folder as a relative path into the workspace settings [U1] [S2]', async () => {
    await played(
      () => trustSigner(flow.host, undefined),
      /is verified by key .*of workspace settings/,
      ...[image('untrusted:1.0'), ...fromFile],
      pick(/Trust Where/, /In this workspace/),
      pick(/Trust for Which Images/, /Everything in its namespace/),
    );
    assert.deepEqual(rulesOf('workspace'), [{ images: `${address}/demo/**`, keys: ['stranger.pub'] }]);
  });

  it('writes an own key by its fingerprint for the user, and as PEM for a workspace [U1] [S7]', async () => {
    const key = await flow.addKey('release', 'word');
    await signWithKey();
    const own = (where: RegExp): readonly Answer[] => [
      image('unsigned:1.0'),
      pick(/Trust Which Key/, /^release$/),
      pick(/Trust Where/, where),
      pick(/Trust for Which Images/, /This image/),
    ];
    await played(
      () => trustSigner(flow.host, undefined),
      /of workspace settings/,
      ...own(/In this workspace/),
    );
    await played(() => trustSigner(flow.host, undefined), /of user settings/, ...own(/In all my windows/));
    const images = `${address}/demo/unsigned`;
    assert.deepEqual(rulesOf('workspace'), [{ images, keys: [key.publicKeyPem.trim()] }]);
    assert.deepEqual(rulesOf('user'), [{ images, keys: [`own:${key.fingerprint}`] }]);
  });

  it('writes no rule for a key that verifies no signature that was found [U1] [S13]', async () => {
    await flow.addKey('release', 'word');
    const shown = await played(
      () => trustSigner(flow.host, undefined),
      /verifies none of the signatures/,
      image('untrusted:1.0'),
      pick(/Trust Which Key/, /^release$/),
    );
    assert.match(shown.at(-1) ?? '', /No rule was written\. \| Try Another Key/);
    assert.equal(rulesOf('user'), undefined);
    assert.equal(rulesOf('workspace'), undefined);
  });

  it('writes no rule for an unsigned image, nor for a file that is no public key', async () => {
    await played(() => trustSigner(flow.host, undefined), /has no signature/, image('unsigned:1.0'));
    writeFileSync(keyFile, 'not a key');
    const failing = (): Promise<void> => told(flow.host, () => trustSigner(flow.host, undefined));
    const shown = await played(failing, /stranger\.pub/, image('untrusted:1.0'), ...fromFile);
    assert.match(shown.at(-1) ?? '', /key/);
    assert.equal(rulesOf('user'), undefined);
  });

  it('adds the key to the rule that names the image already, so that either key is enough [S3]', async () => {
    const images = `${address}/demo/**`;
    const rules = [{ images, keys: [samples.demo.publicKeyPem] }];
    await writeSettings(settingsFileOf(folder), { 'countersign.trustedSigners': rules });
    const shown = await played(
      () => trustSigner(flow.host, undefined),
      /is verified by key/,
      ...[image('untrusted:1.0'), ...fromFile],
      pick(/Trust Where/, /In this workspace/),
      pick(/Trust for Which Images/, /Add to the rule/),
    );
    assert.ok(
      shown.some((line) => line.includes('The rules that name this image already must hold as well.')),
    );
    assert.deepEqual(rulesOf('workspace'), [{ images, keys: [samples.demo.publicKeyPem, 'stranger.pub'] }]);
  });

  it('once written, announces a key file that holds another key, old and new [S2]', async () => {
    await played(
      () => trustSigner(flow.host, undefined),
      /is verified by key/,
      ...[image('untrusted:1.0'), ...fromFile],
      pick(/Trust Where/, /In this workspace/),
      pick(/Trust for Which Images/, /This image/),
    );
    const verifying = (): Promise<void> =>
      verifyAndTell(flow.host, `${address}/demo/untrusted:1.0`).then(() => undefined);
    const quiet = await played(verifying, /is verified by key/);
    assert.ok(!quiet.some((line) => line.includes('another key now')));
    writeFileSync(keyFile, samples.demo.publicKeyPem);
    const shown = await played(verifying, /no one you trust/);
    const [before, now] = [samples.stranger, samples.demo].map(({ publicKeyPem }) =>
      flow.host.engine().readPublicKey(publicKeyPem, '').fingerprint.slice(0, 12),
    );
    const announced = shown.find((line) => line.includes('another key now')) ?? '';
    assert.ok(announced.includes(`${keyFile}, `), announced);
    assert.ok(announced.endsWith(`${before ?? ''} → ${now ?? ''}.`), announced);
    assert.ok(
      !(await played(verifying, /no one you trust/)).some((line) => line.includes('another key now')),
    );
  });

  async function signWithKey(): Promise<void> {
    await played(
      () => sign(flow.host, undefined),
      /is signed by/,
      { type: 'text', about: /Sign Image/, text: `${address}/demo/unsigned:1.0` },
      pick(/Sign This Image/, /^Sign$/),
      { type: 'passwords', about: /Password of/, passwords: ['word'] },
    );
  }
});

async function reset(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('countersign');
  await configuration.update('trustedSigners', undefined, vscode.ConfigurationTarget.Global);
  await writeSettings(settingsFileOf(folder), {});
}
