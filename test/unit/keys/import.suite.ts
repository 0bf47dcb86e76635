// Importing every kind of key in every form: what is kept is the PKCS#8 that Go writes, and it signs what every cosign
// verifies.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { cryptoWorld, failureOf, noCancel } from './cryptoFunctions.ts';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { der, hex, integer, sequence } from './derForTests.ts';
import { derOf, fingerprintOf, pem, unsealKeyFile } from './forgedKeyFile.ts';
import { oddExponents, sampleKeys } from './sampleKeys.ts';

type Name = keyof typeof sampleKeys;

const schemes: Readonly<Record<string, string>> = {
  ecdsa: 'ecdsa-sha256',
  rsa: 'rsa-pkcs1-sha256',
  ed25519: 'ed25519',
};

function keyOf(base64: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
}

/** Every form that this kind of key has, by its name, and the text. */
function formsOf(name: Name): readonly (readonly [form: string, text: string])[] {
  const key = keyOf(sampleKeys[name]);
  const pkcs8 = pem('PRIVATE KEY', Buffer.from(sampleKeys[name], 'base64'));
  if (name.startsWith('rsa')) {
    return [
      ['PKCS#8', pkcs8],
      ['PKCS#1', pem('RSA PRIVATE KEY', key.export({ type: 'pkcs1', format: 'der' }))],
    ];
  }
  if (name === 'ed25519') return [['PKCS#8', pkcs8]];
  return [
    ['PKCS#8', pkcs8],
    ['SEC 1', pem('EC PRIVATE KEY', derOf(key, 'sec1'))],
  ];
}

export function importSuite(engine: CryptoFunctions): void {
  const importText = (text: string) => engine.importKey(cryptoWorld(), text, '', 'new', 'k', noCancel);

  describe('importing', () => {
    for (const name of Object.keys(sampleKeys) as Name[]) {
      for (const [form, text] of formsOf(name)) {
        it(`takes ${name} in ${form}, keeps what Go writes, and signs what every cosign verifies`, async () => {
          const key = keyOf(sampleKeys[name]);
          const made = await importText(text);
          assert.equal(made.publicKey.algorithm, name);
          assert.equal(made.publicKey.fingerprint, fingerprintOf(createPublicKey(key)));
          // OpenSSL's PKCS#8 is Go's, too.
          assert.equal(
            Buffer.from(unsealKeyFile(made.file, 'new').plaintext).toString('base64'),
            sampleKeys[name],
          );
          const opened = await engine.openKeyFile(cryptoWorld(), made.file, 'new', 'k', noCancel);
          const payload = new TextEncoder().encode('payload');
          const scheme = engine.schemeOf(made.publicKey, payload, opened.sign(payload));
          assert.equal(scheme, schemes[name.split('-')[0] ?? '']);
        });
      }
    }

    it('takes Ed25519 with its public half beside it (RFC 8410), and derives that [S7]', async () => {
      const seed = Buffer.from(sampleKeys.ed25519, 'base64').subarray(-34);
      const stranger = Buffer.alloc(33, 7);
      stranger[0] = 0;
      const version2 = sequence(
        integer(Buffer.of(1)),
        sequence(hex('06032b6570')),
        der(4, seed),
        der(0x81, stranger),
      );
      const made = await importText(pem('PRIVATE KEY', version2));
      assert.equal(made.publicKey.fingerprint, fingerprintOf(createPublicKey(keyOf(sampleKeys.ed25519))));
    });

    const pkcs1 = keyOf(sampleKeys['rsa-2048']).export({ type: 'pkcs1', format: 'der' });
    const numbers = numbersOf(pkcs1);
    const changed = (at: number, change: (bytes: Buffer) => Buffer): string =>
      pem(
        'RSA PRIVATE KEY',
        sequence(...numbers.map((bytes, index) => integer(index === at ? change(bytes) : bytes))),
      );
    const flipped = (bytes: Buffer): Buffer => {
      const other = Buffer.from(bytes);
      other[other.length - 3] = (other[other.length - 3] ?? 0) ^ 4;
      return other;
    };
    const fits = 'numbers-do-not-fit';
    const bad: readonly (readonly [title: string, text: string, reason: string])[] = [
      ['RSA whose modulus is not the product', changed(1, flipped), fits],
      ['RSA whose private exponent is another', changed(3, flipped), fits],
      ['RSA whose first prime is another', changed(4, flipped), fits],
      ['RSA whose second prime is another', changed(5, flipped), fits],
      ['RSA whose first remainder is another', changed(6, flipped), fits],
      ['RSA whose second remainder is another', changed(7, flipped), fits],
      ['RSA whose coefficient is another', changed(8, flipped), fits],
      ['RSA of more than two primes', changed(0, () => Buffer.of(1)), 'not-pkcs1'],
      [
        'RSA with a number missing',
        pem('RSA PRIVATE KEY', sequence(...numbers.slice(0, 8).map(integer))),
        'not-pkcs1',
      ],
      ['RSA with the exponent 3', pem('PRIVATE KEY', Buffer.from(oddExponents[3], 'base64')), 'bad-exponent'],
      [
        'an Ed25519 seed of 31 bytes',
        pem(
          'PRIVATE KEY',
          sequence(hex('020100'), sequence(hex('06032b6570')), der(4, der(4, Buffer.alloc(31, 9)))),
        ),
        'not-pkcs8',
      ],
    ];
    for (const [title, text, reason] of bad) {
      it(`refuses ${title}`, async () => {
        assert.deepEqual(await failureOf(() => importText(text)), {
          code: 'bad-key-file',
          name: 'k',
          reason,
        });
      });
    }

    for (const [algorithm, identifier] of [
      ['ecdsa-p224', '06072a8648ce3d020106052b81040021'],
      ['ecdsa-secp256k1', '06072a8648ce3d020106052b8104000a'],
      ['ecdsa-explicit-curve', '06072a8648ce3d02013000'],
      ['rsa-pss', '06092a864886f70d01010a'],
      ['dsa', '06072a8648ce380401'],
      ['ed448', '06032b6571'],
      ['x25519', '06032b656e'],
    ] as const) {
      it(`refuses ${algorithm} by its name [S41]`, async () => {
        const text = pem(
          'PRIVATE KEY',
          sequence(hex('020100'), sequence(hex(identifier)), der(4, Buffer.alloc(40, 1))),
        );
        assert.deepEqual(await failureOf(() => importText(text)), {
          code: 'unsupported-key',
          name: 'k',
          algorithm,
        });
      });
    }
  });
}

/** The numbers of an RSAPrivateKey, big-endian. */
function numbersOf(pkcs1: Buffer): readonly Buffer[] {
  const numbers: Buffer[] = [];
  for (let at = 4; at < pkcs1.length;) {
    const first = pkcs1[at + 1] ?? 0;
    const head = first < 0x80 ? 2 : 2 + (first & 0x7f);
    const length = first < 0x80 ? first : pkcs1.readUIntBE(at + 2, first & 0x7f);
    numbers.push(pkcs1.subarray(at + head, at + head + length));
    at += head + length;
  }
  return numbers;
}
