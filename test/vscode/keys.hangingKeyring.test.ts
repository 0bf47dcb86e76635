// A keychain that never answers, as a locked keyring that nobody can unlock (ux V6): a bus that accepts and is silent.
import assert from 'node:assert/strict';
import { keyHost, testService } from '../support/vscode/keyHost.ts';

describe('keys where the keychain hangs', () => {
  it('go to the secret storage after a while, with the reason in words, and nobody waits twice [V6]', async () => {
    const { keys } = keyHost({ service: testService(), patience: 1500 });
    const { holder, whyNotKeychain } = await keys.backend();
    assert.equal(holder, 'secret-storage');
    assert.match(whyNotKeychain ?? '', /does not answer/);
    const key = { fingerprint: 'c3'.repeat(32), publicKeyPem: '', file: 'encrypted' };
    assert.equal((await keys.add(key, 'release')).heldIn, 'secret-storage');
    assert.equal(await keys.readKeyFile(key.fingerprint), 'encrypted');
  });
});
