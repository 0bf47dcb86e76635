// Encrypted PKCS#8: what OpenSSL writes is opened, what is weak or costs too much is refused before any work.
import assert from 'node:assert/strict';
import { createCipheriv, createPrivateKey, createPublicKey, pbkdf2Sync } from 'node:crypto';
import { cryptoWorld, failureOf, noCancel } from './cryptoFunctions.ts';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { der, hex, integer, sequence } from './derForTests.ts';
import { fingerprintOf, pem } from './forgedKeyFile.ts';
import { encryptedKeys, sampleKeys, weaklyEncryptedKeys } from './sampleKeys.ts';

const pkcs8 = Buffer.from(sampleKeys['ecdsa-p256'], 'base64');
const fingerprint = fingerprintOf(
  createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })),
);

interface Forged {
  readonly iterations?: Buffer;
  readonly prf?: Buffer;
  readonly derivation?: Buffer;
  readonly cipher?: Buffer;
  readonly length?: Buffer;
  readonly inside?: Buffer;
}

const salt = Buffer.alloc(16, 1);
const iv = Buffer.alloc(16, 2);
const aes256 = hex('060960864801650304012a');
const pbkdf2 = hex('06092a864886f70d01050c');
const scrypt = hex('06092b06010401da47040b');
const sha256 = sequence(hex('06082a864886f70d0209'), hex('0500'));

/** An EncryptedPrivateKeyInfo of any content, sealed with `hello` and 1,000 rounds of HMAC with SHA-256. */
function forge(options: Forged): string {
  const {
    inside = pkcs8,
    iterations = integer(hex('03e8')),
    length = Buffer.alloc(0),
    prf = sha256,
  } = options;
  const key = pbkdf2Sync('hello', salt, 1000, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const sealed = Buffer.concat([cipher.update(inside), cipher.final()]);
  const derivation = options.derivation ?? sequence(pbkdf2, sequence(der(4, salt), iterations, length, prf));
  const encryption = options.cipher ?? sequence(aes256, der(4, iv));
  const scheme = sequence(hex('06092a864886f70d01050d'), sequence(derivation, encryption));
  return pem('ENCRYPTED PRIVATE KEY', sequence(scheme, der(4, sealed)));
}

function scryptOf(...costs: readonly Buffer[]): Buffer {
  return sequence(scrypt, sequence(der(4, salt), ...costs));
}

export function encryptedPkcs8Suite(engine: CryptoFunctions): void {
  const importText = (text: string, password = 'hello', signal = noCancel) =>
    engine.importKey(cryptoWorld(), text, password, 'new', 'k', signal);

  describe('importing encrypted PKCS#8', () => {
    for (const [title, base64] of Object.entries(encryptedKeys)) {
      it(`opens what OpenSSL wrote with ${title}`, async () => {
        const made = await importText(pem('ENCRYPTED PRIVATE KEY', Buffer.from(base64, 'base64')));
        assert.equal(made.publicKey.fingerprint, fingerprint);
      });
    }

    it('opens one that tells the length of the key', async () => {
      const made = await importText(forge({ length: integer(Buffer.of(32)) }));
      assert.equal(made.publicKey.fingerprint, fingerprint);
    });

    it('says that the password is wrong, whatever comes out', async () => {
      const wrong = { code: 'wrong-password', name: 'k' };
      assert.deepEqual(await failureOf(() => importText(forge({}), 'hello\n')), wrong);
      assert.deepEqual(await failureOf(() => importText(forge({ inside: Buffer.from('no key') }))), wrong);
    });

    const weak = 'weak-encryption';
    const costly = 'too-costly';
    const derivation = 'unknown-key-derivation';
    const r8 = integer(Buffer.of(8));
    const p1 = integer(Buffer.of(1));
    const bad: readonly (readonly [title: string, text: string, reason: string])[] = [
      ...Object.entries(weaklyEncryptedKeys).map(
        ([title, base64]) =>
          [title, pem('ENCRYPTED PRIVATE KEY', Buffer.from(base64, 'base64')), weak] as const,
      ),
      ['RC2', forge({ cipher: sequence(hex('06082a864886f70d0302'), der(4, iv)) }), weak],
      ['DES', forge({ cipher: sequence(hex('06052b0e030207'), der(4, iv)) }), weak],
      ['an unknown cipher', forge({ cipher: sequence(hex('06032a0304'), der(4, iv)) }), 'unknown-cipher'],
      [
        'AES in another mode',
        forge({ cipher: sequence(hex('060960864801650304012e'), der(4, iv)) }),
        'unknown-cipher',
      ],
      [
        'a short initialisation vector',
        forge({ cipher: sequence(aes256, der(4, iv.subarray(1))) }),
        'not-pkcs8',
      ],
      ['ten million and one rounds', forge({ iterations: integer(hex('989681')) }), costly],
      ['2^64 rounds', forge({ iterations: integer(hex('010000000000000000')) }), costly],
      ['no rounds', forge({ iterations: hex('020100') }), derivation],
      ['minus one round', forge({ iterations: hex('0201ff') }), derivation],
      ['a key length of another cipher', forge({ length: integer(Buffer.of(16)) }), derivation],
      ['HMAC with MD5', forge({ prf: sequence(hex('06082a864886f70d0206'), hex('0500')) }), derivation],
      [
        'another derivation',
        forge({ derivation: sequence(hex('06032a0304'), sequence(der(4, salt))) }),
        derivation,
      ],
      ['scrypt of 1 GiB', forge({ derivation: scryptOf(integer(hex('100000')), r8, p1) }), costly],
      [
        'scrypt with a thousand lanes',
        forge({ derivation: scryptOf(integer(hex('4000')), r8, integer(hex('03e8'))) }),
        costly,
      ],
      [
        'scrypt with an odd cost',
        forge({ derivation: scryptOf(integer(hex('4001')), r8, p1) }),
        'unknown-scrypt-parameters',
      ],
      ['what is no DER', pem('ENCRYPTED PRIVATE KEY', Buffer.from('x')), 'not-pkcs8'],
    ];
    for (const [title, text, reason] of bad) {
      it(`refuses ${title} before any work [S41]`, async () => {
        assert.deepEqual(await failureOf(() => importText(text)), {
          code: 'bad-key-file',
          name: 'k',
          reason,
        });
      });
    }

    it('leaves the event loop free meanwhile, and can be cancelled [S41]', async () => {
      const canceller = new AbortController();
      let turns = 0;
      const counter = setInterval(() => {
        if (++turns === 3) canceller.abort();
      }, 1);
      try {
        // Five million rounds: a good second of work, of which nobody waits for the end.
        const text = forge({ iterations: integer(hex('4c4b40')) });
        const failure = await failureOf(() => importText(text, 'hello', canceller.signal));
        assert.equal(failure['code'], 'cancelled');
      } finally {
        clearInterval(counter);
      }
      assert.equal(turns, 3);
    });
  });
}
