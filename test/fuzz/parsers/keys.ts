// Keys of unknown origin: PEM around DER. One key has one fingerprint, whatever text it came in, and what signs is what
// the public half says (S7, S41).
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openKeyFile } from '../../../src/engine/keys/keyFile.ts';
import { readPemBlocks, writePem } from '../../../src/engine/keys/pem.ts';
import { readPkcs8, readSec1 } from '../../../src/engine/keys/privateKey.ts';
import { parsePublicKey, verifySignature } from '../../../src/engine/keys/publicKey.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createTestWorld } from '../../support/world.ts';
import { derSeed, mutateDer } from '../mutateDer.ts';
import { jsonSeed, mutateJson } from '../mutateJson.ts';
import { mutateText } from '../mutateText.ts';
import { parsed, type Parser } from '../parser.ts';
import { keyFileSeeds, privateKeySeeds, publicKeySeeds } from '../seeds.ts';

const refusals = ['bad-key-file', 'unsupported-key'] as const;
const publicKeys = publicKeySeeds();
const publicKeyTrees = publicKeys.flatMap((pem) =>
  readPemBlocks(pem).flatMap(({ bytes }) => (bytes ? [derSeed(bytes)] : [])),
);
const pemWords = [
  '-----BEGIN PUBLIC KEY-----',
  '-----END PUBLIC KEY-----',
  '-----BEGIN RSA PUBLIC KEY-----',
  '=',
  'Proc-Type: 4',
];

export const publicKeyParser: Parser = {
  name: 'public keys',
  inputs: 15_000,
  make: (random) =>
    random.oneIn(3)
      ? mutateText(random, random.pick(publicKeys), pemWords)
      : writePem('PUBLIC KEY', mutateDer(random, random.pick(publicKeyTrees))),
  check: (text: string) => {
    const key = parsed(() => parsePublicKey(text, 'x'), ...refusals);
    if (key === undefined) return 'refused';
    assert.equal(key.fingerprint, createHash('sha256').update(key.spki).digest('hex'));
    assert.equal(parsePublicKey(key.pem, 'x').fingerprint, key.fingerprint);
    return 'taken';
  },
};

const { pkcs8, sec1 } = privateKeySeeds();
const pkcs8Trees = pkcs8.map(derSeed);
const sec1Trees = sec1.map(derSeed);
const message = new TextEncoder().encode('payload');

function privateKeyParser(name: string, seeds: typeof pkcs8Trees, read: typeof readPkcs8): Parser {
  return {
    name,
    inputs: 4_000,
    make: (random) => mutateDer(random, random.pick(seeds)),
    check: (der: Uint8Array) => {
      const key = parsed(() => read(der, 'x'), ...refusals);
      if (key === undefined) return 'refused';
      const { openKey } = key;
      assert.ok(
        verifySignature(openKey.publicKey, message, openKey.sign(message)),
        'its own signature does not verify',
      );
      assert.equal(readPkcs8(key.pkcs8, 'x').openKey.publicKey.fingerprint, openKey.publicKey.fingerprint);
      return 'taken';
    },
  };
}

export const pkcs8Parser = privateKeyParser('PKCS#8 keys', pkcs8Trees, readPkcs8);
export const sec1Parser = privateKeyParser('SEC 1 keys', sec1Trees, readSec1);

const keyFiles = keyFileSeeds().map(jsonSeed);
const keyFileWords = [
  'kdf',
  'cipher',
  'ciphertext',
  'params',
  'salt',
  'nonce',
  'scrypt',
  'nacl/secretbox',
  '65536',
  '1048576',
];
const world = createTestWorld();
const cancelled = AbortSignal.abort();

/** Up to the derivation of the key, which is cancelled: nothing expensive may happen before all is known to be right. */
export const keyFileParser: Parser = {
  name: 'key files',
  inputs: 15_000,
  make: (random) =>
    writePem(
      'ENCRYPTED SIGSTORE PRIVATE KEY',
      new TextEncoder().encode(mutateJson(random, random.pick(keyFiles), keyFileWords)),
    ),
  check: async (text: string) => {
    try {
      await openKeyFile(world, text, 'password', 'x', cancelled);
    } catch (error) {
      if (isEngineError(error, 'cancelled')) return 'taken';
      assert.ok(isEngineError(error, 'bad-key-file'), String(error));
      return 'refused';
    }
    return assert.fail('a key file was opened although it was cancelled');
  },
};

const signer = readPkcs8(pkcs8[0] ?? assert.fail('no key'), 'x').openKey;
const signature = signer.sign(message);

export const signatureParser: Parser = {
  name: 'signatures',
  inputs: 4_000,
  make: (random) => mutateDer(random, derSeed(signature)),
  check: (changed: Uint8Array) => {
    if (!verifySignature(signer.publicKey, message, changed)) return 'refused';
    assert.deepEqual(Buffer.from(changed), Buffer.from(signature), 'other bytes that verify');
    return 'taken';
  },
};
