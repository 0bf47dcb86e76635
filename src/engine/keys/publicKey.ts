// Public keys as cosign writes and reads them (PEM, SubjectPublicKeyInfo; cosign-formats §3.4) and what they verify:
// ECDSA P-256 over SHA-256. The other algorithms are recognised and refused by name.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { EngineError } from '../errors.ts';
import { nameAlgorithm, nameRsa, usableAlgorithm } from './algorithm.ts';
import type { KeyAlgorithm } from './algorithm.ts';
import { readDerSequence, readPositiveInteger } from './der.ts';
import { refuseKey } from './keyProblem.ts';
import { maxKeyText, readPemBlocks, writePem } from './pem.ts';

export interface PublicKey {
  readonly algorithm: KeyAlgorithm;
  /** sha256 of the SPKI DER, lower-case hex: how keys are known, whatever people call them. */
  readonly fingerprint: string;
  /** One PEM block, `PUBLIC KEY`, as cosign writes it. */
  readonly pem: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

/**
 * Reads text that holds exactly one PEM public key and no other block. `name` names the key in errors.
 * Throws `bad-key-file`, or `unsupported-key` for any algorithm but ECDSA P-256.
 */
export function parsePublicKey(text: string, name: string): PublicKey {
  if (text.length > maxKeyText) refuseKey(name, 'too-large');
  const [block, ...others] = readPemBlocks(text);
  if (block === undefined) refuseKey(name, 'no-pem-block');
  if (block.label.endsWith('PRIVATE KEY')) refuseKey(name, 'private-not-public');
  if (others.length > 0) refuseKey(name, 'several-pem-blocks');
  if (block.label === 'CERTIFICATE') refuseKey(name, 'certificate');
  if (block.bytes === undefined) refuseKey(name, 'damaged-pem');
  if (block.label === 'RSA PUBLIC KEY') {
    throw new EngineError('unsupported-key', { name, algorithm: nameRsa(block.bytes) });
  }
  if (block.label !== 'PUBLIC KEY') refuseKey(name, 'unknown-pem-type');
  return readSpki(block.bytes, name);
}

// SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING { 0 unused bits, 04 …
const p256Prefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');
const p256Length = p256Prefix.length + 64;

/**
 * Reads a SubjectPublicKeyInfo. Throws like parsePublicKey. One form of a P-256 key is accepted, with a named curve and
 * an uncompressed point on it, so that one key has one fingerprint.
 */
export function readSpki(spki: Uint8Array, name: string): PublicKey {
  const [identifier, bits] = readDerSequence(spki) ?? [];
  const algorithm = nameAlgorithm(identifier, bits?.content.subarray(1) ?? new Uint8Array());
  if (algorithm === undefined) refuseKey(name, 'not-a-public-key');
  if (algorithm !== usableAlgorithm) throw new EngineError('unsupported-key', { name, algorithm });
  const hasForm = spki.length === p256Length && p256Prefix.equals(spki.subarray(0, p256Prefix.length));
  if (!hasForm || !isOnCurve(spki)) refuseKey(name, 'bad-point');
  return {
    algorithm,
    fingerprint: createHash('sha256').update(spki).digest('hex'),
    pem: writePem('PUBLIC KEY', spki),
    spki,
  };
}

/**
 * True where this key made this signature over these bytes. Signatures are ASN.1 DER, strictly (one form only),
 * or r and s side by side, which cosign reads too. Never throws.
 */
export function verifySignature(key: PublicKey, payload: Uint8Array, signature: Uint8Array): boolean {
  if (isDerSignature(signature) && verifies(key, payload, signature, 'der')) return true;
  return signature.length === 64 && verifies(key, payload, signature, 'ieee-p1363');
}

function verifies(
  key: PublicKey,
  payload: Uint8Array,
  signature: Uint8Array,
  dsaEncoding: 'der' | 'ieee-p1363',
): boolean {
  try {
    return verify('sha256', payload, { key: keyObjectOf(key), dsaEncoding }, signature);
  } catch {
    return false;
  }
}

function isDerSignature(signature: Uint8Array): boolean {
  const integers = readDerSequence(signature) ?? [];
  return integers.length === 2 && integers.every((integer) => readPositiveInteger(integer) !== undefined);
}

function isOnCurve(spki: Uint8Array): boolean {
  try {
    toKeyObject(spki);
    return true;
  } catch {
    return false;
  }
}

const keyObjects = new WeakMap<PublicKey, ReturnType<typeof createPublicKey>>();

// One key is held against every signature of an image: reading it costs a good part of a check.
function keyObjectOf(key: PublicKey): ReturnType<typeof createPublicKey> {
  const made = keyObjects.get(key) ?? toKeyObject(key.spki);
  keyObjects.set(key, made);
  return made;
}

function toKeyObject(spki: Uint8Array): ReturnType<typeof createPublicKey> {
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
}
