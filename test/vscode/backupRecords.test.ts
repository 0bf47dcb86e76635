// What the record of a key says of its backup, wherever the key is kept (U3).
import assert from 'node:assert/strict';
import { keyHost, testService } from '../support/vscode/keyHost.ts';
import { newRing } from '../support/vscode/memoryRing.ts';

const fingerprint = 'b3'.repeat(32);
const key = { fingerprint, publicKeyPem: '-----BEGIN PUBLIC KEY-----\n', file: 'encrypted' };

describe('the records of a key that is in the keychain and in the secret storage', () => {
  it('say all that its backup is old, and once it is exported again that it is not [U3]', async () => {
    const service = testService();
    const { ring, load } = newRing();
    await keyHost({ service, load }).keys.add(key, 'release');
    const first = keyHost({ service });
    await first.keys.add(key, 'release');
    const { keys, secrets } = keyHost({ service, secrets: first.secrets, state: first.state, load });
    await keys.find();
    const name = `key/${fingerprint}`;
    const records = async (): Promise<readonly string[]> => [
      ring.get(name) ?? '',
      (await secrets.get(name)) ?? '',
    ];

    await keys.markBackedUp(fingerprint);
    for (const record of await records()) assert.match(record, /backedUp\W+true/);
    await keys.changePassword(fingerprint, 'changed', 'next');
    for (const record of await records()) assert.match(record, /backupIsOld\W+true/);
    await keys.markBackedUp(fingerprint);
    for (const record of await records()) assert.doesNotMatch(record, /backupIsOld/);
  });
});
