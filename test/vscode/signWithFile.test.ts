// Signing with a key whose file is elsewhere: picked and opened each time, and nothing of it is kept.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sign } from '../../src/host/commands/sign.ts';
import { trustSigner } from '../../src/host/commands/trustSigner.ts';
import type { Answer } from '../support/vscode/person.ts';
import { played } from './flowHost.ts';
import { confirm, password, pick, signScene } from './signScene.ts';

describe('Signing with a key file that is elsewhere', () => {
  const scene = signScene();
  let folder = '';
  const at = (name: string): string => path.join(folder, name);
  const noCancel = new AbortController().signal;
  const open = (name: string | undefined): Answer => ({
    type: 'open',
    file: name === undefined ? undefined : at(name),
  });
  const filePassword = (...passwords: readonly string[]): Answer => ({
    type: 'passwords',
    about: /Password of elsewhere\.key.*Neither is kept/,
    passwords,
  });
  const keyFile = pick(/^Key file…/, /Change Key/);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kf-'));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const engine = scene.flow.host.engine();
    const made = await engine.importKey(pem, '', 'other', 'elsewhere', noCancel);
    writeFileSync(at('elsewhere.key'), made.file);
    writeFileSync(at('elsewhere.pem'), pem);
    writeFileSync(at('elsewhere.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(at('elsewhere.der'), privateKey.export({ type: 'pkcs8', format: 'der' }));
    writeFileSync(at('notes.txt'), '0. call Ann\n');
  });
  afterEach(() => {
    delete process.env['COSIGN_PASSWORD'];
    rmSync(folder, { recursive: true });
  });

  it('is chosen in the plan, which names file and algorithm, and leaves nothing behind', async () => {
    const { host } = scene.flow;
    const before = await host.keys.list();
    const shown = await played(
      () => sign(host, undefined),
      /is signed by elsewhere\.key/,
      ...[scene.image(), pick(/^Key release/), keyFile, open('elsewhere.key'), filePassword('x', 'other')],
      confirm,
    );
    assert.equal(scene.signatureTags().length, 1);
    const line = shown.find((one) => one.startsWith('Key file elsewhere.key'));
    assert.match(line ?? '', /[0-9a-f]{12} · Ed25519 · Opened for this signature; nothing of it is kept\./);
    assert.deepEqual(await host.keys.list(), before);
  });

  it('is picked again for the next signature', async () => {
    const { host } = scene.flow;
    const pickIt = [pick(/^Key release/), keyFile, open('elsewhere.key'), filePassword('other')];
    await played(() => sign(host, undefined), /is signed by elsewhere/, scene.image(), ...pickIt, confirm);
    const shown = await played(
      () => sign(host, undefined),
      /is signed by elsewhere/,
      ...[scene.image('app:1.0'), ...pickIt, confirm],
    );
    assert.equal(shown.filter((line) => line.startsWith('Password of elsewhere.key')).length, 1);
  });

  it('goes back to the plan as it was where the person gives up', async () => {
    for (const answers of [[open(undefined)], [open('elsewhere.key'), filePassword()]]) {
      const leave: Answer = { type: 'pick', about: /Sign This Image/, label: undefined };
      await played(
        () => sign(scene.flow.host, undefined),
        /Sign This Image/,
        ...[scene.image(), pick(/^Key release/), keyFile, ...answers, leave],
      );
    }
    assert.equal(scene.writes(), 0);
  });

  it('asks for no password of what is no encrypted key, says what it is, and goes back to the plan', async () => {
    const files = [
      ['elsewhere.pem', /is not encrypted; import it instead/],
      ['elsewhere.pub', /it holds a public key where a private key belongs/],
      ['notes.txt', /it holds no complete PEM block\./],
      ['elsewhere.der', /looks like DER or PKCS#12; .*openssl pkcs8 -topk8 -v2 aes-256-cbc /],
    ] as const;
    const attempts = files.flatMap(([name]) => [pick(/^Key release/), keyFile, open(name)]);
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /is signed by release/,
      ...[scene.image(), ...attempts, confirm, password('word')],
    );
    for (const [name, words] of files) {
      assert.equal(shown.filter((line) => line.includes(`“${name}”`) && words.test(line)).length, 1, name);
    }
    assert.equal(scene.signatureTags().length, 1);
  });

  it('is opened by COSIGN_PASSWORD where that fits [U4]', async () => {
    process.env['COSIGN_PASSWORD'] = 'other';
    await played(
      () => sign(scene.flow.host, undefined),
      /is signed by elsewhere\.key/,
      ...[scene.image(), pick(/^Key release/), keyFile, open('elsewhere.key'), confirm],
    );
    assert.equal(scene.signatureTags().length, 1);
  });

  it('can be trusted from its file, of which the rule gets the public key [U1]', async () => {
    const { host } = scene.flow;
    const pickIt = [pick(/^Key release/), keyFile, open('elsewhere.key'), filePassword('other')];
    await played(() => sign(host, undefined), /is signed by elsewhere/, scene.image(), ...pickIt, confirm);
    const shown = await played(
      () => trustSigner(host, undefined),
      /Trust Where/,
      { type: 'text', about: /Trust This Signer/, text: `${scene.address}/demo/unsigned:1.0` },
      ...[pick(/Public key file/, /Trust Which Key/), open('elsewhere.key'), filePassword('other')],
      { type: 'pick', about: /Trust Where/, label: undefined },
    );
    assert.doesNotMatch(shown.join('\n'), /verifies none/);
  });
});
