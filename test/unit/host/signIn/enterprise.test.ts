// Whose registry gets the token of a GitHub Enterprise account.
import assert from 'node:assert/strict';
import { isOfEnterprise } from '../../../../src/host/signIn/enterprise.ts';

describe('an account of GitHub Enterprise', () => {
  it('is for the registry of the tenant that the person’s settings name', () => {
    for (const uri of ['https://acme.ghe.com', 'https://acme.ghe.com/', 'https://ACME.ghe.com']) {
      assert.ok(isOfEnterprise('containers.acme.ghe.com', uri));
    }
  });

  it('is for no other tenant, and for none where nothing is named [S24]', () => {
    const uris = [undefined, '', 'acme.ghe.com', 'http://acme.ghe.com', 'https://github.acme.com', 7];
    for (const uri of uris) assert.ok(!isOfEnterprise('containers.acme.ghe.com', uri), String(uri));
    assert.ok(!isOfEnterprise('containers.evil.ghe.com', 'https://acme.ghe.com'));
    assert.ok(!isOfEnterprise('containers.', 'https://'));
  });
});
