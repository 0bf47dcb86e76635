// Opening a key file for the signature at hand: whatever is encrypted, and nothing that is not.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { openKey } from '../../../src/engine/keys/newKey.ts';
import { verifySignature } from '../../../src/engine/keys/signature.ts';
import { cryptoWorld, failureOf, noCancel } from './cryptoFunctions.ts';
import { fingerprintOf } from './forgedKeyFile.ts';

describe('opening a key file to sign once', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const open = (text: string, password = 'hello'): ReturnType<typeof openKey> =>
    openKey(cryptoWorld(), text, password, 'k', noCancel);
  const exported = (type: 'pkcs8' | 'sec1', cipher?: string): string =>
    privateKey.export({
      ...{ format: 'pem', type },
      ...(cipher === undefined ? {} : { cipher, passphrase: 'hello' }),
    } as never) as unknown as string;

  it('opens encrypted PKCS#8 as it is', async () => {
    const text = exported('pkcs8', 'aes-256-cbc');
    const key = await open(text);
    assert.equal(key.publicKey.fingerprint, fingerprintOf(createPublicKey(privateKey)));
    const payload = new TextEncoder().encode('payload');
    assert.ok(verifySignature(key.publicKey, payload, key.sign(payload)));
    assert.deepEqual(await failureOf(() => open(text, 'wrong')), { code: 'wrong-password', name: 'k' });
  });

  for (const [title, text, reason] of [
    ['a key that is not encrypted', exported('pkcs8'), 'not-encrypted'],
    ['one in SEC 1 that is not encrypted', exported('sec1'), 'not-encrypted'],
    ['one that OpenSSL encrypted in its old way', exported('sec1', 'aes-256-cbc'), 'encrypted-otherwise'],
    ['no key at all', 'hello', 'no-pem-block'],
    ['a text without end', 'x'.repeat(100_000), 'too-large'],
  ] as const) {
    it(`refuses ${title} in clear words`, async () => {
      assert.deepEqual(await failureOf(() => open(text)), { code: 'bad-key-file', name: 'k', reason });
    });
  }
});
