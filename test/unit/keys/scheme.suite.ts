// Which signatures each kind of key verifies, and as what: published vectors, what other tools sign, and forged ones.
import assert from 'node:assert/strict';
import { constants, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { der, hex, integer, sequence } from './derForTests.ts';
import { pem } from './forgedKeyFile.ts';
import { sampleKeys } from './sampleKeys.ts';
import { edwardsVectors, nistVectors } from './vectors.ts';

const payload = new TextEncoder().encode('payload');
const other = new TextEncoder().encode('payload ');

function privateKeyOf(name: keyof typeof sampleKeys): KeyObject {
  return createPrivateKey({ key: Buffer.from(sampleKeys[name], 'base64'), format: 'der', type: 'pkcs8' });
}

export function schemeSuite(engine: CryptoFunctions): void {
  const publicKeyOf = (key: KeyObject) =>
    engine.parsePublicKey(createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(), 'k');
  const schemeOf = (key: KeyObject, signature: Uint8Array, of: Uint8Array = payload) =>
    engine.schemeOf(publicKeyOf(key), of, signature);

  describe('published signatures', () => {
    for (const { title, oid, x, y, r, s, scheme } of nistVectors) {
      it(`verify as ${scheme}, in DER and side by side: ${title}`, () => {
        const point = der(3, hex('0004'), hex(x), hex(y));
        const spki = sequence(sequence(hex('06072a8648ce3d0201'), hex(oid)), point);
        const key = engine.parsePublicKey(pem('PUBLIC KEY', spki), 'k');
        const sample = new TextEncoder().encode('sample');
        const encoded = sequence(integer(hex(r)), integer(hex(s)));
        assert.equal(engine.schemeOf(key, sample, encoded), scheme);
        assert.equal(engine.schemeOf(key, sample, hex(r + s)), scheme);
        assert.equal(engine.schemeOf(key, payload, encoded), undefined);
      });
    }

    for (const { title, key, message, signature, scheme } of edwardsVectors) {
      it(`verify as ${scheme}: ${title}`, () => {
        const spki = sequence(sequence(hex('06032b6570')), der(3, hex('00'), hex(key)));
        const publicKey = engine.parsePublicKey(pem('PUBLIC KEY', spki), 'k');
        assert.equal(engine.schemeOf(publicKey, hex(message), hex(signature)), scheme);
        assert.equal(engine.schemeOf(publicKey, payload, hex(signature)), undefined);
      });
    }
  });

  describe('signatures on P-384 and P-521', () => {
    for (const [name, own, length] of [
      ['ecdsa-p384', 'sha384', 48],
      ['ecdsa-p521', 'sha512', 66],
    ] as const) {
      const key = privateKeyOf(name);
      const raw = sign('sha256', payload, { key, dsaEncoding: 'ieee-p1363' });

      it(`verify over SHA-256 and over ${own}, and over nothing else: ${name} [N8]`, () => {
        for (const digest of ['sha1', 'sha256', 'sha384', 'sha512']) {
          const expected = digest === 'sha256' || digest === own ? `ecdsa-${digest}` : undefined;
          assert.equal(schemeOf(key, sign(digest, payload, key)), expected, digest);
        }
      });

      it(`have the length of the curve where r and s are side by side: ${name}`, () => {
        assert.equal(raw.length, 2 * length);
        assert.equal(schemeOf(key, raw), 'ecdsa-sha256');
        const wider = Buffer.concat([
          Buffer.of(0),
          raw.subarray(0, length),
          Buffer.of(0),
          raw.subarray(length),
        ]);
        for (const bytes of [wider, raw.subarray(1), Buffer.concat([raw, Buffer.of(0)])]) {
          assert.equal(schemeOf(key, bytes), undefined, String(bytes.length));
        }
      });

      it(`have integers above zero in DER, and nothing behind them: ${name}`, () => {
        const [r, s] = [raw.subarray(0, length), raw.subarray(length)];
        assert.equal(schemeOf(key, sequence(integer(r), integer(s))), 'ecdsa-sha256');
        for (const bytes of [
          sequence(integer(r), Buffer.of(2, 1, 0)),
          sequence(Buffer.of(2, 1, 0xff), integer(s)),
          Buffer.concat([sequence(integer(r), integer(s)), Buffer.of(0)]),
          sequence(integer(r), integer(s), integer(s)),
        ]) {
          assert.equal(schemeOf(key, bytes), undefined, bytes.toString('hex'));
        }
      });
    }
  });

  describe('signatures of RSA', () => {
    for (const name of ['rsa-2048', 'rsa-3072', 'rsa-4096'] as const) {
      const key = privateKeyOf(name);
      const pss = (digest: string, saltLength: number): Buffer =>
        sign(digest, payload, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

      it(`verify in PKCS#1 v1.5 over SHA-256 and no other digest: ${name} [N8]`, () => {
        assert.equal(schemeOf(key, sign('sha256', payload, key)), 'rsa-pkcs1-sha256');
        assert.equal(schemeOf(key, sign('sha256', payload, key), other), undefined);
        for (const digest of ['sha1', 'sha384', 'sha512']) {
          assert.equal(schemeOf(key, sign(digest, payload, key)), undefined, digest);
        }
      });

      it(`verify in PSS over SHA-256 with a salt of any length: ${name}`, () => {
        for (const saltLength of [0, 20, 32, 64]) {
          assert.equal(schemeOf(key, pss('sha256', saltLength)), 'rsa-pss-sha256', String(saltLength));
          assert.equal(schemeOf(key, pss('sha256', saltLength), other), undefined);
        }
        assert.equal(schemeOf(key, pss('sha1', 20)), undefined, 'SHA-1');
        assert.equal(schemeOf(key, pss('sha512', 64)), undefined, 'SHA-512');
      });

      it(`have the length of the modulus: ${name}`, () => {
        const good = sign('sha256', payload, key);
        for (const bytes of [
          good.subarray(1),
          Buffer.concat([good, Buffer.of(0)]),
          Buffer.concat([Buffer.of(0), good]),
        ]) {
          assert.equal(schemeOf(key, bytes), undefined, String(bytes.length));
        }
      });
    }
  });

  describe('signatures of Ed25519', () => {
    const key = privateKeyOf('ed25519');
    const good = sign(null, payload, key);

    it('verify as pure Ed25519', () => {
      assert.equal(schemeOf(key, good), 'ed25519');
      assert.equal(schemeOf(key, good, other), undefined);
    });

    it('do not verify with a byte more or less, or another s of the same rest', () => {
      const order = 2n ** 252n + 27742317777372353535851937790883648493n;
      const s = BigInt(`0x${Buffer.from(good.subarray(32)).reverse().toString('hex')}`) + order;
      const twin = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
      for (const bytes of [
        good.subarray(1),
        Buffer.concat([good, Buffer.of(0)]),
        Buffer.concat([good.subarray(0, 32), twin]),
        Buffer.alloc(64),
      ]) {
        assert.equal(schemeOf(key, bytes), undefined, bytes.toString('hex'));
      }
    });

    it('with Ed25519ph have an s below the order, too [N8]', () => {
      const ph = edwardsVectors.find(({ scheme }) => scheme === 'ed25519ph');
      assert.ok(ph);
      const spki = sequence(sequence(hex('06032b6570')), der(3, hex('00'), hex(ph.key)));
      const publicKey = engine.parsePublicKey(pem('PUBLIC KEY', spki), 'k');
      const bytes = hex(ph.signature);
      const order = 2n ** 252n + 27742317777372353535851937790883648493n;
      const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order;
      Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse().copy(bytes, 32);
      assert.equal(engine.schemeOf(publicKey, hex(ph.message), bytes), undefined);
    });
  });
}
