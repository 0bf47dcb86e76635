// cosign's key files, against functions that may be the sources' or the built engine's.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { cryptoWorld, failureOf, noCancel } from './cryptoFunctions.ts';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { derOf, editKeyFile, fingerprintOf, forgeKeyFile, pem, todaysLabel } from './forgedKeyFile.ts';
import type { ForgedKeyFile } from './forgedKeyFile.ts';

export function keyFileSuite(engine: CryptoFunctions): void {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const open = (text: string, password = 'hello') =>
    engine.openKeyFile(cryptoWorld(), text, password, 'k', noCancel);
  const forge = (options: ForgedKeyFile = {}): string => forgeKeyFile(derOf(privateKey), options);
  // Sealing takes a tenth of a second: once for all tests that only change the text.
  let sealed: string | undefined;
  const file = (): string => (sealed ??= forge());

  describe('opening a key file', () => {
    it('gives the public key and signs what it verifies', async () => {
      const key = await open(file());
      assert.equal(key.publicKey.fingerprint, fingerprintOf(publicKey));
      const payload = new TextEncoder().encode('payload');
      const signature = key.sign(payload);
      assert.equal(signature[0], 0x30);
      assert.equal(engine.verifySignature(key.publicKey, payload, signature), true);
    });

    it('takes the old PEM header, CRLF, and words around the block', async () => {
      for (const text of [
        file().replaceAll(todaysLabel, 'ENCRYPTED COSIGN PRIVATE KEY'),
        file().replaceAll('\n', '\r\n'),
        `my key\n\n${file()}\nend\n`,
      ]) {
        assert.equal((await open(text)).publicKey.fingerprint, fingerprintOf(publicKey));
      }
    });

    it('takes further fields in the JSON, and white space', async () => {
      const odd = editKeyFile(file(), (json) => ({ version: 2, ...json, kdf: { ...json.kdf, future: [] } }));
      assert.equal((await open(odd)).publicKey.fingerprint, fingerprintOf(publicKey));
    });

    for (const N of [32_768, 65_536, 131_072]) {
      it(`takes scrypt with N=${N}`, async () => {
        assert.equal((await open(forge({ N }))).publicKey.fingerprint, fingerprintOf(publicKey));
      });
    }

    for (const [N, r, p] of [
      [16_384, 8, 1],
      [32_768, 4, 1],
      [32_768, 8, 2],
    ] as const) {
      it(`refuses scrypt with N=${N}, r=${r}, p=${p} before any work is done [S41]`, async () => {
        assert.deepEqual(await failureOf(() => open(forge({ N, r, p }))), {
          code: 'bad-key-file',
          name: 'k',
          reason: 'unknown-scrypt-parameters',
        });
      });
    }

    it('takes an empty password, and one outside ASCII as UTF-8', async () => {
      for (const password of ['', 'pässwörd😀']) {
        const key = await open(forge({ password }), password);
        assert.equal(key.publicKey.fingerprint, fingerprintOf(publicKey));
      }
    });

    it('says that the password is wrong, and says so of damage too', async () => {
      const wrong = { code: 'wrong-password', name: 'k' };
      assert.deepEqual(await failureOf(() => open(file(), 'hello\n')), wrong);
      const damaged = editKeyFile(file(), (json) => ({
        ...json,
        ciphertext: json.ciphertext.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
      }));
      assert.deepEqual(await failureOf(() => open(damaged)), wrong);
    });

    const json = 'not-key-json';
    const bad: readonly (readonly [title: string, text: () => string, reason: string])[] = [
      ['nothing', () => '', 'no-pem-block'],
      ['half a file', () => file().slice(0, 300), 'no-pem-block'],
      ['two keys', () => file() + file(), 'several-pem-blocks'],
      ['broken base64', () => file().replace('eyJ', '!!!'), 'damaged-pem'],
      ['a plain key', () => pem('PRIVATE KEY', derOf(privateKey)), 'not-encrypted'],
      ['another kind of block', () => pem('CERTIFICATE', Buffer.from('x')), 'not-a-cosign-key'],
      ['no JSON', () => pem(todaysLabel, Buffer.from('{"kdf"')), json],
      ['JSON null', () => editKeyFile(file(), () => null), json],
      [
        'no salt',
        () => editKeyFile(file(), (j) => ({ ...j, kdf: { name: 'scrypt', params: j.kdf.params } })),
        json,
      ],
      [
        'a salt that is no base64',
        () => editKeyFile(file(), (j) => ({ ...j, kdf: { ...j.kdf, salt: '*' } })),
        json,
      ],
      [
        'a short nonce',
        () => editKeyFile(file(), (j) => ({ ...j, cipher: { ...j.cipher, nonce: 'AAAA' } })),
        json,
      ],
      ['no ciphertext', () => editKeyFile(file(), (j) => ({ ...j, ciphertext: 7 })), json],
      [
        'another derivation',
        () => editKeyFile(file(), (j) => ({ ...j, kdf: { ...j.kdf, name: 'pbkdf2' } })),
        'unknown-key-derivation',
      ],
      [
        'another cipher',
        () => editKeyFile(file(), (j) => ({ ...j, cipher: { ...j.cipher, name: 'aes' } })),
        'unknown-cipher',
      ],
      [
        'N as text',
        () => editKeyFile(file(), (j) => ({ ...j, kdf: { ...j.kdf, params: { N: '65536', r: 8, p: 1 } } })),
        'unknown-scrypt-parameters',
      ],
      [
        'no parameters',
        () => editKeyFile(file(), (j) => ({ ...j, kdf: { ...j.kdf, params: undefined } })),
        'unknown-scrypt-parameters',
      ],
      ['SEC 1 inside', () => forgeKeyFile(derOf(privateKey, 'sec1')), 'not-pkcs8'],
      ['garbage inside', () => forgeKeyFile(Buffer.from('hello')), 'not-pkcs8'],
      [
        'bytes behind the key inside',
        () => forgeKeyFile(Buffer.concat([derOf(privateKey), Buffer.of(0)])),
        'not-pkcs8',
      ],
      ['more than 64 KiB', () => file() + ' '.repeat(64 * 1024), 'too-large'],
    ];
    for (const [title, text, reason] of bad) {
      it(`refuses ${title}`, async () => {
        assert.deepEqual(await failureOf(() => open(text())), { code: 'bad-key-file', name: 'k', reason });
      });
    }

    it('derives the public key, whatever public key the file holds beside the private one [S7]', async () => {
      const stranger = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const forged = derOf(privateKey);
      derOf(stranger.privateKey)
        .subarray(-64)
        .copy(forged, forged.length - 64);
      const key = await open(forgeKeyFile(forged));
      assert.equal(key.publicKey.fingerprint, fingerprintOf(publicKey));
      const payload = new TextEncoder().encode('payload');
      assert.equal(engine.verifySignature(key.publicKey, payload, key.sign(payload)), true);
    });

    it('leaves the event loop free while the password is worked on [S41]', async () => {
      const text = file();
      let turns = 0;
      const counter = setInterval(() => turns++, 1);
      try {
        await open(text);
      } finally {
        clearInterval(counter);
      }
      assert.ok(turns > 3, `${turns} turns`);
    });

    it('can be cancelled, before and while the password is worked on', async () => {
      const canceller = new AbortController();
      const opening = engine.openKeyFile(cryptoWorld(), file(), 'hello', 'k', canceller.signal);
      canceller.abort();
      assert.equal((await failureOf(() => opening))['code'], 'cancelled');
      const again = engine.openKeyFile(cryptoWorld(), file(), 'hello', 'k', canceller.signal);
      assert.equal((await failureOf(() => again))['code'], 'cancelled');
    });

    it('puts no password and no key into errors or the log [N1]', async () => {
      const logged: string[] = [];
      const secrets = [
        'canary-password',
        derOf(privateKey).toString('base64').slice(48, 80),
        file().slice(120, 180),
      ];
      for (const text of [
        file(),
        `${file()}x`,
        pem('PRIVATE KEY', derOf(privateKey)),
        `${file()}${file()}`,
      ]) {
        await engine
          .openKeyFile(cryptoWorld(logged), text, 'canary-password', 'k', noCancel)
          .catch((error: unknown) => {
            logged.push(
              String(error),
              JSON.stringify(error),
              (error as Error).stack ?? '',
              String((error as Error).cause),
            );
          });
      }
      assert.ok(logged.length >= 16);
      for (const secret of secrets) assert.equal(logged.join('\n').includes(secret), false, secret);
    });
  });
}
