// cosign's encrypted private key files (cosign-formats §3.1; cosign pkg/cosign/keys.go), byte-compatible both ways:
// PEM around JSON around a sealed PKCS#8 key.
import { EngineError } from '../errors.ts';
import { decodeBase64, encodeBase64 } from '../oci/base64.ts';
import { encodeGoJson, goStruct } from '../oci/goJson.ts';
import type { World } from '../world.ts';
import { refuseKey } from './keyProblem.ts';
import { maxKeyText, readPemBlocks, writePem } from './pem.ts';
import type { PemBlock } from './pem.ts';
import { readPkcs8 } from './privateKey.ts';
import type { OpenKey, PrivateKey } from './privateKey.ts';
import { areKnownParameters, nonceLength, openBox, saltLength, sealBox } from './sealedBox.ts';
import type { SealedBox } from './sealedBox.ts';

const todaysLabel = 'ENCRYPTED SIGSTORE PRIVATE KEY';
/** Of cosign 1 and the first 2.x. */
const oldLabel = 'ENCRYPTED COSIGN PRIVATE KEY';
/** Of private keys that are not encrypted. */
export const plainLabels: readonly string[] = ['PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY'];

/** True for text whose first PEM block is an encrypted cosign key: what it takes to read it is its own password. */
export function isEncryptedKey(text: string): boolean {
  return text.length <= maxKeyText && isEncryptedBlock(readPemBlocks(text)[0]);
}

/**
 * Opens an encrypted key file. The public key is derived from the private one. `name` names the key in errors.
 * Throws `bad-key-file`, `wrong-password` (or damage: nobody can tell), `unsupported-key`, `cancelled`.
 */
export async function openKeyFile(
  world: World,
  text: string,
  password: string,
  name: string,
  signal: AbortSignal,
): Promise<OpenKey> {
  const key = await openPrivateKey(world, text, password, name, signal);
  key.pkcs8.fill(0);
  return key.openKey;
}

/** The same with the private key itself, which the caller zeroes. */
export async function openPrivateKey(
  world: World,
  text: string,
  password: string,
  name: string,
  signal: AbortSignal,
): Promise<PrivateKey> {
  const box = readKeyFile(text, name);

  const started = world.clock.monotonic();
  const plaintext = await openBox(box, password, signal);
  world.log.debug(`scrypt N=${box.parameters.N}: ${Math.round(world.clock.monotonic() - started)} ms`);
  if (plaintext === undefined) throw new EngineError('wrong-password', { name });
  try {
    return readPkcs8(plaintext, name);
  } finally {
    plaintext.fill(0);
  }
}

/** What a key file holds, unopened: nothing is derived. Throws `bad-key-file`. */
export function readKeyFile(text: string, name: string): SealedBox {
  if (text.length > maxKeyText) refuseKey(name, 'too-large');
  const [block, ...others] = readPemBlocks(text);
  if (block === undefined) refuseKey(name, 'no-pem-block');
  if (plainLabels.includes(block.label)) refuseKey(name, 'not-encrypted');
  if (!isEncryptedBlock(block)) refuseKey(name, 'not-a-cosign-key');
  if (others.length > 0) refuseKey(name, 'several-pem-blocks');
  if (block.bytes === undefined) refuseKey(name, 'damaged-pem');
  return readBox(block.bytes, name);
}

/** Seals a PKCS#8 key (DER) into the text of a key file, as cosign writes it today. Throws `cancelled`. */
export async function sealKey(
  world: World,
  pkcs8: Uint8Array,
  password: string,
  signal: AbortSignal,
): Promise<string> {
  const box = await sealBox(pkcs8, password, world.random(saltLength), world.random(nonceLength), signal);
  const { N, r, p } = box.parameters;
  const params = goStruct([
    ['N', N],
    ['r', r],
    ['p', p],
  ]);
  const json = goStruct([
    [
      'kdf',
      goStruct([
        ['name', 'scrypt'],
        ['params', params],
        ['salt', encodeBase64(box.salt)],
      ]),
    ],
    [
      'cipher',
      goStruct([
        ['name', 'nacl/secretbox'],
        ['nonce', encodeBase64(box.nonce)],
      ]),
    ],
    ['ciphertext', encodeBase64(box.ciphertext)],
  ]);
  return writePem(todaysLabel, encodeGoJson(json));
}

function isEncryptedBlock(block: PemBlock | undefined): boolean {
  return block?.label === todaysLabel || block?.label === oldLabel;
}

// Fields unknown to us are ignored, as by cosign. Nothing is derived before every part is known to be right (S41).
function readBox(json: Uint8Array, name: string): SealedBox {
  const root = parseJson(json);
  const kdf = field(root, 'kdf');
  const cipher = field(root, 'cipher');
  const params = field(kdf, 'params');
  const salt = bytesOf(field(kdf, 'salt'));
  const nonce = bytesOf(field(cipher, 'nonce'));
  const ciphertext = bytesOf(field(root, 'ciphertext'));
  if (typeof field(kdf, 'name') !== 'string' || salt === undefined || ciphertext === undefined) {
    refuseKey(name, 'not-key-json');
  }
  if (field(kdf, 'name') !== 'scrypt') refuseKey(name, 'unknown-key-derivation');
  const parameters = { N: numberOf(params, 'N'), r: numberOf(params, 'r'), p: numberOf(params, 'p') };
  if (!areKnownParameters(parameters)) refuseKey(name, 'unknown-scrypt-parameters');
  if (field(cipher, 'name') !== 'nacl/secretbox') refuseKey(name, 'unknown-cipher');
  if (nonce?.length !== nonceLength) refuseKey(name, 'not-key-json');
  return { parameters, salt, nonce, ciphertext };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function numberOf(value: unknown, name: string): number {
  const number = field(value, name);
  return typeof number === 'number' ? number : 0;
}

function bytesOf(value: unknown): Uint8Array | undefined {
  return typeof value === 'string' ? decodeBase64(value) : undefined;
}
