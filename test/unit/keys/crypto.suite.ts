// All tests of keys and signatures as one function, so that they run on the sources and on the built engine alike.
// Nothing here but describe and it: `bun test` runs it too.
import assert from 'node:assert/strict';
import { goldenPassword, goldenRegistries } from '../../support/golden.ts';
import { cryptoWorld, noCancel } from './cryptoFunctions.ts';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { keyFileSuite } from './keyFile.suite.ts';
import { newKeySuite } from './newKey.suite.ts';
import { encryptedPkcs8Suite } from './encryptedPkcs8.suite.ts';
import { forgedPublicKeySuite } from './forgedPublicKey.suite.ts';
import { importSuite } from './import.suite.ts';
import { publicKeySuite } from './publicKey.suite.ts';
import { schemeSuite } from './scheme.suite.ts';

/** Declares the tests. Where there is no recorded data of real cosign, those of it are not among them. */
export function cryptoSuite(engine: CryptoFunctions): void {
  publicKeySuite(engine);
  keyFileSuite(engine);
  newKeySuite(engine);
  forgedPublicKeySuite(engine);
  schemeSuite(engine);
  importSuite(engine);
  encryptedPkcs8Suite(engine);
  for (const { name, keys } of goldenRegistries()) {
    describe(`key files of real cosign (${name || 'cosign 3.1.1'})`, () => {
      for (const [file, text] of Object.entries(keys)) {
        if (file.endsWith('.key')) goldenKeyFile(engine, file, text, keys[file.replace('.key', '.pub')]);
      }
    });
  }
}

const algorithms: readonly (readonly [RegExp, string, string])[] = [
  [/ec384/, 'ecdsa-p384', 'ecdsa-sha256'],
  [/ec521/, 'ecdsa-p521', 'ecdsa-sha256'],
  [/ed\.key/, 'ed25519', 'ed25519'],
  [/rsa1/, 'rsa-2048', 'rsa-pkcs1-sha256'],
  [/rsa/, 'rsa-3072', 'rsa-pkcs1-sha256'],
  [/./, 'ecdsa-p256', 'ecdsa-sha256'],
];

function goldenKeyFile(
  engine: CryptoFunctions,
  file: string,
  text: string,
  publicKey: string | undefined,
): void {
  const [, algorithm, scheme] = algorithms.find(([pattern]) => pattern.test(file)) ?? [];
  it(`${file} (${algorithm}) opens and yields its .pub, and signs ${scheme}, which that verifies`, async () => {
    assert.ok(publicKey);
    const key = await engine.openKeyFile(cryptoWorld(), text, goldenPassword, file, noCancel);
    assert.equal(key.publicKey.pem, publicKey);
    assert.equal(key.publicKey.algorithm, algorithm);
    const payload = new TextEncoder().encode(file);
    const signed = engine.schemeOf(engine.parsePublicKey(publicKey, file), payload, key.sign(payload));
    assert.equal(signed, scheme);
  });
}
