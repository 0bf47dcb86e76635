// Opening a key file for the signature at hand: whatever is encrypted, and nothing that is not.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { importKey, openKey, requireEncryptedKey } from '../../../src/engine/keys/newKey.ts';
import { verifySignature } from '../../../src/engine/keys/signature.ts';
import { cryptoWorld, failureOf, noCancel } from './cryptoFunctions.ts';
import { fingerprintOf, forgeKeyFile, derOf, pem } from './forgedKeyFile.ts';

describe('opening a key file to sign once', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
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

  it('asks for a password where one may open it', () => {
    for (const text of [exported('pkcs8', 'aes-256-cbc'), forgeKeyFile(derOf(privateKey))]) {
      requireEncryptedKey(text, 'k');
    }
  });

  const publicDer = publicKey.export({ format: 'der', type: 'spki' });
  const encryptedDer = privateKey.export({
    ...{ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'hello' },
  });
  // As OpenSSL writes one (RFC 7292 §4): SEQUENCE { version 3, …
  const pkcs12 = Buffer.from('308203fc020103308203b206092a864886f70d010701', 'hex');

  for (const [title, text, reason] of [
    ['a public key', pem('PUBLIC KEY', publicDer), 'public-not-private'],
    ['a certificate', pem('CERTIFICATE', publicDer), 'certificate-not-key'],
    ['a block of something else', pem('PGP MESSAGE', publicDer), 'not-a-cosign-key'],
    ['an encrypted key that holds none', pem('ENCRYPTED PRIVATE KEY', publicDer), 'not-pkcs8'],
    ['a cosign key that holds none', pem('ENCRYPTED SIGSTORE PRIVATE KEY', publicDer), 'not-key-json'],
    ['PKCS#8 in DER', derOf(privateKey).toString(), 'private-der'],
    ['SEC 1 in DER', derOf(privateKey, 'sec1').toString(), 'private-der'],
    ['encrypted PKCS#8 in DER', encryptedDer.toString(), 'private-der'],
    ['PKCS#12', pkcs12.toString(), 'private-der'],
    ['a text that begins like DER', '0\t1\n2', 'no-pem-block'],
    ['a key that is not encrypted', exported('pkcs8'), 'not-encrypted'],
    ['one in SEC 1 that is not encrypted', exported('sec1'), 'not-encrypted'],
    ['one that OpenSSL encrypted in its old way', exported('sec1', 'aes-256-cbc'), 'encrypted-otherwise'],
    ['no key at all', 'hello', 'no-pem-block'],
    ['a text without end', 'x'.repeat(100_000), 'too-large'],
  ] as const) {
    it(`refuses ${title} in clear words, before anybody is asked for a password`, async () => {
      const refusal = { code: 'bad-key-file', name: 'k', reason };
      assert.deepEqual(await failureOf(() => open(text)), refusal);
      assert.deepEqual(await failureOf(() => requireEncryptedKey(text, 'k')), refusal);
    });
  }

  it('and importing one says of DER what it is', async () => {
    const refusal = { code: 'bad-key-file', name: 'k', reason: 'private-der' };
    const text = derOf(privateKey).toString();
    assert.deepEqual(await failureOf(() => importKey(cryptoWorld(), text, '', '', 'k', noCancel)), refusal);
  });
});
