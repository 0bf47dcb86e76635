// Change Password as a person goes through it, where no keychain can be reached.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { changePassword } from '../../src/host/commands/changePassword.ts';
import type { KeyNode } from '../../src/host/keys/keyForCommand.ts';
import { keyDescription, keySentences } from '../../src/host/keys/keyWords.ts';
import { keyItem } from '../../src/host/tree/keysView.ts';
import type { KeyHost } from '../support/vscode/keyHost.ts';
import type { Answer } from '../support/vscode/person.ts';
import { played, withKey } from './keyAnswers.ts';

const old = (...passwords: readonly string[]): Answer => ({
  type: 'passwords',
  about: /Change the Password of “release”.*opens it now/,
  passwords,
});
const fresh = (...passwords: readonly string[]): Answer => ({
  type: 'passwords',
  about: /Change the Password of “release”.*The new password/,
  passwords,
});
const again = (...passwords: readonly string[]): Answer => ({
  type: 'passwords',
  about: /once more|again/,
  passwords,
});

describe('Change Password', () => {
  const opens = async ({ host, keys }: KeyHost, { key }: KeyNode, password: string): Promise<boolean> => {
    const file = await keys.readKeyFile(key.fingerprint);
    const opened = host.engine().openKey(file, password, 'release', new AbortController().signal);
    return opened.then(
      ({ fingerprint }) => fingerprint === key.fingerprint,
      () => false,
    );
  };

  it('tries the old password at once, asks the new one twice, and only that opens the key then [U4]', async () => {
    const { made, node } = await withKey();
    const shown = await played(
      () => changePassword(made.host, node),
      old('wrong', 'word'),
      fresh('next'),
      again('nxt', 'next'),
    );
    assert.ok(shown.some((line) => line.includes('does not open')));
    assert.ok(shown.includes('This is not the same password as before. Escape to begin again.'));
    assert.equal(await opens(made, node, 'next'), true);
    assert.equal(await opens(made, node, 'word'), false);
    assert.equal(await made.keys.readPassword(node.key.fingerprint), undefined);
  });

  it('changes nothing where the person gives up at any question', async () => {
    const { made, node } = await withKey();
    const before = await made.keys.readKeyFile(node.key.fingerprint);
    await played(() => changePassword(made.host, node), old());
    await played(() => changePassword(made.host, node), old('wrong'));
    await played(() => changePassword(made.host, node), old('word'), fresh());
    await played(() => changePassword(made.host, node), old('word'), fresh('next'), again(), fresh());
    assert.equal(await made.keys.readKeyFile(node.key.fingerprint), before);
  });

  it('replaces the password that is kept, and says so [S42]', async () => {
    const { made, node } = await withKey();
    const { fingerprint } = node.key;
    await made.keys.savePassword(fingerprint, 'word');
    const shown = await played(
      () => changePassword(made.host, node),
      old('word'),
      fresh('next'),
      again('next'),
    );
    assert.equal(await made.keys.readPassword(fingerprint), 'next');
    assert.ok(shown.some((line) => line.includes('The one that is kept beside it is replaced.')));
  });

  it('says that the backup has the old password until it is exported again [U3] [U8]', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'kc-'));
    try {
      const { made, node } = await withKey();
      const { fingerprint } = node.key;
      await made.keys.markBackedUp(fingerprint);
      const shown = await played(
        () => changePassword(made.host, node),
        ...[old('word'), fresh('next'), again('next')],
      );
      assert.ok(shown.some((line) => line.includes('Its backup file still opens with the old one.')));
      const [changed] = await made.keys.list();
      assert.ok(changed);
      assert.match(keyDescription(changed), /backup has the old password/);
      assert.match(keySentences(changed), /opens with the old password/);
      assert.match(keyItem(changed).contextValue ?? '', /\+notBackedUp/);
      const file = path.join(folder, 'release.key');
      await played(
        () => changePassword(made.host, node),
        ...[old('next'), fresh('last'), again('last')],
        { type: 'button', about: /is changed/, button: 'Export Encrypted Key File…' },
        { type: 'save', file },
      );
      assert.equal(readFileSync(file, 'utf8'), await made.keys.readKeyFile(fingerprint));
      const [exported] = await made.keys.list();
      assert.equal(exported?.backupIsOld, undefined);
      assert.equal(exported?.backedUp, true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps the record as it was where the new file cannot be stored', async () => {
    const { made, node } = await withKey();
    await made.keys.markBackedUp(node.key.fingerprint);
    const { store } = made.secrets;
    made.secrets.store = (name, value) =>
      name.startsWith('file/') || /file/.test(name)
        ? Promise.reject(new Error('full'))
        : store.call(made.secrets, name, value);
    try {
      await assert.rejects(
        played(() => changePassword(made.host, node), old('word'), fresh('next'), again('next')),
        { code: 'keychain-failed' },
      );
    } finally {
      made.secrets.store = store;
    }
    assert.equal((await made.keys.list())[0]?.backupIsOld, undefined);
    assert.equal(await opens(made, node, 'word'), true);
  });
});
