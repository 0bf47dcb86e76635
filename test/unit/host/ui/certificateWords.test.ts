// What people read of certificates: why one is not trusted, and what it says before it is.
import assert from 'node:assert/strict';
import type { CertificateProblem, SeenCertificate } from '../../../../src/engine/certificateProblems.ts';
import '../../../support/plainVscode.ts';

const { wordsOfFailure } = await import('../../../../src/host/ui/errorWords.ts');
const { certificateItems } = await import('../../../../src/host/ui/trustCertificate.ts');

const day = 24 * 60 * 60 * 1000;
const seen: SeenCertificate = {
  host: 'reg.lan:5000',
  fingerprint: 'ab'.repeat(32),
  subject: 'CN=reg.lan',
  issuer: 'CN=Acme CA',
  names: ['DNS:reg.lan'],
  validFrom: Date.now() - day,
  validTo: Date.now() + day,
  selfSigned: false,
  chain: ['CN=Acme CA', 'CN=Acme Root'],
};

describe('the words of a certificate that is not trusted', () => {
  it('tell each reason apart, say that nothing was sent, and offer to look at it [U11]', () => {
    const reasons: readonly CertificateProblem[] = [
      'unknown-authority',
      'self-signed',
      'expired',
      'not-yet-valid',
      'wrong-name',
    ];
    const all = reasons.map((reason) =>
      wordsOfFailure('certificate-not-trusted', { host: 'reg.lan', reason, message: '' }),
    );
    assert.equal(new Set(all.map(({ message }) => message)).size, reasons.length);
    for (const { message, actions } of all) {
      assert.match(message, /ertificate.*reg\.lan.* Nothing was sent to it\.$/);
      assert.deepEqual(actions[0], { kind: 'trust-certificate', host: 'reg.lan' });
    }
  });

  it('show the old and the new fingerprint of one that changed [S28]', () => {
    const { message } = wordsOfFailure('certificate-changed', {
      host: 'reg.lan',
      trusted: 'a'.repeat(64),
      found: 'b'.repeat(64),
    });
    assert.match(message, /SHA-256 a{16}… → SHA-256 b{16}….*Nothing was sent/);
  });

  it('send whoever needs a client certificate to the setting, and name the one that was refused', () => {
    const none = wordsOfFailure('client-certificate-wanted', { host: 'reg.lan', shown: '' });
    assert.deepEqual(none.actions[0], { kind: 'open-settings', setting: 'certificates' });
    assert.match(none.message, /certs\.d/);
    const refused = wordsOfFailure('client-certificate-wanted', { host: 'reg.lan', shown: '~/ann.cert' });
    assert.match(refused.message, /does not take the client certificate ~\/ann\.cert/);
  });
});

describe('the question whether to trust a certificate', () => {
  it('begins with no, and shows the whole fingerprint before the names that the server gives itself', () => {
    const items = certificateItems(seen, undefined);
    assert.deepEqual(
      items.slice(0, 2).map(({ value }) => value),
      ['leave', 'trust'],
    );
    const half = new Array(16).fill('AB').join(':');
    assert.deepEqual([items[2]?.label, items[2]?.detail], [half, half]);
    const text = items
      .map(({ group, label, detail }) => `${group ?? ''} ${label} ${detail ?? ''}`)
      .join('\n');
    for (const part of ['CN=reg.lan', 'CN=Acme CA ← CN=Acme Root', 'DNS:reg.lan'])
      assert.ok(text.includes(part), part);
    assert.doesNotMatch(text, /another one|expired|itself/);
  });

  it('says so where it is self-signed, has run out, or is another than the one trusted so far', () => {
    const old = { ...seen, selfSigned: true, validFrom: Date.now() - 9 * day, validTo: Date.now() - day };
    const text = certificateItems(old, 'cd'.repeat(32))
      .map(({ label, detail }) => `${label} ${detail ?? ''}`)
      .join('\n');
    assert.match(text, /itself: nobody else vouches for it/);
    assert.match(text, /\(expired\)/);
    assert.match(text, /CD:CD/);
  });
});
