// The commands about keys as a person goes through them, where no keychain can be reached.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { deleteKey } from '../../src/host/commands/deleteKey.ts';
import { exportKey } from '../../src/host/commands/exportKey.ts';
import { exportPublicKey } from '../../src/host/commands/exportPublicKey.ts';
import { forgetPassword } from '../../src/host/commands/forgetPassword.ts';
import { generateKey } from '../../src/host/commands/generateKey.ts';
import { keepPassword } from '../../src/host/commands/keepPassword.ts';
import { renameKey } from '../../src/host/commands/renameKey.ts';
import { keyHost } from '../support/vscode/keyHost.ts';
import type { Answer } from '../support/vscode/person.ts';
import { keepWithout, name, newPassword, noPassword, played, service, withKey } from './keyAnswers.ts';

describe('the commands about keys', () => {
  let folder = '';
  const at = (file: string): string => path.join(folder, file);

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kc-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('offer a backup file before a key lives only in the secret storage, and say why it does [S42]', async () => {
    const { host, keys } = keyHost({ service });
    const shown = await played(
      () => generateKey(host),
      name('release'),
      ...newPassword('word'),
      { type: 'pick', about: /Secret Storage.*D-Bus.*forgets when VS Code ends/, label: /Save an encrypted/ },
      { type: 'save', file: undefined },
      { type: 'pick', about: /No Keychain/, label: /Save an encrypted/ },
      { type: 'save', file: at('release.key') },
    );
    const [key] = await keys.list();
    assert.equal(key?.backedUp, true);
    assert.equal(readFileSync(at('release.key'), 'utf8'), await keys.readKeyFile(key.fingerprint));
    assert.equal(statSync(at('release.key')).mode & 0o777, 0o600);
    assert.ok(
      shown.some((line) => line.includes(path.join(os.homedir(), 'release.key'))),
      'begins at home',
    );
    assert.ok(shown.some((line) => line.includes('secret storage') && line.includes(at('release.key'))));
  });

  it('keep nothing where the person gives up at any question', async () => {
    const { host, keys } = keyHost({ service });
    const giveUps: readonly (readonly Answer[])[] = [
      [name(undefined)],
      [name('x'), noPassword],
      [name('x'), ...newPassword('word', 'other'), noPassword],
      [name('x'), ...newPassword('word'), { type: 'pick', about: /No Keychain/, label: undefined }],
    ];
    for (const answers of giveUps) await played(() => generateKey(host), ...answers);
    assert.deepEqual(await keys.list(), []);
  });

  it('take a new password twice, in the same box until it is the same, and an empty one with a word [U4]', async () => {
    const { host, keys } = keyHost({ service });
    const shown = await played(
      () => generateKey(host),
      name('release'),
      ...newPassword('', 'x', ''),
      keepWithout,
    );
    assert.ok(shown.some((line) => /may be empty: then whoever gets the key file can sign/.test(line)));
    assert.ok(shown.includes('This is not the same password as before. Escape to begin again.'));
    const [key] = await keys.list();
    assert.ok(key);
    const file = await keys.readKeyFile(key.fingerprint);
    const opened = await host.engine().openKey(file, '', 'release', new AbortController().signal);
    assert.equal(opened.fingerprint, key.fingerprint);
  });

  it('export the public key as a file or to the clipboard, and the encrypted one as a backup [U3]', async () => {
    const { made, node } = await withKey();
    const { host, keys } = made;
    await played(() => exportPublicKey(host, node), { type: 'pick', about: /release/, label: /Copy/ });
    assert.equal(await vscode.env.clipboard.readText(), node.key.publicKeyPem);
    await played(
      () => exportPublicKey(host, node),
      { type: 'pick', about: /release/, label: /Save/ },
      { type: 'save', file: at('release.pub') },
    );
    assert.equal(readFileSync(at('release.pub'), 'utf8'), node.key.publicKeyPem);
    await played(() => exportKey(host, node), { type: 'save', file: undefined });
    assert.equal((await keys.list())[0]?.backedUp, false);
    await played(() => exportKey(host, node), { type: 'save', file: at('backup.key') });
    assert.equal((await keys.list())[0]?.backedUp, true);
    assert.equal(statSync(at('backup.key')).mode & 0o777, 0o600);
  });

  it('delete a key only for who types its label, and say whether a backup exists [U3]', async () => {
    const { made, node } = await withKey();
    const { host, keys } = made;
    const about = /Delete the Key “release” .*No key file was exported/;
    for (const text of [undefined, '', 'Release']) {
      await played(() => deleteKey(host, node), { type: 'text', about, text });
      assert.equal((await keys.list()).length, 1);
    }
    await keys.markBackedUp(node.key.fingerprint);
    const known = /Delete the Key “release” .*An encrypted key file was exported/;
    await played(() => deleteKey(host, node), { type: 'text', about: known, text: 'release' });
    assert.deepEqual(await keys.list(), []);
  });

  it('keep a password only after it opened the key, saying what that means, and forget it [S42]', async () => {
    const { made, node } = await withKey();
    const { host, keys } = made;
    const about = /kept in VS Code’s secret storage beside the key: whoever can read there can sign/;
    await played(() => keepPassword(host, node), { type: 'passwords', about, passwords: ['wrong', 'word'] });
    assert.equal(await keys.readPassword(node.key.fingerprint), 'word');
    await played(() => forgetPassword(host, node));
    assert.equal(await keys.readPassword(node.key.fingerprint), undefined);
  });

  it('rename a key, whatever its name, to another', async () => {
    const { made, node } = await withKey('[x](command:y)');
    await played(() => renameKey(made.host, node), { type: 'text', about: /new name/, text: ' release 2 ' });
    assert.equal((await made.keys.list())[0]?.label, 'release 2');
  });

  it('take no key but a node of the view: anything else that is handed over is asked about [S38]', async () => {
    const { made, node } = await withKey();
    const { key } = node;
    const forged: readonly unknown[] = [
      { key },
      key,
      key.fingerprint,
      JSON.parse(JSON.stringify(node)),
      7,
      null,
    ];
    for (const argument of forged) {
      await played(() => deleteKey(made.host, argument), {
        type: 'pick',
        about: /Delete Key/,
        label: undefined,
      });
    }
    assert.equal((await made.keys.list()).length, 1);
  });

  it('are told where a node’s key is gone meanwhile', async () => {
    const { made, node } = await withKey();
    await made.keys.remove(node.key.fingerprint);
    await assert.rejects(
      played(() => exportKey(made.host, node)),
      { code: 'key-not-stored' },
    );
    assert.equal(existsSync(at('gone.key')), false);
  });
});
