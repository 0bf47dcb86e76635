// Import Key as a person goes through it: what is kept is always encrypted, and nothing that is kept is replaced unasked.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { importKey } from '../../src/host/commands/importKey.ts';
import { keyHost } from '../support/vscode/keyHost.ts';
import type { Answer } from '../support/vscode/person.ts';
import { keepWithout, name, newPassword, played, service, withKey } from './keyAnswers.ts';

describe('the command that imports a key', () => {
  let folder = '';
  const at = (file: string): string => path.join(folder, file);

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kc-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('takes a plain PEM key and keeps it encrypted only [S7] [S42]', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeFileSync(at('plain.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const { host, keys, secrets } = keyHost({ service });
    await played(
      () => importKey(host),
      { type: 'pick', about: /Import Key/, label: /From a file/ },
      { type: 'open', file: at('plain.pem') },
      name('plain'),
      ...newPassword('word'),
      keepWithout,
    );
    const [key] = await keys.list();
    assert.ok(key);
    assert.match(await keys.readKeyFile(key.fingerprint), /ENCRYPTED SIGSTORE PRIVATE KEY/);
    const kept = await Promise.all((await secrets.keys()).map((one) => secrets.get(one)));
    assert.ok(!kept.some((text) => text?.includes('BEGIN PRIVATE KEY') === true));
  });

  it('tries the old password of a key file at once, and keeps or changes it [U4]', async () => {
    const { made, node } = await withKey();
    writeFileSync(at('old.key'), await made.keys.readKeyFile(node.key.fingerprint));
    for (const [label, password] of [
      [/Keep its password/, 'word'],
      [/Choose a new password/, 'new'],
    ] as const) {
      const { host, keys } = keyHost({ service });
      const shown = await played(
        () => importKey(host),
        { type: 'pick', about: /Import Key/, label: /From a file/ },
        { type: 'open', file: at('old.key') },
        { type: 'passwords', about: /opens old\.key now/, passwords: ['wrong', 'word'] },
        name('old'),
        { type: 'pick', about: /With which password/, label },
        ...(password === 'new' ? newPassword('new') : []),
        keepWithout,
      );
      assert.ok(shown.includes('The password does not open “old.key”.'));
      const file = await keys.readKeyFile(node.key.fingerprint);
      await host.engine().openKey(file, password, 'old', new AbortController().signal);
    }
  });

  it('asks before a key that is kept already gets another name and password [U3]', async () => {
    const { made, node } = await withKey();
    writeFileSync(at('again.key'), await made.keys.readKeyFile(node.key.fingerprint));
    for (const [label, after] of [
      [/Leave It/, 'release'],
      [/Replace/, 'other'],
    ] as const) {
      await played(
        () => importKey(made.host),
        { type: 'pick', about: /Import Key/, label: /From a file/ },
        { type: 'open', file: at('again.key') },
        { type: 'passwords', about: /opens again\.key now/, passwords: ['word'] },
        name('other'),
        { type: 'pick', about: /With which password/, label: /Keep its password/ },
        { type: 'pick', about: /Kept Already as “release”/, label },
        ...(after === 'other' ? [keepWithout] : []),
      );
      assert.deepEqual(
        (await made.keys.list()).map((key) => key.label),
        [after],
      );
    }
  });

  it('takes one from the clipboard, and finds nothing to import in a clipboard of other things', async () => {
    const { made, node } = await withKey('release', '');
    await vscode.env.clipboard.writeText(await made.keys.readKeyFile(node.key.fingerprint));
    const { host, keys } = keyHost({ service });
    const clipboard: Answer = { type: 'pick', about: /Import Key/, label: /From the clipboard/ };
    await played(() => importKey(host), clipboard, name('copied'), ...newPassword('word'), keepWithout);
    assert.equal((await keys.list())[0]?.fingerprint, node.key.fingerprint);
    await vscode.env.clipboard.writeText('nothing of the kind');
    await assert.rejects(
      played(() => importKey(host), clipboard),
      { code: 'bad-key-file' },
    );
  });
});
