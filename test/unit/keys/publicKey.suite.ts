// Public keys and signatures, against functions that may be the sources' or the built engine's.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { failureOf } from './cryptoFunctions.ts';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { integer, sequence } from './derForTests.ts';
import { pem } from './forgedKeyFile.ts';

// One key, and the same key with its point compressed and its curve written out.
const plain = publicPem(
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEE9SMH3M80k3/1ny+tGvCtMPEnf0xiGdDWAr+AA/FUZjMejakyWkX+UaKJ+aQ7yicwkjSeSqcPQSX15Jgodh8fA==',
);
const compressed = publicPem(
  'MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgACE9SMH3M80k3/1ny+tGvCtMPEnf0xiGdDWAr+AA/FUZg=',
);
const explicitCurve = publicPem(
  'MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA' +
    '///////////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt' +
    '6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABKG9AFFTBown' +
    'oM1NyjV+TTtPfyBWIZiaDYl2E3vC7v7G02wOj7Gu452j7O9cnDVe5DcBuF9zNPH/aghUlW8uS1o=',
);

const otherAlgorithms: readonly (readonly [algorithm: string, pem: string])[] = [
  ['ecdsa-explicit-curve', explicitCurve],
  [
    'ecdsa-p224',
    publicPem(
      'ME4wEAYHKoZIzj0CAQYFK4EEACEDOgAEiHYhJsg1nkVHo7PIKVEkKTLn0a9STBH7tC4Ri2+WCZ8iZLUsbHUaDw+x4D1ihNLe/ss10juVSdU=',
    ),
  ],
  [
    'ecdsa-secp256k1',
    publicPem(
      'MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEDPbX/1QzM15itVkSyw6mf6o9EX+CCihdJQdiFu46XR/jJFg/FK/3uaZm9MuJCvX4J/FGUEXbMnTYInHspdhqAw==',
    ),
  ],
  [
    'ed448',
    publicPem('MEMwBQYDK2VxAzoA3pxhxBxhpbcqyD8WmHiMsqJz8FQb/pWTsUlw0gW4dCv1eC2f2x2cfytmuFuLY0Po1enh/GtV1JGA'),
  ],
  ['x25519', publicPem('MCowBQYDK2VuAyEAJstZtpC+dAbpGkTeHUtpq5PjSrlynxz4ybjBFu5J0Fo=')],
  [
    'rsa-pss',
    publicPem(
      'MIGdMAsGCSqGSIb3DQEBCgOBjQAwgYkCgYEApU33ANJ6LKjPTQJiYRsClKY6RvgjvUr4GtDQJuGNzwzizJiL1l8o45lslNW5jUVBxa1TY7RwRX6Zub0Fa4AWYxyAof0cA0ZiLUyN8dUWImDcDh4zrrv1T5SBscW0TS9Fvype2ZLlxj0QOMEboUsC0X3gss5fo6XzqSMwQbRFRfECAwEAAQ==',
    ),
  ],
  [
    'rsa-1024',
    pem(
      'RSA PUBLIC KEY',
      Buffer.from(
        'MIGJAoGBALgqL8/9uabJBzSX116TvWMRfy/vTV6iZJ7iWw3B8jmZnyU2j82WU0wQn7BZnvEHu1LbdiJgNEpzzU2NmdqN1YkHQ5ZQpJHQuJ6/hvY41rr2UzaSU3fhEAn65GrEXAQpXaFkpv6EqH4RilmoPMndyq/eRT+RebzWWVm22uTtDP7BAgMBAAE=',
        'base64',
      ),
    ),
  ],
  [
    '1.3.6.1.4.1.99999.2999',
    pem('PUBLIC KEY', Buffer.from('3012300c060a2b06010401868d1f973703020001', 'hex')),
  ],
];

function publicPem(base64: string): string {
  return pem('PUBLIC KEY', Buffer.from(base64, 'base64'));
}

export function publicKeySuite(engine: CryptoFunctions): void {
  describe('public keys', () => {
    it('are one PEM block, known by the SHA-256 of their DER [S7]', () => {
      const key = engine.parsePublicKey(plain, 'k');
      const der = Buffer.from(plain.replace(/-----[^-]+-----/g, ''), 'base64');
      assert.equal(key.algorithm, 'ecdsa-p256');
      assert.equal(key.fingerprint, createHash('sha256').update(der).digest('hex'));
      assert.equal(key.pem, plain);
      assert.deepEqual(Buffer.from(key.spki), der);
    });

    it('may have CRLF, white space and words around them', () => {
      const odd = `cosign.pub of acme\r\n\r\n  ${plain.replaceAll('\n', ' \r\n\t')}\r\nthat is all`;
      assert.deepEqual(engine.parsePublicKey(odd, 'k'), engine.parsePublicKey(plain, 'k'));
    });

    for (const [algorithm, text] of otherAlgorithms) {
      it(`of another algorithm are refused by its name: ${algorithm} [S41]`, async () => {
        assert.deepEqual(await failureOf(() => engine.parsePublicKey(text, 'k')), {
          code: 'unsupported-key',
          name: 'k',
          algorithm,
        });
      });
    }

    const der = Buffer.from(plain.replace(/-----[^-]+-----/g, ''), 'base64');
    const offCurve = Buffer.from(der);
    offCurve.fill(7, der.length - 32);
    const point = 'bad-point';
    const bad: readonly (readonly [title: string, text: string, reason: string])[] = [
      ['nothing', '', 'no-pem-block'],
      ['half a block', plain.slice(0, 90), 'no-pem-block'],
      ['DER', der.toString(), 'public-der'],
      ['two keys', plain + plain, 'several-pem-blocks'],
      ['a private key', pem('PRIVATE KEY', der), 'private-not-public'],
      ['an encrypted private key', pem('ENCRYPTED SIGSTORE PRIVATE KEY', der), 'private-not-public'],
      ['a certificate', pem('CERTIFICATE', der), 'certificate'],
      ['an unknown block', pem('PGP PUBLIC THING', der), 'unknown-pem-type'],
      ['broken base64', plain.replace('M', '!'), 'damaged-pem'],
      ['bytes that are no key', pem('PUBLIC KEY', Buffer.from('hello')), 'not-a-public-key'],
      ['bytes behind the key', pem('PUBLIC KEY', Buffer.concat([der, Buffer.of(0)])), 'not-a-public-key'],
      ['a compressed point', compressed, point],
      ['a point off the curve', pem('PUBLIC KEY', offCurve), point],
      ['more than 64 KiB', `${plain}${' '.repeat(64 * 1024)}`, 'too-large'],
    ];
    for (const [title, text, reason] of bad) {
      it(`are refused as ${title}`, async () => {
        assert.deepEqual(await failureOf(() => engine.parsePublicKey(text, 'k')), {
          code: 'bad-key-file',
          name: 'k',
          reason,
        });
      });
    }
  });

  describe('signatures', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const text = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const payload = new TextEncoder().encode('payload');
    const signature = sign('sha256', payload, privateKey);
    const raw = sign('sha256', payload, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const verifies = (bytes: Uint8Array, of: Uint8Array = payload): boolean =>
      engine.verifySignature(engine.parsePublicKey(text, 'k'), of, bytes);

    it('verify over the bytes and with the key that made them, and over no others', () => {
      assert.equal(verifies(signature), true);
      assert.equal(verifies(signature, new TextEncoder().encode('payload ')), false);
      assert.equal(engine.verifySignature(engine.parsePublicKey(plain, 'k'), payload, signature), false);
    });

    it('verify as r and s side by side too', () => {
      assert.equal(verifies(raw), true);
      assert.equal(verifies(raw, new TextEncoder().encode('other')), false);
    });

    it('are over SHA-256 and no other digest', () => {
      for (const digest of ['sha1', 'sha384', 'sha512']) {
        assert.equal(verifies(sign(digest, payload, privateKey)), false, digest);
      }
    });

    it('in DER have one form', () => {
      const r = raw.subarray(0, 32);
      const s = raw.subarray(32);
      assert.equal(verifies(sequence(integer(r), integer(s))), true, 'the helper writes the one form');
      const long = (bytes: Buffer): Buffer => Buffer.concat([Buffer.of(2, bytes.length + 1, 0), bytes]);
      const others: readonly (readonly [string, Buffer])[] = [
        ['bytes behind it', Buffer.concat([signature, Buffer.of(0)])],
        ['bytes behind the integers', sequence(integer(r), integer(s), Buffer.of(5, 0))],
        ['a zero too many in front', sequence(long(Buffer.concat([Buffer.of(0), r])), integer(s))],
        [
          'a length in the long form',
          Buffer.concat([Buffer.of(0x30, 0x81), sequence(integer(r), integer(s)).subarray(1)]),
        ],
        [
          'an endless length',
          Buffer.concat([Buffer.of(0x30, 0x80), integer(r), integer(s), Buffer.of(0, 0)]),
        ],
        [
          'a set for a sequence',
          Buffer.concat([Buffer.of(0x31), sequence(integer(r), integer(s)).subarray(1)]),
        ],
        ['one integer', sequence(integer(r))],
        ['a negative integer', sequence(integer(r), Buffer.of(2, 1, 0xff))],
        ['zero', sequence(integer(r), Buffer.of(2, 1, 0))],
        ['half of it', signature.subarray(0, 35)],
        ['r and s swapped', sequence(integer(s), integer(r))],
      ];
      for (const [title, bytes] of others) assert.equal(verifies(bytes), false, title);
    });

    it('that are garbage do not verify, and nothing is thrown', () => {
      const garbage = [0, 1, 63, 65, 64, 72, 5000].map((length) => new Uint8Array(length));
      for (const bytes of [...garbage, raw.subarray(1), Buffer.concat([raw, Buffer.of(0)])]) {
        assert.equal(verifies(bytes), false, String(bytes.length));
      }
    });
  });
}
