// Private keys out of PKCS#8 (RFC 5958), SEC 1 (RFC 5915) and PKCS#1 (RFC 8017), in the form that Go writes. The public
// half is always derived from the private one and never believed (S7).
import { constants, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { nameAlgorithm, nameCurve, nameRsa } from './algorithm.ts';
import type { UsableAlgorithm } from './algorithm.ts';
import { curves, isCurve, isPrivateNumber } from './curves.ts';
import type { Curve } from './curves.ts';
import { derTag, joinBytes, readDerSequence, readDerValues, writeDer } from './der.ts';
import type { DerValue } from './der.ts';
import { ownDigest } from './ed25519.ts';
import { refuseKey } from './keyProblem.ts';
import { identifierOf, readSpki, requireUsable, writeSpki } from './publicKey.ts';
import type { PublicKey } from './publicKey.ts';
import { readRsaPrivateKey } from './rsa.ts';
import { unavailable } from './unavailable.ts';

export interface OpenKey {
  readonly publicKey: PublicKey;
  /**
   * ECDSA over SHA-256 in ASN.1 DER on every curve, PKCS#1 v1.5 over SHA-256, or pure Ed25519: of each, the form that
   * every cosign verifies with plain `--key` (cosign-formats §3.5). Throws `crypto-unavailable`.
   */
  sign(payload: Uint8Array): Uint8Array;
}

export interface PrivateKey {
  readonly openKey: OpenKey;
  /** PKCS#8 DER, as Go writes it. Secret: to be zeroed after use. */
  readonly pkcs8: Uint8Array;
}

/** Reads PKCS#8 DER. Throws `bad-key-file`, `unsupported-key` for an algorithm that is not usable, `crypto-unavailable`. */
export function readPkcs8(der: Uint8Array, name: string): PrivateKey {
  const [version, identifier, key] = readDerSequence(der) ?? [];
  if (version?.tag !== derTag.integer || key?.tag !== derTag.octetString) refuseKey(name, 'not-pkcs8');
  const algorithm = nameAlgorithm(identifier, key.content);
  if (algorithm === undefined) refuseKey(name, 'not-pkcs8');
  requireUsable(algorithm, name);
  if (algorithm === 'ed25519') return openSeed(key.content, name);
  if (!isCurve(algorithm)) return openRsa(algorithm, key.content, name);
  const scalar = readEcScalar(readDerSequence(key.content));
  return scalar === undefined ? refuseKey(name, 'not-pkcs8') : openScalar(algorithm, scalar, name);
}

/**
 * Reads SEC 1 DER, which must name its curve. `parameters` is what stands in an `EC PARAMETERS` block in front of it, as
 * `openssl ecparam -genkey` writes it: the curve once more, or where the key itself does not name it. Throws like readPkcs8.
 */
export function readSec1(der: Uint8Array, name: string, parameters?: Uint8Array): PrivateKey {
  const values = readDerSequence(der);
  const scalar = readEcScalar(values);
  const inside = values?.find((value) => value.tag === derTag.context0)?.content;
  const named = [inside, parameters]
    .filter((bytes) => bytes !== undefined)
    .map((bytes) => nameCurve(readDerValues(bytes)?.[0]));
  const [algorithm] = named;
  const agrees = named.every((one) => one === algorithm);
  if (scalar === undefined || algorithm === undefined || !agrees) refuseKey(name, 'not-sec1');
  requireUsable(algorithm, name);
  return isCurve(algorithm) ? openScalar(algorithm, scalar, name) : refuseKey(name, 'not-sec1');
}

/** Reads an RSAPrivateKey of PKCS#1, DER. Throws like readPkcs8. */
export function readPkcs1(der: Uint8Array, name: string): PrivateKey {
  const algorithm = nameRsa(der);
  if (algorithm === undefined) refuseKey(name, 'not-pkcs1');
  requireUsable(algorithm, name);
  return openRsa(algorithm, der, name);
}

// ECPrivateKey ::= SEQUENCE { version 1, privateKey OCTET STRING, parameters [0], publicKey [1] }
function readEcScalar(values: readonly DerValue[] | undefined): Uint8Array | undefined {
  const [version, scalar] = values ?? [];
  const isVersion1 =
    version?.tag === derTag.integer && version.content.length === 1 && version.content[0] === 1;
  return isVersion1 && scalar?.tag === derTag.octetString ? scalar.content : undefined;
}

const ecVersion = Buffer.from('020101', 'hex');

function openScalar(curve: Curve, scalar: Uint8Array, name: string): PrivateKey {
  const padded = padScalar(scalar, curves[curve].length);
  if (padded === undefined || !isPrivateNumber(curve, padded)) refuseKey(name, 'bad-private-number');
  const number = writeDer(derTag.octetString, padded);
  const bare = writeDer(derTag.sequence, ecVersion, number);
  const pkcs8 = writePkcs8(curve, bare);
  try {
    const { key, spki } = load(curve, pkcs8);
    const bits = writeDer(derTag.bitString, Uint8Array.of(0), spki.subarray(-2 * padded.length - 1));
    const inner = writeDer(derTag.sequence, ecVersion, number, writeDer(derTag.context1, bits));
    const full = writePkcs8(curve, inner);
    inner.fill(0);
    return toPrivateKey(key, readSpki(spki, name), full);
  } finally {
    for (const secret of [padded, number, bare, pkcs8]) secret.fill(0);
  }
}

function openRsa(algorithm: UsableAlgorithm, der: Uint8Array, name: string): PrivateKey {
  const read = readRsaPrivateKey(der);
  if ('problem' in read) refuseKey(name, read.problem);
  try {
    const publicKey = readSpki(writeSpki(algorithm, read.publicDer), name);
    const pkcs8 = writePkcs8(algorithm, read.der);
    return toPrivateKey(load(algorithm, pkcs8).key, publicKey, pkcs8);
  } finally {
    read.der.fill(0);
  }
}

/** CurvePrivateKey ::= OCTET STRING, of 32 bytes (RFC 8410 §7). */
function openSeed(der: Uint8Array, name: string): PrivateKey {
  const [seed, ...others] = readDerValues(der) ?? [];
  if (seed?.tag !== derTag.octetString || seed.content.length !== 32 || others.length > 0) {
    refuseKey(name, 'not-pkcs8');
  }
  const pkcs8 = writePkcs8('ed25519', seed.encoded);
  const { key, spki } = load('ed25519', pkcs8);
  return toPrivateKey(key, readSpki(spki, name), pkcs8);
}

/** Reads it with the crypto library, which derives the public half (SPKI). */
function load(algorithm: UsableAlgorithm, pkcs8: Uint8Array): { key: KeyObject; spki: Uint8Array } {
  try {
    const key = createPrivateKey({ key: asBuffer(pkcs8), format: 'der', type: 'pkcs8' });
    const spki = Uint8Array.from(createPublicKey(key).export({ format: 'der', type: 'spki' }));
    return { key, spki };
  } catch (error) {
    throw unavailable(algorithm, error);
  }
}

function toPrivateKey(key: KeyObject, publicKey: PublicKey, pkcs8: Uint8Array): PrivateKey {
  const { algorithm } = publicKey;
  const make = (payload: Uint8Array): Uint8Array => {
    if (algorithm === 'ed25519') return sign(ownDigest, payload, key);
    if (isCurve(algorithm)) return sign('sha256', payload, { key, dsaEncoding: 'der' });
    return sign('sha256', payload, { key, padding: constants.RSA_PKCS1_PADDING });
  };
  const signed = (payload: Uint8Array): Uint8Array => {
    try {
      return Uint8Array.from(make(payload));
    } catch (error) {
      throw unavailable(algorithm, error);
    }
  };
  return { openKey: { publicKey, sign: signed }, pkcs8 };
}

const version0 = Buffer.from('020100', 'hex');

function writePkcs8(algorithm: UsableAlgorithm, key: Uint8Array): Uint8Array {
  const octets = writeDer(derTag.octetString, key);
  const written = writeDer(derTag.sequence, version0, identifierOf(algorithm), octets);
  octets.fill(0);
  return written;
}

/** Some writers leave zeros in front out, or add one. */
function padScalar(scalar: Uint8Array, length: number): Uint8Array | undefined {
  const zeros = Math.max(scalar.length - length, 0);
  if (scalar.subarray(0, zeros).some((byte) => byte > 0)) return undefined;
  return joinBytes(new Uint8Array(length - (scalar.length - zeros)), scalar.subarray(zeros));
}

/** The same memory. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
