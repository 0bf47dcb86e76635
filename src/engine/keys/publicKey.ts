// Public keys as cosign writes and reads them (PEM, SubjectPublicKeyInfo or PKCS#1; cosign-formats §3.4). Each key has
// one accepted encoding and so one fingerprint (S7, S41); other algorithms are recognised and refused by name.
import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { EngineError } from '../errors.ts';
import { isUsable, nameAlgorithm, nameRsa } from './algorithm.ts';
import type { KeyAlgorithm, UsableAlgorithm } from './algorithm.ts';
import { curves, isCurve, isOnCurve } from './curves.ts';
import type { Curve } from './curves.ts';
import { derTag, readDerSequence, writeDer } from './der.ts';
import { problemOfPoint } from './ed25519.ts';
import { refuseKey } from './keyProblem.ts';
import { looksLikeDer, maxKeyText, readPemBlocks, writePem } from './pem.ts';
import { readRsaPublicKey } from './rsa.ts';
import { unavailable } from './unavailable.ts';

export interface PublicKey {
  readonly algorithm: UsableAlgorithm;
  /** sha256 of the SPKI DER, lower-case hex: how keys are known, whatever people call them. */
  readonly fingerprint: string;
  /** One PEM block, `PUBLIC KEY`, as cosign writes it. */
  readonly pem: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

/**
 * Reads text that holds exactly one PEM public key and no other block. `name` names the key in errors.
 * Throws `bad-key-file`, `unsupported-key` for an algorithm that is not usable, `crypto-unavailable`.
 */
export function parsePublicKey(text: string, name: string): PublicKey {
  if (text.length > maxKeyText) refuseKey(name, 'too-large');
  const [block, ...others] = readPemBlocks(text);
  if (block === undefined) refuseKey(name, looksLikeDer(text) ? 'public-der' : 'no-pem-block');
  if (block.label.endsWith('PRIVATE KEY')) refuseKey(name, 'private-not-public');
  if (others.length > 0) refuseKey(name, 'several-pem-blocks');
  if (block.label === 'CERTIFICATE') refuseKey(name, 'certificate');
  if (block.bytes === undefined) refuseKey(name, 'damaged-pem');
  if (block.label === 'RSA PUBLIC KEY') return readPkcs1(block.bytes, name);
  if (block.label !== 'PUBLIC KEY') refuseKey(name, 'unknown-pem-type');
  return readSpki(block.bytes, name);
}

/** Reads a SubjectPublicKeyInfo. Throws like parsePublicKey. */
export function readSpki(spki: Uint8Array, name: string): PublicKey {
  const [identifier, bits] = readDerSequence(spki) ?? [];
  const key = bits?.tag === derTag.bitString ? bits.content.subarray(1) : new Uint8Array();
  const algorithm = nameAlgorithm(identifier, key);
  if (algorithm === undefined) refuseKey(name, 'not-a-public-key');
  requireUsable(algorithm, name);
  requirePoint(algorithm, key, name);
  // What is not as it would be written here has another encoding: of the identifier, the lengths, the unused bits.
  if (Buffer.compare(writeSpki(algorithm, key), spki) !== 0) refuseKey(name, 'other-encoding');
  try {
    keyObjectOf({ spki });
  } catch (error) {
    throw unavailable(algorithm, error);
  }
  const fingerprint = createHash('sha256').update(spki).digest('hex');
  return { algorithm, fingerprint, pem: writePem('PUBLIC KEY', spki), spki };
}

/** The SubjectPublicKeyInfo around a point, or around an RSA key in PKCS#1. */
export function writeSpki(algorithm: UsableAlgorithm, key: Uint8Array): Uint8Array {
  const bits = writeDer(derTag.bitString, Uint8Array.of(0), key);
  return writeDer(derTag.sequence, identifierOf(algorithm), bits);
}

const ecPublicKey = Buffer.from('06072a8648ce3d0201', 'hex');
const rsaEncryption = Buffer.from('06092a864886f70d0101010500', 'hex');
const ed25519 = Buffer.from('06032b6570', 'hex');

/** The AlgorithmIdentifier: with the curve for EC (RFC 5480), with NULL for RSA (RFC 3279), alone for Ed25519 (RFC 8410). */
export function identifierOf(algorithm: UsableAlgorithm): Uint8Array {
  if (isCurve(algorithm)) return writeDer(derTag.sequence, ecPublicKey, curves[algorithm].oid);
  return writeDer(derTag.sequence, algorithm === 'ed25519' ? ed25519 : rsaEncryption);
}

/** Throws `unsupported-key`. */
export function requireUsable(algorithm: KeyAlgorithm, name: string): asserts algorithm is UsableAlgorithm {
  if (!isUsable(algorithm)) throw new EngineError('unsupported-key', { name, algorithm });
}

/** The crypto library's key, read once: one key is held against every signature of an image. Throws the library's error. */
export function keyObjectOf(key: Pick<PublicKey, 'spki'>): KeyObject {
  const made =
    keyObjects.get(key.spki) ?? createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' });
  keyObjects.set(key.spki, made);
  return made;
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function readPkcs1(der: Uint8Array, name: string): PublicKey {
  const algorithm = nameRsa(der);
  if (algorithm === undefined) refuseKey(name, 'not-a-public-key');
  requireUsable(algorithm, name);
  return readSpki(writeSpki(algorithm, der), name);
}

function requirePoint(algorithm: UsableAlgorithm, key: Uint8Array, name: string): void {
  if (isCurve(algorithm)) requireOnCurve(algorithm, key, name);
  else if (algorithm === 'ed25519') {
    const problem = problemOfPoint(key);
    if (problem !== undefined) refuseKey(name, problem);
  } else {
    const read = readRsaPublicKey(key);
    if ('problem' in read) refuseKey(name, read.problem);
  }
}

/** An uncompressed point (04, x, y) of the curve: neither compressed, nor hybrid, nor infinity. */
function requireOnCurve(curve: Curve, point: Uint8Array, name: string): void {
  if (point[0] !== 0x04 || !isOnCurve(curve, point.subarray(1))) refuseKey(name, 'bad-point');
}
