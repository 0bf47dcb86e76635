// The keychain module as it is packed (dist/keytar: one script, one binary) works inside the extension host.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../support/task/tools.ts';

const keytar = createRequire(path.join(root, 'dist/extension.cjs'))('./keytar') as typeof import('keytar');

describe('the packed keychain module', () => {
  it('stores, finds and deletes in a real keyring', async () => {
    const service = process.env['COUNTERSIGN_KEYCHAIN_SERVICE'];
    assert.ok(service);
    await keytar.setPassword(service, 'somebody', 'word');
    assert.equal(await keytar.getPassword(service, 'somebody'), 'word');
    assert.deepEqual(await keytar.findCredentials(service), [{ account: 'somebody', password: 'word' }]);
    assert.equal(await keytar.deletePassword(service, 'somebody'), true);
    assert.equal(await keytar.getPassword(service, 'somebody'), null);
  });
});
