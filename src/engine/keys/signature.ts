// Which signatures a key verifies, and as what (cosign-formats §3.5): more forms than Countersign writes, because every
// generation of cosign chose others. None of them is over SHA-1.
import { constants, verify } from 'node:crypto';
import type { SignatureScheme } from '../signatureScheme.ts';
import { curves, isCurve } from './curves.ts';
import type { Curve } from './curves.ts';
import { readDerSequence, readPositiveInteger } from './der.ts';
import { ownDigest, readPoint, verifiesPrehashed } from './ed25519.ts';
import type { PublicPoint } from './ed25519.ts';
import { keyObjectOf } from './publicKey.ts';
import type { PublicKey } from './publicKey.ts';

/** True where this key made this signature over these bytes, in whatever form it verifies. Never throws. */
export function verifySignature(key: PublicKey, payload: Uint8Array, signature: Uint8Array): boolean {
  return schemeOf(key, payload, signature) !== undefined;
}

/** As what this signature over these bytes verifies with the key; undefined where it does not. Never throws. */
export function schemeOf(
  key: PublicKey,
  payload: Uint8Array,
  signature: Uint8Array,
): SignatureScheme | undefined {
  const { algorithm } = key;
  try {
    if (isCurve(algorithm)) return ecdsaScheme(algorithm, key, payload, signature);
    if (algorithm === 'ed25519') return edwardsScheme(key, payload, signature);
    return rsaScheme(key, payload, signature);
  } catch {
    return undefined;
  }
}

/**
 * ECDSA in DER, strictly (one form only), or r and s side by side, which cosign reads too. Over SHA-256, as cosign 1 and
 * Countersign sign, or over the curve's own digest, as cosign 2 and 3 do.
 */
function ecdsaScheme(
  curve: Curve,
  publicKey: PublicKey,
  payload: Uint8Array,
  signature: Uint8Array,
): SignatureScheme | undefined {
  const { length, digest: own } = curves[curve];
  const encodings = [
    ...(isDerSignature(signature) ? (['der'] as const) : []),
    ...(signature.length === 2 * length ? (['ieee-p1363'] as const) : []),
  ];
  const key = keyObjectOf(publicKey);
  for (const digest of new Set(['sha256', own] as const)) {
    for (const dsaEncoding of encodings) {
      if (verify(digest, payload, { key, dsaEncoding }, signature)) return `ecdsa-${digest}`;
    }
  }
  return undefined;
}

/**
 * RSA over SHA-256: PKCS#1 v1.5, which cosign signs, or PSS, which it can be made to sign elsewhere (a KMS). PSS has
 * MGF1 over SHA-256 as well and a salt of any length, as Go's crypto/rsa reads it; the length is nothing that a forger
 * gains by.
 */
function rsaScheme(
  publicKey: PublicKey,
  payload: Uint8Array,
  signature: Uint8Array,
): SignatureScheme | undefined {
  if (signature.length * 8 !== Number(publicKey.algorithm.slice('rsa-'.length))) return undefined;
  const key = keyObjectOf(publicKey);
  const pkcs1 = { key, padding: constants.RSA_PKCS1_PADDING };
  if (verify('sha256', payload, pkcs1, signature)) return 'rsa-pkcs1-sha256';
  const pss = {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  };
  return verify('sha256', payload, pss, signature) ? 'rsa-pss-sha256' : undefined;
}

/** Pure Ed25519, as cosign 1 and Countersign sign, or Ed25519ph, as cosign 2 and 3 do. */
function edwardsScheme(
  key: PublicKey,
  payload: Uint8Array,
  signature: Uint8Array,
): SignatureScheme | undefined {
  if (signature.length !== 64) return undefined;
  if (verify(ownDigest, payload, keyObjectOf(key), signature)) return 'ed25519';
  const point = points.get(key) ?? readPoint(key.spki.subarray(-32));
  if (point === undefined) return undefined;
  points.set(key, point);
  return verifiesPrehashed(point, payload, signature) ? 'ed25519ph' : undefined;
}

const points = new WeakMap<PublicKey, PublicPoint>();

function isDerSignature(signature: Uint8Array): boolean {
  const integers = readDerSequence(signature) ?? [];
  return integers.length === 2 && integers.every((integer) => readPositiveInteger(integer) !== undefined);
}
