// New keys for the person's key list: generated, or imported from what other tools wrote (cosign-formats §3.2, §3.3).
// What comes out is always an encrypted cosign key file.
import { generateKeyPair } from 'node:crypto';
import { EngineError, throwIfCancelled } from '../errors.ts';
import type { World } from '../world.ts';
import { nameRsa } from './algorithm.ts';
import { isEncryptedKey, openPrivateKey, sealKey } from './keyFile.ts';
import { refuseKey } from './keyProblem.ts';
import { maxKeyText, readPemBlocks } from './pem.ts';
import { readPkcs8, readSec1 } from './privateKey.ts';
import type { PrivateKey } from './privateKey.ts';
import type { PublicKey } from './publicKey.ts';

export interface SealedKey {
  /** The encrypted key file, PEM, as cosign writes it. */
  readonly file: string;
  readonly publicKey: PublicKey;
}

/** A new ECDSA P-256 key, sealed with the password. Throws `cancelled`, `crypto-unavailable`. */
export async function generateKey(world: World, password: string, signal: AbortSignal): Promise<SealedKey> {
  throwIfCancelled(signal, 'generate a key');
  const pkcs8 = await generatePkcs8();
  try {
    return await seal(world, readPkcs8(pkcs8, ''), password, signal);
  } finally {
    pkcs8.fill(0);
  }
}

/**
 * Reads PEM text with an encrypted cosign key (opened with `password`), PKCS#8 or SEC 1, and seals it anew with
 * `newPassword`. `name` names the key in errors.
 * Throws `bad-key-file`, `wrong-password`, `unsupported-key` for any algorithm but ECDSA P-256, `cancelled`.
 */
export async function importKey(
  world: World,
  text: string,
  password: string,
  newPassword: string,
  name: string,
  signal: AbortSignal,
): Promise<SealedKey> {
  throwIfCancelled(signal, 'import a key');
  const key = isEncryptedKey(text)
    ? await openPrivateKey(world, text, password, name, signal)
    : readPlainKey(text, name);
  return await seal(world, key, newPassword, signal);
}

async function seal(
  world: World,
  key: PrivateKey,
  password: string,
  signal: AbortSignal,
): Promise<SealedKey> {
  try {
    const file = await sealKey(world, key.pkcs8, password, signal);
    return { file, publicKey: key.openKey.publicKey };
  } finally {
    key.pkcs8.fill(0);
  }
}

function readPlainKey(text: string, name: string): PrivateKey {
  if (text.length > maxKeyText) refuseKey(name, 'too-large');
  const [block, ...others] = readPemBlocks(text);
  if (block === undefined) refuseKey(name, 'no-pem-block');
  if (block.label === 'EC PARAMETERS') {
    refuseKey(name, 'ec-parameters');
  }
  if (block.label === 'ENCRYPTED PRIVATE KEY' || (block.hasHeaders && block.label.endsWith('PRIVATE KEY'))) {
    refuseKey(name, 'encrypted-otherwise');
  }
  if (block.label.endsWith('PUBLIC KEY')) refuseKey(name, 'public-not-private');
  if (others.length > 0) refuseKey(name, 'several-pem-blocks');
  if (block.bytes === undefined) refuseKey(name, 'damaged-pem');
  try {
    switch (block.label) {
      case 'PRIVATE KEY':
        return readPkcs8(block.bytes, name);
      case 'EC PRIVATE KEY':
        return readSec1(block.bytes, name);
      case 'RSA PRIVATE KEY':
        throw new EngineError('unsupported-key', { name, algorithm: nameRsa(block.bytes) });
      default:
        return refuseKey(name, 'unknown-pem-type');
    }
  } finally {
    block.bytes.fill(0);
  }
}

async function generatePkcs8(): Promise<Uint8Array> {
  return await new Promise((resolve, reject) => {
    generateKeyPair(
      'ec',
      {
        namedCurve: 'prime256v1',
        publicKeyEncoding: { type: 'spki', format: 'der' },
        privateKeyEncoding: { type: 'pkcs8', format: 'der' },
      },
      (error, _publicKey, privateKey) => {
        if (error instanceof Error) {
          reject(new EngineError('crypto-unavailable', { what: 'P-256', message: error.message }, error));
        } else resolve(privateKey);
      },
    );
  });
}
