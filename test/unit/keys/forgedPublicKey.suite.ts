// Public keys that must not be taken, each wrong in one thing: the encoding, the point, the numbers (S41, N8).
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { failureOf } from './cryptoFunctions.ts';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { der, hex, integer, sequence } from './derForTests.ts';
import { pem } from './forgedKeyFile.ts';
import { oddExponents, sampleKeys } from './sampleKeys.ts';

const ecPublicKey = hex('06072a8648ce3d0201');
const p256 = hex('06082a8648ce3d030107');
const rsaIdentifier = sequence(hex('06092a864886f70d010101'), hex('0500'));

/** The SPKI of a sample key's public half. */
function spkiOf(base64: string): Buffer {
  const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function bits(...parts: readonly Uint8Array[]): Buffer {
  return der(3, Buffer.of(0), ...parts);
}

function edwards(point: Uint8Array): Buffer {
  return sequence(sequence(hex('06032b6570')), bits(point));
}

export function forgedPublicKeySuite(engine: CryptoFunctions): void {
  const read = (spki: Uint8Array) => engine.parsePublicKey(pem('PUBLIC KEY', Buffer.from(spki)), 'k');

  describe('a public key', () => {
    for (const [algorithm, base64] of Object.entries(sampleKeys)) {
      it(`may be ${algorithm}`, () => {
        const key = read(spkiOf(base64));
        assert.equal(key.algorithm, algorithm);
        assert.deepEqual(Buffer.from(key.spki), spkiOf(base64));
      });
    }

    it('of RSA may be in PKCS#1 and has the same fingerprint', () => {
      const spki = spkiOf(sampleKeys['rsa-2048']);
      const pkcs1 = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({
        type: 'pkcs1',
        format: 'der',
      });
      const key = engine.parsePublicKey(pem('RSA PUBLIC KEY', pkcs1), 'k');
      assert.equal(key.fingerprint, read(spki).fingerprint);
      assert.match(key.pem, /BEGIN PUBLIC KEY/);
    });
  });

  const rsa = spkiOf(sampleKeys['rsa-2048']);
  const modulus = rsa.subarray(33, 33 + 256);
  const exponent = hex('010001');
  const rsaKey = (...numbers: readonly Uint8Array[]): Buffer =>
    sequence(rsaIdentifier, bits(sequence(...numbers)));
  const even = Buffer.from(modulus);
  even[255] = 0x10;
  const p256Spki = spkiOf(sampleKeys['ecdsa-p256']);
  const x = p256Spki.subarray(27, 59);
  const y = p256Spki.subarray(59);
  const point = (...coordinates: readonly Uint8Array[]): Buffer =>
    sequence(sequence(ecPublicKey, p256), bits(...coordinates));
  const ed = spkiOf(sampleKeys.ed25519).subarray(-32);
  const prime = hex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');

  const bad: readonly (readonly [title: string, spki: Uint8Array, reason: string])[] = [
    ['an even modulus', rsaKey(integer(even), integer(exponent)), 'bad-modulus'],
    ['the exponent 1', rsaKey(integer(modulus), integer(Buffer.of(1))), 'bad-exponent'],
    ['the exponent 3', spkiOf(oddExponents[3]), 'bad-exponent'],
    ['an even exponent', rsaKey(integer(modulus), integer(hex('010002'))), 'bad-exponent'],
    ['an exponent of 33 bits', spkiOf(oddExponents[4294967297]), 'bad-exponent'],
    [
      'a modulus with a zero too many in front',
      rsaKey(der(2, Buffer.of(0, 0), modulus), integer(exponent)),
      'not-a-public-key',
    ],
    ['a negative modulus', rsaKey(der(2, modulus), integer(exponent)), 'not-a-public-key'],
    [
      'a number behind the exponent',
      rsaKey(integer(modulus), integer(exponent), integer(exponent)),
      'not-a-public-key',
    ],
    [
      'an RSA identifier without NULL',
      sequence(sequence(hex('06092a864886f70d010101')), bits(sequence(integer(modulus), integer(exponent)))),
      'other-encoding',
    ],
    ['unused bits', sequence(sequence(ecPublicKey, p256), der(3, Buffer.of(1, 4), x, y)), 'other-encoding'],
    [
      'a third member',
      sequence(sequence(ecPublicKey, p256), bits(Buffer.of(4), x, y), hex('0500')),
      'other-encoding',
    ],
    ['parameters of Ed25519', sequence(sequence(hex('06032b65700500')), bits(ed)), 'other-encoding'],
    ['a hybrid point', point(Buffer.of(6 + ((y.at(-1) ?? 0) & 1)), x, y), 'bad-point'],
    ['a compressed point', point(Buffer.of(2 + ((y.at(-1) ?? 0) & 1)), x), 'bad-point'],
    ['the point at infinity', point(Buffer.of(0)), 'bad-point'],
    ['no point', sequence(sequence(ecPublicKey, p256), hex('030100')), 'bad-point'],
    ['the point 0, 0', point(Buffer.of(4), Buffer.alloc(64)), 'bad-point'],
    ['a coordinate too long', point(Buffer.of(4, 0), x, y), 'bad-point'],
    [
      'the point of another curve',
      sequence(sequence(ecPublicKey, hex('06052b81040022')), bits(Buffer.of(4), x, y)),
      'bad-point',
    ],
    ['an Ed25519 point of 31 bytes', edwards(ed.subarray(1)), 'bad-point'],
    ['no point of Edwards25519', edwards(Buffer.concat([Buffer.of(2), Buffer.alloc(31)])), 'bad-point'],
    ['an Ed25519 point whose y is the prime', edwards(prime), 'bad-point'],
    ['an Ed25519 point with a negative zero', edwards(hex(`01${'00'.repeat(30)}80`)), 'bad-point'],
    // The eight points of small order have five encodings that are not caught above (RFC 8032 §5.1.3; the order is 8).
    ['the Ed25519 point of order 1', edwards(hex(`01${'00'.repeat(31)}`)), 'small-order'],
    ['the Ed25519 point of order 2', edwards(hex(`ec${'ff'.repeat(30)}7f`)), 'small-order'],
    ['an Ed25519 point of order 4', edwards(Buffer.alloc(32)), 'small-order'],
    [
      'an Ed25519 point of order 8',
      edwards(hex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')),
      'small-order',
    ],
    [
      'another Ed25519 point of order 8',
      edwards(hex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')),
      'small-order',
    ],
  ];

  describe('a forged public key', () => {
    for (const [title, spki, reason] of bad) {
      const tag = reason === 'small-order' ? 'N8' : 'S41';
      it(`is refused: ${title} [${tag}]`, async () => {
        assert.deepEqual(await failureOf(() => read(spki)), { code: 'bad-key-file', name: 'k', reason });
      });
    }

    for (const size of [1024, 2047, 8192]) {
      it(`is refused by its size: RSA ${size} [N8]`, async () => {
        const odd = Buffer.alloc(Math.ceil(size / 8), 0xff);
        odd[0] = size % 8 === 0 ? 0xff : 2 ** (size % 8) - 1;
        assert.deepEqual(await failureOf(() => read(rsaKey(integer(odd), integer(exponent)))), {
          ...{ code: 'unsupported-key', name: 'k', algorithm: `rsa-${size}` },
        });
      });
    }
  });
}
