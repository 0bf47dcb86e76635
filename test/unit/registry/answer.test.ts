// Error bodies as they were seen (registries §2.3, §3), and what must never come out of them.
import assert from 'node:assert/strict';
import { isHtml, readWords, redact } from '../../../src/engine/registry/answer.ts';

const words = (text: string, type: string | null = 'application/json', secrets: string[] = []) =>
  readWords(new TextEncoder().encode(text), type, secrets);

describe('what a registry says', () => {
  const cases: readonly (readonly [name: string, text: string, code: string, message: string])[] = [
    [
      'as the spec has it',
      '{"errors":[{"code":"DENIED","message":"no","detail":{}},{"code":"X"}]}',
      'DENIED',
      'no',
    ],
    [
      'with a detail for a message',
      '{"errors":[{"code":"UNKNOWN","message":"","detail":"disk"}]}',
      'UNKNOWN',
      'disk',
    ],
    ['as Artifactory says it', '{"errors":[{"status":403,"message":"Forbidden"}]}', '', 'Forbidden'],
    [
      'as Docker Hub says it',
      '{"details":"access token has insufficient scopes"}',
      '',
      'access token has insufficient scopes',
    ],
    [
      'as OAuth says it',
      '{"error":"invalid_grant","error_description":"expired"}',
      'invalid_grant',
      'expired',
    ],
    ['as Quay says it', 'true', '', 'true'],
    ['as plain text', '404 page not found\n', '', '404 page not found'],
    ['in a broken JSON', '{"errors":[', '', '{"errors":['],
    ['with strange types', '{"errors":[{"code":5,"message":{}}]}', '', ''],
    ['as nothing', '', '', ''],
  ];
  for (const [name, text, code, message] of cases) {
    it(`${name} is kept`, () => assert.deepEqual(words(text), { code, message }));
  }

  it('as a web page is its title', () => {
    assert.deepEqual(words('<html><head><title>Log  in</title>', 'text/html; charset=utf-8'), {
      code: '',
      message: 'Log in',
      webPage: true,
    });
    assert.equal(isHtml(new TextEncoder().encode('\n <!DOCTYPE html><p>'), null), true);
    assert.equal(isHtml(new TextEncoder().encode('{"a":"<html>"}'), 'application/json'), false);
  });

  it('is one short line', () => {
    const { message } = words(
      JSON.stringify({ errors: [{ code: 'A', message: `x\n\ty ${'z'.repeat(5000)}` }] }),
    );
    assert.match(message, /^x y z+…$/);
    assert.ok(message.length <= 301);
  });

  // Read anew at each beginning it would take longer than the suite lets a test take.
  it('is read once from end to end, however much of it looks like the beginning of something', () => {
    const titles = words('<title'.repeat(60_000), 'text/html');
    assert.deepEqual(titles, { code: '', message: '', webPage: true });
    const urls = words('http://'.repeat(60_000), 'text/plain');
    assert.match(urls.message, /^(http:\/\/)+/);
  });

  it('holds no secret, whichever way it was repeated [N1]', () => {
    const text = [
      'you sent Authorization: Basic YW5uOmNhbmFyeQ==',
      'and Bearer eyJhbGciOi.canary.token-x',
      'password hunter-canary-2 was wrong',
      'see https://store.example/blob?X-Amz-Signature=canary&y=1 or https://ann:canary@host/x',
    ].join('; ');
    const { message } = words(
      JSON.stringify({ errors: [{ code: 'hunter-canary-2', message: text }] }),
      null,
      ['hunter-canary-2'],
    );
    assert.ok(!/canary|YW5u/.test(redact(text, ['hunter-canary-2'])), redact(text, ['hunter-canary-2']));
    assert.ok(!message.includes('canary'));
    assert.equal(words('{"errors":[{"code":"hunter-canary-2"}]}', null, ['hunter-canary-2']).code, '***');
  });
});
