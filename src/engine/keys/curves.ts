// The three curves of NIST that keys may be on (FIPS 186-5, SP 800-186 §3.2.1), and whether a point is on one. Looked
// at here and not by the crypto library alone: what it then refuses is something that it cannot do, not a bad key.
import type { UsableAlgorithm } from './algorithm.ts';
import { modulo, numberOf } from './numbers.ts';

export type Curve = Extract<UsableAlgorithm, `ecdsa-${string}`>;

interface CurveFacts {
  /** DER of the curve's object identifier. */
  readonly oid: Uint8Array;
  /** Bytes of a coordinate and of a private number. */
  readonly length: number;
  /** The digest that goes with the curve (RFC 5656 §6.2.1): what cosign 2 and 3 sign with. */
  readonly digest: 'sha256' | 'sha384' | 'sha512';
  readonly prime: bigint;
  /** y² = x³ − 3x + b */
  readonly b: bigint;
  readonly order: bigint;
}

export const curves: Readonly<Record<Curve, CurveFacts>> = {
  'ecdsa-p256': {
    oid: Buffer.from('06082a8648ce3d030107', 'hex'),
    length: 32,
    digest: 'sha256',
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'ecdsa-p384': {
    oid: Buffer.from('06052b81040022', 'hex'),
    length: 48,
    digest: 'sha384',
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  'ecdsa-p521': {
    oid: Buffer.from('06052b81040023', 'hex'),
    length: 66,
    digest: 'sha512',
    prime: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    order:
      0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
};

/** True for an algorithm that is one of the curves. */
export function isCurve(algorithm: UsableAlgorithm): algorithm is Curve {
  return Object.hasOwn(curves, algorithm);
}

/** True where these coordinates, side by side, are a point of the curve; infinity has none. */
export function isOnCurve(curve: Curve, coordinates: Uint8Array): boolean {
  const { length, prime, b } = curves[curve];
  const x = numberOf(coordinates.subarray(0, length));
  const y = numberOf(coordinates.subarray(length));
  if (coordinates.length !== 2 * length || x >= prime || y >= prime) return false;
  return modulo(y * y - x * x * x + 3n * x - b, prime) === 0n;
}

/** True for a private number from 1 to the order of the curve's base point, exclusive. */
export function isPrivateNumber(curve: Curve, bytes: Uint8Array): boolean {
  const number = numberOf(bytes);
  return number > 0n && number < curves[curve].order;
}
