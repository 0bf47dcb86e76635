// New keys for the person's key list: generated, or imported from what other tools wrote (cosign-formats §3.2, §3.3).
// What comes out is always an encrypted cosign key file. And opening any encrypted key for the signature at hand.
import { generateKeyPair } from 'node:crypto';
import { throwIfCancelled } from '../errors.ts';
import type { World } from '../world.ts';
import { decryptPkcs8, readEnvelope } from './encryptedPkcs8.ts';
import { isEncryptedKey, openKeyFile, openPrivateKey, plainLabels, readKeyFile, sealKey } from './keyFile.ts';
import { refuseKey } from './keyProblem.ts';
import { looksLikeDer, maxKeyText, readPemBlocks } from './pem.ts';
import type { PemBlock } from './pem.ts';
import { readPkcs1, readPkcs8, readSec1 } from './privateKey.ts';
import type { OpenKey, PrivateKey } from './privateKey.ts';
import type { PublicKey } from './publicKey.ts';
import type { KeyProblem } from '../problems.ts';
import { unavailable } from './unavailable.ts';

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
 * Reads PEM text with an encrypted cosign key or encrypted PKCS#8 (opened with `password`), or plain PKCS#8, SEC 1 or
 * PKCS#1, and seals it anew with `newPassword`. `name` names the key in errors.
 * Throws `bad-key-file`, `wrong-password`, `unsupported-key` for an algorithm that is not usable, `crypto-unavailable`,
 * `cancelled`.
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
    : await readOtherKey(text, password, name, signal);
  return await seal(world, key, newPassword, signal);
}

/**
 * Opens PEM text with an encrypted cosign key or encrypted PKCS#8, to sign with it now. `name` names the key in errors.
 * Throws `bad-key-file` (a key that is not encrypted too), `wrong-password`, `unsupported-key`, `cancelled`.
 */
export async function openKey(
  world: World,
  text: string,
  password: string,
  name: string,
  signal: AbortSignal,
): Promise<OpenKey> {
  requireEncryptedKey(text, name);
  if (isEncryptedKey(text)) return openKeyFile(world, text, password, name, signal);
  const key = await readOtherKey(text, password, name, signal);
  key.pkcs8.fill(0);
  return key.openKey;
}

/**
 * Throws `bad-key-file` for text that openKey opens with no password: nobody is to be asked for one. Only looks, and
 * derives nothing.
 */
export function requireEncryptedKey(text: string, name: string): void {
  if (isEncryptedKey(text)) {
    readKeyFile(text, name);
    return;
  }
  const { label, bytes } = readOtherBlock(text, name);
  try {
    if (plainLabels.includes(label)) refuseKey(name, 'not-encrypted');
    if (label !== encryptedLabel) refuseKey(name, kinds.get(label) ?? 'not-a-cosign-key');
    readEnvelope(bytes, name);
  } finally {
    bytes.fill(0);
  }
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

interface OtherBlock {
  readonly label: string;
  /** Secret: to be zeroed after use. */
  readonly bytes: Uint8Array;
  /** Of `EC PARAMETERS` in front. */
  readonly parameters: Uint8Array | undefined;
}

const encryptedLabel = 'ENCRYPTED PRIVATE KEY';

function readOtherBlock(text: string, name: string): OtherBlock {
  if (text.length > maxKeyText) refuseKey(name, 'too-large');
  const blocks = readPemBlocks(text);
  const parameters = parametersBefore(blocks);
  const [block, ...others] = parameters === undefined ? blocks : blocks.slice(1);
  if (block === undefined) refuseKey(name, looksLikeDer(text) ? 'private-der' : 'no-pem-block');
  if (block.hasHeaders && block.label.endsWith('PRIVATE KEY')) refuseKey(name, 'encrypted-otherwise');
  if (block.label.endsWith('PUBLIC KEY')) refuseKey(name, 'public-not-private');
  if (others.length > 0) refuseKey(name, 'several-pem-blocks');
  if (block.bytes === undefined) refuseKey(name, 'damaged-pem');
  return { label: block.label, bytes: block.bytes, parameters: parameters?.bytes };
}

async function readOtherKey(
  text: string,
  password: string,
  name: string,
  signal: AbortSignal,
): Promise<PrivateKey> {
  const { label, bytes, parameters } = readOtherBlock(text, name);
  try {
    switch (label) {
      case 'PRIVATE KEY':
        return readPkcs8(bytes, name);
      case encryptedLabel:
        return await readEncrypted(bytes, password, name, signal);
      case 'EC PRIVATE KEY':
        return readSec1(bytes, name, parameters);
      case 'RSA PRIVATE KEY':
        return readPkcs1(bytes, name);
      default:
        return refuseKey(name, kinds.get(label) ?? 'unknown-pem-type');
    }
  } finally {
    bytes.fill(0);
  }
}

const kinds: ReadonlyMap<string, KeyProblem> = new Map([
  ['OPENSSH PRIVATE KEY', 'openssh-key'],
  ['CERTIFICATE', 'certificate-not-key'],
]);

/** What `openssl ecparam -genkey` writes in front of a key in SEC 1; cosign refuses such a file. */
function parametersBefore([first, second]: readonly PemBlock[]): PemBlock | undefined {
  return first?.label === 'EC PARAMETERS' && second?.label === 'EC PRIVATE KEY' ? first : undefined;
}

async function readEncrypted(
  der: Uint8Array,
  password: string,
  name: string,
  signal: AbortSignal,
): Promise<PrivateKey> {
  const pkcs8 = await decryptPkcs8(der, password, name, signal);
  try {
    return readPkcs8(pkcs8, name);
  } finally {
    pkcs8.fill(0);
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
          reject(unavailable('P-256', error));
        } else resolve(privateKey);
      },
    );
  });
}
