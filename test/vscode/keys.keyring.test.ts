// Keys in a real keychain (gnome-keyring): what stands there, what stands beside it, and that listing never asks it.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { requireKeytar } from '../../src/host/keys/keytarModule.ts';
import { keyHost, testService } from '../support/vscode/keyHost.ts';

const service = `${testService()}-store`;
const fingerprint = 'a1'.repeat(32);
const file =
  '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nabc\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n';
const key = { fingerprint, publicKeyPem: '-----BEGIN PUBLIC KEY-----\n', file };

describe('keys in a keychain', () => {
  const keytar = requireKeytar();
  const accounts = async (): Promise<readonly string[]> =>
    (await keytar.findCredentials(service)).map(({ account }) => account).sort();

  afterEach(async () => {
    for (const account of await accounts()) await keytar.deletePassword(service, account);
  });

  it('are kept there, read back and known by fingerprint [S7]', async () => {
    const { keys } = keyHost({ service });
    assert.deepEqual(await keys.backend(), { holder: 'keychain', whyNotKeychain: undefined });
    const stored = await keys.add(key, 'release');
    assert.equal(stored.heldIn, 'keychain');
    assert.deepEqual(await keys.list(), [stored]);
    assert.equal(await keys.readKeyFile(fingerprint), file);
    assert.deepEqual(await accounts(), [`file/${fingerprint}`, `key/${fingerprint}`]);
  });

  it('are listed without asking it, nor loading its module [V5] [V6]', async () => {
    const first = keyHost({ service });
    await first.keys.add(key, 'release');
    const later = keyHost({ service, state: first.state });
    assert.equal((await later.keys.list()).length, 1);
    assert.equal(later.keychainLoads(), 0);
  });

  it('are not put into Settings Sync, and no secret is beside it [S7]', async () => {
    const { keys, state, secrets } = keyHost({ service });
    await keys.add(key, 'release');
    await keys.savePassword(fingerprint, 'canary-password');
    assert.deepEqual(state.synced, []);
    assert.deepEqual(await secrets.keys(), []);
    const beside = JSON.stringify(state.keys().map((name) => [name, state.get(name)]));
    assert.doesNotMatch(beside, /canary|PRIVATE/);
  });

  it('of another machine are not in the list: its keychain is not here [V5]', async () => {
    const first = keyHost({ service });
    await first.keys.add(key, 'release');
    const elsewhere = keyHost({ service, state: first.state, machine: 'other' });
    assert.deepEqual(await elsewhere.keys.list(), []);
  });

  it('that the list does not know are found where the person looks for them [V5]', async () => {
    const first = keyHost({ service });
    const stored = await first.keys.add(key, 'release');
    await first.keys.savePassword(fingerprint, 'word');
    await keytar.setPassword(service, 'key/damaged', 'x');
    await keytar.deletePassword(service, 'key/damaged');
    const fresh = keyHost({ service });
    assert.deepEqual(await fresh.keys.list(), []);
    const found = await fresh.keys.find();
    assert.deepEqual(found, [{ ...stored, passwordStored: true }]);
    assert.deepEqual(await fresh.keys.list(), found);
    assert.deepEqual(await fresh.keys.find(), []);
  });

  it('keep a password on request only, and forget it [S42]', async () => {
    const { keys } = keyHost({ service });
    await keys.add(key, 'release');
    assert.equal(await keys.readPassword(fingerprint), undefined);
    await keys.savePassword(fingerprint, 'pässword 漢');
    assert.equal(await keys.readPassword(fingerprint), 'pässword 漢');
    assert.equal((await keys.list())[0]?.passwordStored, true);
    await keys.forgetPassword(fingerprint);
    assert.equal(await keys.readPassword(fingerprint), undefined);
    assert.deepEqual(await accounts(), [`file/${fingerprint}`, `key/${fingerprint}`]);
  });

  it('that are added again are replaced, the old password dropped with them', async () => {
    const { keys } = keyHost({ service });
    await keys.add(key, 'release');
    await keys.savePassword(fingerprint, 'old');
    await keys.add({ ...key, file: 'new file' }, 'again');
    assert.deepEqual(
      (await keys.list()).map(({ label, passwordStored }) => [label, passwordStored]),
      [['again', false]],
    );
    assert.equal(await keys.readKeyFile(fingerprint), 'new file');
    assert.deepEqual(await accounts(), [`file/${fingerprint}`, `key/${fingerprint}`]);
  });

  it('of any length come back whole, in items of less than 2,560 bytes', async () => {
    const { keys } = keyHost({ service });
    const long = '🔑漢x'.repeat(2000);
    await keys.add({ ...key, file: long }, 'long');
    assert.equal(await keys.readKeyFile(fingerprint), long);
    for (const { password } of await keytar.findCredentials(service)) {
      assert.ok(Buffer.byteLength(password, 'utf8') < 2560 && password.length * 2 < 2560);
    }
  });

  it('are renamed and marked as backed up, also for who finds them later', async () => {
    const { keys } = keyHost({ service });
    await keys.add(key, 'release');
    await keys.rename(fingerprint, 'release 2');
    await keys.markBackedUp(fingerprint);
    const [stored] = await keys.list();
    assert.equal(stored?.label, 'release 2');
    assert.equal(stored.backedUp, true);
    assert.equal((await keyHost({ service }).keys.find())[0]?.label, 'release 2');
  });

  it('that are removed leave nothing, neither there nor in the list', async () => {
    const { keys, state } = keyHost({ service });
    await keys.add({ ...key, file: 'x'.repeat(5000) }, 'release');
    await keys.savePassword(fingerprint, 'word');
    await keys.remove(fingerprint);
    assert.deepEqual(await accounts(), []);
    assert.deepEqual(state.keys(), []);
    await assert.rejects(keys.readKeyFile(fingerprint), (error) => isEngineError(error, 'key-not-stored'));
  });

  it('that somebody else deleted are a named failure with the label', async () => {
    const { keys } = keyHost({ service });
    await keys.add(key, 'release');
    await keytar.deletePassword(service, `file/${fingerprint}`);
    const reading = keys.readKeyFile(fingerprint);
    await assert.rejects(
      reading,
      (error) => isEngineError(error, 'key-not-stored') && error.details.label === 'release',
    );
  });

  it('tell who listens of every change', async () => {
    const { keys } = keyHost({ service });
    let changes = 0;
    keys.onDidChange(() => (changes += 1));
    await keys.add(key, 'release');
    await keys.rename(fingerprint, 'x');
    await keys.remove(fingerprint);
    assert.equal(changes, 3);
  });
});
