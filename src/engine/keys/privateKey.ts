// Private keys out of PKCS#8 (RFC 5958) and SEC 1 (RFC 5915). Of a P-256 key only the private number is taken:
// the public half is always derived from it and never believed (S7).
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { EngineError } from '../errors.ts';
import { nameAlgorithm, nameCurve, usableAlgorithm } from './algorithm.ts';
import type { KeyAlgorithm } from './algorithm.ts';
import { derTag, readDerSequence, readDerValues } from './der.ts';
import type { DerValue } from './der.ts';
import { refuseKey } from './keyProblem.ts';
import { readSpki } from './publicKey.ts';
import type { PublicKey } from './publicKey.ts';

export interface OpenKey {
  readonly publicKey: PublicKey;
  /** ECDSA P-256 over SHA-256, ASN.1 DER: what every cosign verifies. */
  sign(payload: Uint8Array): Uint8Array;
}

export interface PrivateKey {
  readonly openKey: OpenKey;
  /** PKCS#8 DER of 138 bytes, as Go writes it. Secret: to be zeroed after use. */
  readonly pkcs8: Uint8Array;
}

/** Reads PKCS#8 DER. Throws `bad-key-file`, or `unsupported-key` for any algorithm but ECDSA P-256. */
export function readPkcs8(der: Uint8Array, name: string): PrivateKey {
  const [version, identifier, key] = readDerSequence(der) ?? [];
  const isPkcs8 = version?.tag === derTag.integer && key?.tag === derTag.octetString;
  const algorithm = isPkcs8 ? nameAlgorithm(identifier, key.content) : undefined;
  if (algorithm === undefined) refuseKey(name, 'not-pkcs8');
  requireUsable(algorithm, name);
  const scalar = readEcScalar(readDerSequence(key?.content ?? new Uint8Array()));
  return scalar === undefined ? refuseKey(name, 'not-pkcs8') : openScalar(scalar, name);
}

/** Reads SEC 1 DER, which must name its curve. Throws like readPkcs8. */
export function readSec1(der: Uint8Array, name: string): PrivateKey {
  const values = readDerSequence(der);
  const scalar = readEcScalar(values);
  const parameters = values?.find((value) => value.tag === derTag.context0);
  const algorithm = nameCurve(readDerValues(parameters?.content ?? new Uint8Array())?.[0]);
  if (scalar === undefined || algorithm === undefined) refuseKey(name, 'not-sec1');
  requireUsable(algorithm, name);
  return openScalar(scalar, name);
}

function requireUsable(algorithm: KeyAlgorithm, name: string): void {
  if (algorithm !== usableAlgorithm) throw new EngineError('unsupported-key', { name, algorithm });
}

// ECPrivateKey ::= SEQUENCE { version 1, privateKey OCTET STRING, parameters [0], publicKey [1] }
function readEcScalar(values: readonly DerValue[] | undefined): Uint8Array | undefined {
  const [version, scalar] = values ?? [];
  const isVersion1 =
    version?.tag === derTag.integer && version.content.length === 1 && version.content[0] === 1;
  return isVersion1 && scalar?.tag === derTag.octetString ? scalar.content : undefined;
}

// PKCS#8 around an ECPrivateKey without and with the public key, up to the private number; its 32 bytes follow.
const bareHead = Buffer.from('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420', 'hex');
const fullHead = Buffer.from(
  '308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420',
  'hex',
);
// [1] { BIT STRING { 0 unused bits, …
const publicHead = Buffer.from('a14403420004', 'hex');
const scalarLength = 32;
/** The order of P-256's base point. */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');

function openScalar(scalar: Uint8Array, name: string): PrivateKey {
  const padded = padScalar(scalar);
  const isInRange = padded !== undefined && padded.some((byte) => byte > 0) && order.compare(padded) > 0;
  if (!isInRange) refuseKey(name, 'bad-private-number');
  const bare = join(bareHead, padded);
  try {
    const key = createPrivateKey({ key: asBuffer(bare), format: 'der', type: 'pkcs8' });
    const spki = Uint8Array.from(createPublicKey(key).export({ format: 'der', type: 'spki' }));
    const publicKey = readSpki(spki, name);
    return {
      openKey: {
        publicKey,
        sign: (payload) => Uint8Array.from(sign('sha256', payload, { key, dsaEncoding: 'der' })),
      },
      pkcs8: join(fullHead, padded, publicHead, spki.subarray(-64)),
    };
  } finally {
    bare.fill(0);
    padded.fill(0);
  }
}

/** Some writers leave zeros in front out, or add one. */
function padScalar(scalar: Uint8Array): Uint8Array | undefined {
  const zeros = Math.max(scalar.length - scalarLength, 0);
  if (scalar.subarray(0, zeros).some((byte) => byte > 0)) return undefined;
  const padded = new Uint8Array(scalarLength);
  padded.set(scalar.subarray(zeros), scalarLength - (scalar.length - zeros));
  return padded;
}

// Not Buffer.concat, whose result may share its memory with other buffers and outlive the zeroing in copies.
function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The same memory. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
