// All tests of keys and signatures as one function, so that they run on the sources and on the built engine alike.
// Nothing here but describe and it: `bun test` runs it too.
import assert from 'node:assert/strict';
import { goldenPassword, goldenRegistries } from '../../support/golden.ts';
import { cryptoWorld, failureOf, noCancel } from './cryptoFunctions.ts';
import type { CryptoFunctions } from './cryptoFunctions.ts';
import { keyFileSuite } from './keyFile.suite.ts';
import { newKeySuite } from './newKey.suite.ts';
import { publicKeySuite } from './publicKey.suite.ts';

/** Declares the tests. Where there is no recorded data of real cosign, those of it are not among them. */
export function cryptoSuite(engine: CryptoFunctions): void {
  publicKeySuite(engine);
  keyFileSuite(engine);
  newKeySuite(engine);
  for (const { name, keys } of goldenRegistries()) {
    describe(`key files of real cosign (${name || 'cosign 3.1.1'})`, () => {
      for (const [file, text] of Object.entries(keys)) {
        if (file.endsWith('.key')) goldenKeyFile(engine, file, text, keys[file.replace('.key', '.pub')]);
      }
    });
  }
}

const algorithms: readonly (readonly [RegExp, string])[] = [
  [/ec384/, 'ecdsa-p384'],
  [/ec521/, 'ecdsa-p521'],
  [/ed\.key/, 'ed25519'],
  [/rsa1/, 'rsa-2048'],
  [/rsa/, 'rsa-3072'],
];

function goldenKeyFile(
  engine: CryptoFunctions,
  file: string,
  text: string,
  publicKey: string | undefined,
): void {
  const open = () => engine.openKeyFile(cryptoWorld(), text, goldenPassword, file, noCancel);
  const algorithm = algorithms.find(([pattern]) => pattern.test(file))?.[1];
  if (algorithm !== undefined) {
    it(`${file} is opened and named as ${algorithm}, which this version cannot use`, async () => {
      assert.deepEqual(await failureOf(open), { code: 'unsupported-key', name: file, algorithm });
    });
    return;
  }
  it(`${file} opens and yields its .pub, and signs what that verifies`, async () => {
    assert.ok(publicKey);
    const key = await open();
    assert.equal(key.publicKey.pem, publicKey);
    const payload = new TextEncoder().encode(file);
    assert.equal(
      engine.verifySignature(engine.parsePublicKey(publicKey, file), payload, key.sign(payload)),
      true,
    );
  });
}
