// A kept login as text, and what is none.
import assert from 'node:assert/strict';
import { loginText, readLogin, readRecord, recordText } from '../../../../src/host/signIn/loginRecord.ts';

const login = { registry: 'ghcr.io', path: 'acme', user: 'ann' };
const basic = { kind: 'basic', username: 'ann', password: 'canary "ü"' } as const;
const token = { kind: 'identity-token', username: '', token: 'canary' } as const;

describe('a kept login', () => {
  for (const secret of [basic, token]) {
    it(`comes back from its text: ${secret.kind}`, () => {
      assert.deepEqual(readLogin(loginText(login, secret)), { login, secret });
    });
  }

  it('has no secret in its record [N1]', () => {
    assert.deepEqual(readRecord(recordText({ ...login, ...{ secret: basic } })), login);
    assert.ok(!recordText({ ...login, ...{ secret: basic } }).includes('canary'));
  });

  it('is nothing where the text is damaged, and nobody fails of it', () => {
    const texts = [undefined, '', 'canary', '[]', 'null', '{}', '{"registry":1}', recordText(login)];
    for (const text of texts) assert.equal(readLogin(text), undefined);
    for (const text of [undefined, 7, '', '{', '[]', '{"registry":"","path":""}', '{"registry":"x"}']) {
      assert.equal(readRecord(text), undefined);
    }
  });
});
