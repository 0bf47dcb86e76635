// Keys where no keychain can be reached (no D-Bus here): VS Code's secret storage, and the person is told (ux V6).
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isEngineError } from '../../src/engine/errors.ts';
import { deleteKey } from '../../src/host/commands/deleteKey.ts';
import { chooseKey } from '../../src/host/commands/ownKeys.ts';
import { verifyRequest } from '../../src/host/commands/verify.ts';
import { machineIdIn } from '../../src/host/keys/keyLists.ts';
import { keyStoreParts } from '../../src/host/keys/storedKeys.ts';
import { keyItem, keyRows, unreadItem } from '../../src/host/tree/keysView.ts';
import { hostile } from '../support/hostile.ts';
import type { KeyHost } from '../support/vscode/keyHost.ts';
import { keyHost, testService } from '../support/vscode/keyHost.ts';
import { newRing } from '../support/vscode/memoryRing.ts';
import { folderNamed } from '../support/vscode/settings.ts';

const service = testService();
const fingerprint = 'b2'.repeat(32);
const key = { fingerprint, publicKeyPem: '-----BEGIN PUBLIC KEY-----\n', file: 'encrypted' };

/** The key, with its password, in the secret storage and in a keychain where another profile put it and it was found. */
async function inBoth(): Promise<KeyHost & { readonly ring: Map<string, string> }> {
  const { ring, load } = newRing();
  const elsewhere = keyHost({ service, load });
  await elsewhere.keys.add(key, 'release');
  await elsewhere.keys.savePassword(fingerprint, 'word');
  const first = keyHost({ service });
  await first.keys.add(key, 'release');
  await first.keys.savePassword(fingerprint, 'word');
  const both = keyHost({ service, secrets: first.secrets, state: first.state, load });
  assert.equal((await both.keys.find()).length, 1);
  assert.equal((await both.keys.list()).length, 1);
  return { ...both, ring };
}

describe('keys without a keychain', () => {
  it('go to VS Code’s secret storage, with the reason in words [S42] [V6]', async () => {
    const { keys, secrets, state } = keyHost({ service });
    const { holder, whyNotKeychain } = await keys.backend();
    assert.equal(holder, 'secret-storage');
    assert.match(whyNotKeychain ?? '', /^The keychain refused\. .*D-Bus/);
    assert.equal((await keys.add(key, 'release')).heldIn, 'secret-storage');
    assert.equal(await keys.readKeyFile(fingerprint), 'encrypted');
    assert.deepEqual((await secrets.keys()).slice().sort(), [`file/${fingerprint}`, `key/${fingerprint}`]);
    assert.deepEqual(state.keys(), []);
  });

  it('that lack keytar altogether go there as well [V6]', async () => {
    const load = (): never => {
      throw new Error("Cannot find module './keytar'");
    };
    const { holder, whyNotKeychain } = await keyHost({ service, load }).keys.backend();
    assert.equal(holder, 'secret-storage');
    assert.match(whyNotKeychain ?? '', /^This machine’s keychain cannot be reached/);
  });

  it('are known in every window and profile that shares the storage [V5]', async () => {
    const first = keyHost({ service });
    await first.keys.add(key, 'release');
    await first.keys.savePassword(fingerprint, 'word');
    await first.keys.markBackedUp(fingerprint);
    await first.keys.rename(fingerprint, 'renamed');
    const other = keyHost({ service, secrets: first.secrets, machine: 'other' });
    const [stored] = await other.keys.list();
    assert.deepEqual([stored?.label, stored?.backedUp, stored?.passwordStored], ['renamed', true, true]);
    assert.equal(await other.keys.readPassword(fingerprint), 'word');
    await other.keys.remove(fingerprint);
    assert.deepEqual(await first.secrets.keys(), []);
  });

  it('move to the keychain when they are added again where it works', async () => {
    const first = keyHost({ service });
    await first.keys.add(key, 'release');
    const later = keyHost({ service, secrets: first.secrets, state: first.state, load: newRing().load });
    await later.keys.add(key, 'release');
    assert.deepEqual(
      (await later.keys.list()).map(({ heldIn }) => heldIn),
      ['keychain'],
    );
    assert.deepEqual(await first.secrets.keys(), []);
  });

  it('that are in the keychain too are deleted from both, and so is a password that is to be forgotten [U3]', async () => {
    const { keys, ring, secrets } = await inBoth();
    await keys.forgetPassword(fingerprint);
    assert.deepEqual((await secrets.keys()).slice().sort(), [`file/${fingerprint}`, `key/${fingerprint}`]);
    assert.deepEqual([...ring.keys()].sort(), [`file/${fingerprint}`, `key/${fingerprint}`]);
    await keys.remove(fingerprint);
    assert.deepEqual(await secrets.keys(), []);
    assert.deepEqual([...ring.keys()], []);
    assert.deepEqual(await keys.list(), []);
  });

  it('that are in the keychain too are only there once they are added again', async () => {
    const { keys, secrets } = await inBoth();
    await keys.add({ ...key, file: 'new file' }, 'release');
    assert.deepEqual(await secrets.keys(), []);
    assert.equal(await keys.readKeyFile(fingerprint), 'new file');
  });

  it('that only the secret storage holds are deleted without asking the keychain [V5]', async () => {
    const first = keyHost({ service });
    await first.keys.add(key, 'release');
    const later = keyHost({ service, secrets: first.secrets, state: first.state, load: newRing().load });
    await later.keys.remove(fingerprint);
    assert.equal(later.keychainLoads(), 0);
    assert.deepEqual(await first.secrets.keys(), []);
  });

  it('that the storage refuses are a named failure', async () => {
    const secrets = { ...keyHost({ service }).secrets, store: () => Promise.reject(new Error('no space')) };
    const adding = keyHost({ service, secrets }).keys.add(key, 'release');
    await assert.rejects(
      adding,
      (error) => isEngineError(error, 'keychain-failed') && error.details.reason === 'secret-storage-failed',
    );
  });

  it('have an id of the machine that stays', async () => {
    const folder = vscode.Uri.joinPath(folderNamed().uri, 'storage');
    const id = await machineIdIn(folder);
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.equal(await machineIdIn(folder), id);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, 'machine-id'), new Uint8Array());
    assert.match(await machineIdIn(folder), /^[0-9a-f-]{36}$/);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('have the same id of the machine in all windows that start at once', async () => {
    const folder = vscode.Uri.joinPath(folderNamed().uri, 'storage');
    const ids = await Promise.all(Array.from({ length: 20 }, () => machineIdIn(folder)));
    assert.deepEqual([...new Set(ids)], [await machineIdIn(folder)]);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('are listed as soon as the id of the machine can be read, also where it could not before', async () => {
    const globalStorageUri = vscode.Uri.joinPath(folderNamed().uri, 'storage');
    const { extension, state, log } = keyHost({ service });
    const { keychainList } = keyStoreParts(
      { ...extension, globalState: state, globalStorageUri },
      service,
      log,
    );
    await vscode.workspace.fs.writeFile(globalStorageUri, new Uint8Array());
    await assert.rejects(keychainList.all(), (error) => isEngineError(error, 'file-not-writable'));
    await vscode.workspace.fs.delete(globalStorageUri);
    assert.deepEqual(await keychainList.all(), []);
    await vscode.workspace.fs.delete(globalStorageUri, { recursive: true });
  });
});

describe('a secret storage that fails', () => {
  const refused = () => Promise.reject(new Error('locked'));
  const isRefused = (error: unknown): boolean =>
    isEngineError(error, 'keychain-failed') && error.details.reason === 'secret-storage-failed';
  const failing: readonly (readonly [how: string, parts: Partial<vscode.SecretStorage>])[] = [
    ['to list', { keys: refused }],
    ['to read', { keys: () => Promise.resolve([`key/${fingerprint}`]), get: refused }],
  ];

  async function inKeychain(parts: Partial<vscode.SecretStorage>): Promise<KeyHost> {
    const secrets = { ...keyHost({ service }).secrets, ...parts };
    const made = keyHost({ service, secrets, load: newRing().load });
    await made.keys.add(key, 'release');
    return made;
  }

  for (const [how, parts] of failing) {
    it(`${how} costs no key of the keychain, and is told in the log and in a row of the view [V6]`, async () => {
      const { keys, logged } = await inKeychain(parts);
      assert.deepEqual(
        (await keys.list()).map(({ label }) => label),
        ['release'],
      );
      assert.equal(await keys.readKeyFile(fingerprint), 'encrypted');
      assert.match(logged.join('\n'), /secret-storage-failed.*locked/);
      const [first, second, ...others] = await keyRows(keys);
      assert.ok(first && 'key' in first && second && 'unread' in second);
      assert.deepEqual(others, []);
      const { label, tooltip, command } = unreadItem(second);
      assert.equal(label, 'Keys in VS Code’s secret storage could not be read');
      assert.equal(tooltip, 'VS Code’s secret storage refused. locked');
      assert.equal(command?.command, 'countersign.showLog');
    });

    it(`${how} is told instead of the absence of a key that may be there`, async () => {
      const { keys, host } = await inKeychain(parts);
      await assert.rejects(keys.readKeyFile('c3'.repeat(32)), isRefused);
      const none = keyHost({ service, secrets: { ...keyHost({ service }).secrets, ...parts } });
      await assert.rejects(chooseKey(none.host), isRefused);
      await assert.rejects(deleteKey(none.host, undefined), isRefused);
      const { ownKeys } = (await verifyRequest(host, 'ghcr.io/acme/app', [], undefined)).trust;
      assert.ok('listed' in ownKeys && ownKeys.listed.length === 1);
    });

    it(`${how} keeps a key from being called deleted, whose other half may be there [U3]`, async () => {
      const { keys } = await inKeychain(parts);
      await assert.rejects(keys.remove(fingerprint), isRefused);
      assert.equal((await keys.list()).length, 1);
    });
  }
});

describe('a key in the Keys view', () => {
  const stored = {
    ...{ fingerprint, label: 'release', publicKeyPem: '', createdAt: 0, heldIn: 'keychain' as const },
    ...{ backedUp: false, passwordStored: false },
  };

  it('shows label, short fingerprint, holder and backup, in words for screen readers too [U8] [V13]', () => {
    const item = keyItem(stored);
    assert.equal(item.label, 'release');
    assert.equal(item.description, 'b2b2b2b2b2b2 · no backup · keychain');
    assert.equal(item.contextValue, 'key+keychain+notBackedUp');
    assert.match(
      item.accessibilityInformation?.label ?? '',
      /release, fingerprint b2b2.*keychain.*No backup/,
    );
    const backedUp = keyItem({ ...stored, heldIn: 'secret-storage', backedUp: true, passwordStored: true });
    assert.equal(backedUp.description, 'b2b2b2b2b2b2 · backed up · secret storage · password kept');
    assert.equal(backedUp.contextValue, 'key+secret-storage+backedUp+passwordStored');
  });

  it('with a hostile label shows plain text [S21] [N3]', () => {
    const { label, tooltip, accessibilityInformation } = keyItem({ ...stored, label: hostile });
    for (const text of [label, tooltip, accessibilityInformation?.label]) {
      assert.ok(typeof text === 'string');
      assert.doesNotMatch(text, /\]\(|\$\(|[\u0000-\u001f\u202e\u200b]/);
    }
  });
});
