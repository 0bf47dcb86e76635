// Check Registry as a person goes through it, with the real engine, on the demo registry.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { changeRegistrySetting } from '../../src/host/commands/changeRegistrySetting.ts';
import { checkRegistry } from '../../src/host/commands/checkRegistry.ts';
import { checkRegistryWrite } from '../../src/host/commands/checkRegistryWrite.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { registryAddress } from '../../src/host/report/documents.ts';
import type { RegistryOptions } from '../demo/options.ts';
import type { Answer } from '../support/vscode/person.ts';
import { played } from './flowHost.ts';
import { confirm, password, pick, signScene, type SignScene } from './signScene.ts';

const options: { -readonly [K in keyof RegistryOptions]: RegistryOptions[K] } = {};
const plan = /Write to This Registry/;

function repository(scene: SignScene): Answer {
  return { type: 'text', about: /Check Registry/, text: `${scene.address}/demo/unsigned` };
}

function reportOf(scene: SignScene): string {
  return scene.flow.text(registryAddress(`${scene.address}/demo/unsigned`)) ?? '';
}

const legacy = (): boolean | undefined =>
  vscode.workspace.getConfiguration('countersign').inspect<boolean>('legacyMediaTypes')?.workspaceValue;

describe('Check Registry', () => {
  const scene = signScene(options);
  afterEach(async () => {
    delete options.ociTypes;
    const target = vscode.ConfigurationTarget.Workspace;
    await vscode.workspace.getConfiguration('countersign').update('legacyMediaTypes', undefined, target);
  });

  it('shows what reading tells, and writes nothing [S38] [V8]', async () => {
    const before = scene.registry.requests.length;
    await played(() => checkRegistry(scene.flow.host, undefined), /Nothing was written/, repository(scene));
    const methods = new Set(scene.registry.requests.slice(before).map(({ method }) => method));
    assert.deepEqual(
      [...methods].filter((method) => !['GET', 'HEAD'].includes(method)),
      [],
    );
    assert.match(reportOf(scene), /Has the referrers API: \*\*yes\*\*/);
    assert.match(reportOf(scene), /Deletes by tag: \*\*could not tell\*\* \(only a write can tell\)/);
  });

  it('writes only when its plan is confirmed, which names repository, tag and credential [S38] [S39] [V1]', async () => {
    const left = await played(
      () => checkRegistryWrite(scene.flow.host, undefined),
      plan,
      repository(scene),
      pick(/^Removed afterwards/, plan),
      { type: 'pick', about: plan, label: undefined },
    );
    assert.equal(scene.writes(), 0);
    assert.match(left.join('\n'), /Tag: countersign-check-[0-9a-f]{32}/);
    assert.match(left.join('\n'), /Credential: anonymous/);
    assert.ok(left.join('\n').includes(`${scene.address}/demo/unsigned`));
    await played(
      () => checkRegistryWrite(scene.flow.host, undefined),
      plan,
      repository(scene),
      pick(/^Write and Remove$/, plan),
    );
    assert.match(reportOf(scene), /Deletes by tag: \*\*yes\*\*/);
    assert.match(reportOf(scene), /Everything that was written is removed/);
    const tags = [...(scene.registry.state.repositories.get('demo/unsigned')?.tags.keys() ?? [])];
    assert.deepEqual(
      tags.filter((tag) => tag.startsWith('countersign-check-')),
      [],
    );
  });

  it('changes the setting that goes round a “no”, at the level that the person picks', async () => {
    options.ociTypes = false;
    await played(
      () => checkRegistryWrite(scene.flow.host, undefined),
      plan,
      repository(scene),
      pick(/^Write and Remove$/, plan),
    );
    assert.match(reportOf(scene), /## What to do\n\n- Stores OCI media types: no/);
    const path = registryAddress(`${scene.address}/demo/unsigned`);
    await played(
      () => changeRegistrySetting(scene.flow.host, vscode.Uri.from({ scheme: 'countersign', path })),
      /Set It Where/,
      pick(/Docker’s media types/, /Change a Setting/),
      pick(/In this workspace/, /Set It Where/),
    );
    assert.equal(legacy(), true);
  });

  it('offers the other media types where signing is refused for them, and makes a new plan', async () => {
    options.ociTypes = false;
    await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      confirm,
      password('word'),
      { type: 'button', about: /OCI media types/, button: 'Use Docker’s Media Types Here' },
      confirm,
      password('word'),
    );
    assert.equal(legacy(), true);
    assert.equal(scene.signatureTags().length, 1);
  });
});
