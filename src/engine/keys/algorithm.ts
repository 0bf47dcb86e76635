// Names the algorithm of a key by its AlgorithmIdentifier (RFC 5280 §4.1.1.2, RFC 5480), read here and not by the
// crypto library: BoringSSL knows fewer of them than OpenSSL, and neither says why it refuses one.
import { derTag, readDerSequence, readDerValues, readObjectIdentifier, readPositiveInteger } from './der.ts';
import type { DerValue } from './der.ts';

/** `ecdsa-p256`, `rsa-2048`, `ed25519` …; an algorithm without a name here is its object identifier. */
export type KeyAlgorithm = string;

/** What keys are signed and verified with: those that cosign imports (cosign-formats §3.3). */
const usable = [
  'ecdsa-p256',
  'ecdsa-p384',
  'ecdsa-p521',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ed25519',
] as const;

export type UsableAlgorithm = (typeof usable)[number];

/** True for an algorithm that this version signs and verifies with. */
export function isUsable(algorithm: KeyAlgorithm): algorithm is UsableAlgorithm {
  return usable.some((one) => one === algorithm);
}

const curves: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'ecdsa-p256',
  '1.3.132.0.34': 'ecdsa-p384',
  '1.3.132.0.35': 'ecdsa-p521',
  '1.3.132.0.33': 'ecdsa-p224',
  '1.3.132.0.10': 'ecdsa-secp256k1',
};

const algorithms: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.10': 'rsa-pss',
  '1.2.840.10040.4.1': 'dsa',
  '1.3.101.110': 'x25519',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
};

const ecPublicKey = '1.2.840.10045.2.1';
const rsaEncryption = '1.2.840.113549.1.1.1';

/**
 * The algorithm's name, or undefined where this is no AlgorithmIdentifier. `key` is the DER of an RSA key
 * (public or private, PKCS#1), for its size.
 */
export function nameAlgorithm(identifier: DerValue | undefined, key: Uint8Array): KeyAlgorithm | undefined {
  if (identifier?.tag !== derTag.sequence) return undefined;
  const [oidValue, parameters] = readDerValues(identifier.content) ?? [];
  const oid = readObjectIdentifier(oidValue);
  if (oid === undefined) return undefined;
  if (oid === rsaEncryption) return nameRsa(key);
  if (oid === ecPublicKey) return nameCurve(parameters);
  return algorithms[oid] ?? oid;
}

/** A named curve. Parameters written out (S41) make an own curve of it, where a forged key can hide. */
export function nameCurve(parameters: DerValue | undefined): KeyAlgorithm | undefined {
  if (parameters?.tag === derTag.sequence) return 'ecdsa-explicit-curve';
  const curve = readObjectIdentifier(parameters);
  return curve === undefined ? undefined : (curves[curve] ?? `ecdsa-${curve}`);
}

/** `rsa-BITS` of a PKCS#1 key, public or private (whose version, 0 or 1, comes first); undefined where there is no modulus. */
export function nameRsa(key: Uint8Array): KeyAlgorithm | undefined {
  const [first, second] = readDerSequence(key) ?? [];
  const isPrivate = first?.content.length === 1 && (first.content[0] ?? 2) < 2;
  const modulus = readPositiveInteger(isPrivate ? second : first);
  return modulus && `rsa-${modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24}`;
}
