// New keys, generated and imported, against functions that may be the sources' or the built engine's.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { cryptoWorld, failureOf, noCancel } from './cryptoFunctions.ts';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { derOf, fingerprintOf, forgeKeyFile, pem, unsealKeyFile } from './forgedKeyFile.ts';

export function newKeySuite(engine: CryptoFunctions): void {
  describe('generating a key', () => {
    const open = (text: string, password: string) =>
      engine.openKeyFile(cryptoWorld(), text, password, 'k', noCancel);

    it('writes the file as cosign does, to the byte', async () => {
      const made = await engine.generateKey(cryptoWorld(), 'pässword', noCancel);
      assert.equal(made.file.length, 653);
      assert.match(
        made.file,
        /^-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n([A-Za-z0-9+/]{64}\n)+[A-Za-z0-9+/]{1,63}=*\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n$/,
      );
      const { json, plaintext } = unsealKeyFile(made.file, 'pässword');
      assert.match(
        json,
        /^\{"kdf":\{"name":"scrypt","params":\{"N":65536,"r":8,"p":1\},"salt":"[^"]{44}"\},"cipher":\{"name":"nacl\/secretbox","nonce":"[^"]{32}"\},"ciphertext":"[^"]{208}"\}$/,
      );
      // What Go's x509.MarshalPKCS8PrivateKey gives for this key, and OpenSSL too.
      const key = createPrivateKey({ key: Buffer.from(plaintext), format: 'der', type: 'pkcs8' });
      assert.equal(plaintext.length, 138);
      assert.deepEqual(derOf(key), Buffer.from(plaintext));
      assert.equal(fingerprintOf(createPublicKey(key)), made.publicKey.fingerprint);
    });

    it('gives another key, salt and nonce each time, which its password opens', async () => {
      const first = await engine.generateKey(cryptoWorld(), 'a', noCancel);
      const second = await engine.generateKey(cryptoWorld(), 'a', noCancel);
      assert.notEqual(first.publicKey.fingerprint, second.publicKey.fingerprint);
      const saltOf = (made: { file: string }): unknown =>
        /"salt":"[^"]+"/.exec(unsealKeyFile(made.file, 'a').json)?.[0];
      assert.notEqual(saltOf(first), saltOf(second));
      assert.deepEqual((await open(first.file, 'a')).publicKey, first.publicKey);
      assert.equal((await failureOf(() => open(first.file, 'b')))['code'], 'wrong-password');
    });
  });

  describe('importing a key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const importText = (text: string, password = '') =>
      engine.importKey(cryptoWorld(), text, password, 'new', 'k', noCancel);

    const p256 = Buffer.from('06082a8648ce3d030107', 'hex');
    const sources: readonly (readonly [title: string, text: () => string, password: string])[] = [
      ['PKCS#8', () => pem('PRIVATE KEY', derOf(privateKey)), ''],
      ['SEC 1', () => pem('EC PRIVATE KEY', derOf(privateKey, 'sec1')), ''],
      [
        'SEC 1 behind EC PARAMETERS, which cosign refuses',
        () => pem('EC PARAMETERS', p256) + pem('EC PRIVATE KEY', derOf(privateKey, 'sec1')),
        '',
      ],
      [
        'SEC 1 whose curve only EC PARAMETERS name',
        () => pem('EC PARAMETERS', p256) + pem('EC PRIVATE KEY', bareSec1(derOf(privateKey))),
        '',
      ],
      ['an encrypted cosign key', () => forgeKeyFile(derOf(privateKey)), 'hello'],
      ['PKCS#8 without its public key', () => pem('PRIVATE KEY', withoutPublicKey(derOf(privateKey))), ''],
    ];
    for (const [title, text, password] of sources) {
      it(`takes ${title} and seals it with the new password`, async () => {
        const made = await importText(text(), password);
        assert.equal(made.publicKey.fingerprint, fingerprintOf(publicKey));
        assert.deepEqual(Buffer.from(unsealKeyFile(made.file, 'new').plaintext), derOf(privateKey));
      });
    }

    it('says that the password of an encrypted key is wrong', async () => {
      assert.deepEqual(await failureOf(() => importText(forgeKeyFile(derOf(privateKey)), 'no')), {
        code: 'wrong-password',
        name: 'k',
      });
    });

    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const unsupported: readonly (readonly [algorithm: string, text: string])[] = [
      ['rsa-1024', pem('PRIVATE KEY', derOf(rsa))],
      ['rsa-1024', pem('RSA PRIVATE KEY', rsa.export({ type: 'pkcs1', format: 'der' }))],
    ];
    for (const [algorithm, text] of unsupported) {
      it(`names what it cannot use: ${algorithm} (${/BEGIN ([A-Z ]+)/.exec(text)?.[1]})`, async () => {
        assert.deepEqual(await failureOf(() => importText(text)), {
          code: 'unsupported-key',
          name: 'k',
          algorithm,
        });
      });
    }

    const withScalar = (scalar: string): string => {
      const der = derOf(privateKey);
      Buffer.from(scalar, 'hex').copy(der, 36);
      return pem('PRIVATE KEY', der);
    };
    const p384Oid = Buffer.from('06052b81040022', 'hex');
    const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
    const encrypted = 'encrypted-otherwise';
    const outside = 'bad-private-number';
    const headers = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n';
    const bad: readonly (readonly [title: string, text: () => string, reason: string])[] = [
      [
        'an old encrypted key',
        () => pem('EC PRIVATE KEY', derOf(privateKey, 'sec1')).replace('KEY-----\n', `KEY-----\n${headers}`),
        encrypted,
      ],
      [
        'EC PARAMETERS of another curve in front',
        () => pem('EC PARAMETERS', p384Oid) + pem('EC PRIVATE KEY', derOf(privateKey, 'sec1')),
        'not-sec1',
      ],
      ['EC PARAMETERS alone', () => pem('EC PARAMETERS', p256), 'unknown-pem-type'],
      ['a public key', () => pem('PUBLIC KEY', Buffer.from('x')), 'public-not-private'],
      ['an OpenSSH key', () => pem('OPENSSH PRIVATE KEY', Buffer.from('x')), 'openssh-key'],
      ['a certificate', () => pem('CERTIFICATE', Buffer.from('x')), 'certificate-not-key'],
      ['two keys', () => pem('PRIVATE KEY', derOf(privateKey)).repeat(2), 'several-pem-blocks'],
      [
        'SEC 1 that names no curve',
        () =>
          pem(
            'EC PRIVATE KEY',
            Buffer.from(
              '302502010104200101010101010101010101010101010101010101010101010101010101010101',
              'hex',
            ),
          ),
        'not-sec1',
      ],
      ['the private number 0', () => withScalar('00'.repeat(32)), outside],
      ['the order of the curve', () => withScalar(order), outside],
      ['broken base64', () => pem('PRIVATE KEY', derOf(privateKey)).replace('M', '*'), 'damaged-pem'],
      ['nothing', () => 'hello', 'no-pem-block'],
    ];
    for (const [title, text, reason] of bad) {
      it(`refuses ${title} in clear words`, async () => {
        assert.deepEqual(await failureOf(() => importText(text())), {
          code: 'bad-key-file',
          name: 'k',
          reason,
        });
      });
    }
  });
}

/** ECPrivateKey with nothing but the private number. */
function bareSec1(pkcs8: Buffer): Buffer {
  return Buffer.concat([Buffer.from('30250201010420', 'hex'), pkcs8.subarray(36, 68)]);
}

/** PKCS#8 as some tools write it: the same key without the optional public half. */
function withoutPublicKey(pkcs8: Buffer): Buffer {
  const head = Buffer.from('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420', 'hex');
  return Buffer.concat([head, pkcs8.subarray(36, 68)]);
}
