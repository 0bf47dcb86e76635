// Sign Image as a person goes through it, with the real engine, on the demo registry.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as config from '../../src/host/config.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { hostile } from '../support/hostile.ts';
import type { Answer } from '../support/vscode/person.ts';
import { played } from './flowHost.ts';
import { confirm, password, pick, signScene } from './signScene.ts';

describe('Sign Image', () => {
  const scene = signScene();

  afterEach(() => {
    delete process.env['COSIGN_PASSWORD'];
  });

  it('asks for image and password, stores a signature, and says where and how cosign verifies it [U2]', async () => {
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      confirm,
      password('word'),
    );
    assert.equal(scene.signatureTags().length, 1);
    assert.match(
      shown.join('\n'),
      /demo\/unsigned:1\.0 is signed by release; stored as .*--insecure-ignore-tlog.*Copy as cosign Command \| Verify \| Show Report/,
    );
  });

  it('ends a first run well: verified by the own key, no rule names the image, with Trust This Signer [U1]', async () => {
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /no rule names this image/,
      ...[scene.image(), confirm, password('word')],
      { type: 'button', about: /is signed by/, button: 'Verify' },
    );
    assert.match(
      shown.at(-1) ?? '',
      /is verified by your own key release .*; no rule names this image\. \| Trust This Signer/,
    );
  });

  it('writes nothing where the person leaves the plan or the password [S38] [V1]', async () => {
    const leave: Answer = { type: 'pick', about: /Sign This Image/, label: undefined };
    await played(() => sign(scene.flow.host, undefined), /Sign This Image/, scene.image(), leave);
    await played(
      () => sign(scene.flow.host, undefined),
      /Sign This Image/,
      scene.image(),
      confirm,
      password(),
    );
    assert.equal(scene.writes(), 0);
    assert.deepEqual(scene.signatureTags(), []);
  });

  it('takes no argument for more than the name of an image, and only from its own tree [S38]', async () => {
    const foreign = {
      kind: 'tag',
      repository: `${scene.address}/demo/unsigned`,
      tag: '1.0',
      confirmed: true,
      reference: 'x',
    };
    for (const argument of [
      foreign,
      `${scene.address}/demo/unsigned:1.0`,
      vscode.Uri.parse('countersign:/x'),
    ]) {
      const giveUp: Answer = { type: 'text', about: /Sign Image/, text: undefined };
      await played(() => sign(scene.flow.host, argument), /Sign Image/, giveUp);
    }
    assert.deepEqual(scene.registry.requests, []);
  });

  it('tries a wrong password at once and asks again in the same box, the plan kept [U4]', async () => {
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      confirm,
      password('x', 'y', 'word'),
    );
    assert.equal(shown.filter((line) => line.startsWith('Sign This Image')).length, 1);
    assert.equal(shown.filter((line) => line.includes('does not open')).length, 2);
  });

  it('opens the key with COSIGN_PASSWORD and says so in the plan; a wrong one is asked for [U4]', async () => {
    process.env['COSIGN_PASSWORD'] = 'word';
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      confirm,
    );
    assert.ok(shown.some((line) => line.includes('COSIGN_PASSWORD opens it.')));
    process.env['COSIGN_PASSWORD'] = 'another';
    const again = await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image('app:1.0'),
      confirm,
      password('word'),
    );
    assert.ok(again.some((line) => line.includes('COSIGN_PASSWORD does not open it.')));
  });

  it('changes annotations, place and media types in the plan, and signs what it shows then [U6]', async () => {
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      pick(/Add annotation/),
      { type: 'text', about: /Add Annotation/, text: 'env=prod' },
      pick(/^Place/),
      pick(/Another repository/, /Change Place/),
      { type: 'text', about: /Signature Repository/, text: `${scene.address}/sigs` },
      pick(/All in this repository/, /Layout/),
      pick(/^OCI media types/),
      confirm,
      password('word'),
    );
    assert.match(shown.join('\n'), /layout shared \(you, just now\)/);
    assert.match(shown.join('\n'), /Docker \(legacy\) media types/);
    assert.deepEqual(scene.signatureTags(), []);
    assert.equal(scene.signatureTags('sigs').length, 1);
  });

  it('goes back to the plan where a change is given up [V1]', async () => {
    await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      pick(/^Image/),
      { type: 'text', about: /Change Image/, text: undefined },
      confirm,
      password('word'),
    );
    assert.equal(scene.signatureTags().length, 1);
  });

  it('offers nothing to write for what this key signed already [V1]', async () => {
    await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      confirm,
      password('word'),
    );
    const before = scene.writes();
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /Already Signed/,
      scene.image(),
      pick(/Already signed/, /Already Signed/),
    );
    assert.equal(shown.includes('Sign'), false);
    assert.equal(scene.writes(), before);
  });

  it('shows a hostile label and annotation in the plan without bringing anything of it to life [S21] [N3]', async () => {
    await scene.use();
    const [key] = await scene.flow.host.keys.list();
    assert.ok(key);
    await scene.flow.host.keys.rename(key.fingerprint, hostile);
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      pick(/Add annotation/),
      { type: 'text', about: /Add Annotation/, text: `${hostile}=${hostile}` },
      confirm,
      password('word'),
    );
    for (const line of shown)
      assert.doesNotMatch(line, /\]\(command:|\$\(verified|[\u0000-\u001f\u200b\u202e]/);
  });

  it('from a node of the tree asks for no name [V9]', async () => {
    await config.addRegistry(scene.address, 'user');
    try {
      const rows = (await scene.flow.provider.getChildren(undefined)) ?? [];
      const repositories = (await scene.flow.provider.getChildren(rows[0])) ?? [];
      const repository = repositories.find((row) => row.repository?.endsWith('demo/unsigned') === true);
      const [tag] = (await scene.flow.provider.getChildren(repository)) ?? [];
      assert.equal(tag?.kind, 'tag');
      await played(() => sign(scene.flow.host, tag), /is signed by/, confirm, password('word'));
    } finally {
      await config.removeRegistry(scene.address);
    }
  });
});
