// What is kept of a key beside its holder: read strictly, because a list may be written by anybody's older version.
import assert from 'node:assert/strict';
import { readRecord, recordText } from '../../../../src/host/keys/keyRecord.ts';
import type { StoredKey } from '../../../../src/host/keys/keyStore.ts';
import '../../../support/plainVscode.ts';

const { fileNameFor, keyDescription, keySentences, labelProblem } =
  await import('../../../../src/host/keys/keyWords.ts');

const key: StoredKey = {
  fingerprint: 'a'.repeat(64),
  label: 'release',
  publicKeyPem: '-----BEGIN PUBLIC KEY-----',
  createdAt: 1,
  heldIn: 'keychain',
  backedUp: true,
  passwordStored: false,
};

describe('the record of a key', () => {
  it('comes back as it was written', () => {
    const changed: StoredKey = { ...key, algorithm: 'rsa-3072', backupIsOld: true };
    for (const one of [key, changed]) assert.deepEqual(readRecord(recordText(one), 'keychain'), one);
  });

  it('holds nothing but what is public', () => {
    const withSecret = { ...key, file: 'canary', password: 'canary' };
    assert.doesNotMatch(recordText(withSecret), /canary/);
  });

  it('is nothing where its text is no record', () => {
    const broken: readonly unknown[] = [
      undefined,
      7,
      '',
      'null',
      '[]',
      JSON.stringify({ ...key, fingerprint: 'A'.repeat(64) }),
      JSON.stringify({ ...key, fingerprint: '../x' }),
      JSON.stringify({ ...key, label: 7 }),
      JSON.stringify({ ...key, publicKeyPem: undefined }),
      JSON.stringify({ ...key, createdAt: 'today' }),
    ];
    for (const text of broken) assert.equal(readRecord(text, 'keychain'), undefined);
  });

  it('is of a P-256 key where it names no algorithm, which only others do [U8]', () => {
    assert.doesNotMatch(keyDescription(key), /P-256|RSA/);
    assert.match(
      keyDescription({ ...key, algorithm: 'rsa-3072' }),
      /^a{12} · RSA 3072 · backed up · keychain$/,
    );
    assert.match(keySentences({ ...key, algorithm: 'ecdsa-p521' }), /Algorithm: ECDSA P-521\./);
  });

  it('counts a key as backed up only where it says so', () => {
    const text = JSON.stringify({ ...key, backedUp: 'yes' });
    assert.equal(readRecord(text, 'keychain')?.backedUp, false);
  });
});

describe('the file name made of a label', () => {
  const names: readonly (readonly [label: string, name: string])[] = [
    ['release', 'release.key'],
    ['Änne’s key 2', 'Änne-s key 2.key'],
    ['../../etc/passwd', '-..-etc-passwd.key'],
    ['a/b\\c:d*e?', 'a-b-c-d-e-.key'],
    ['...', 'cosign.key'],
    ['x\u202ey', 'x-y.key'],
  ];
  for (const [label, name] of names) {
    it(`is ${name} for ${JSON.stringify(label)}`, () => assert.equal(fileNameFor(label, 'key'), name));
  }
});

describe('a label', () => {
  it('has something in it and is not a page long', () => {
    assert.equal(labelProblem('release'), undefined);
    assert.ok(labelProblem('  '));
    assert.ok(labelProblem('x'.repeat(101)));
  });
});
