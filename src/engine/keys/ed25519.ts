// Edwards25519 (RFC 8032 §5.1) as far as the crypto library does not go: which encodings are good public keys, and
// verifying Ed25519ph, which cosign 2 and 3 sign with and node:crypto does not offer. Nothing here
// is secret, so that plain arithmetic will do.
import { createHash } from 'node:crypto';
import { joinBytes } from './der.ts';
import { littleEndian, modulo, power } from './numbers.ts';

/** Ed25519 brings its digest along: this is how node:crypto wants to be told, on BoringSSL as well. */
export const ownDigest = null;

const prime = 2n ** 255n - 19n;
/** Order of the base point. */
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const rootOfMinusOne = power(2n, (prime - 1n) / 4n, prime);
const length = 32;

/** Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}

const identity: Point = { X: 0n, Y: 1n, Z: 1n, T: 0n };

/** What is wrong with the 32 bytes of a public key: not the one encoding of a point, or a point of small order. */
export function problemOfPoint(bytes: Uint8Array): 'bad-point' | 'small-order' | undefined {
  const point = decode(bytes);
  if (point === undefined) return 'bad-point';
  const eightfold = double(double(double(point)));
  // With such a key, one signature is good for any message.
  return eightfold.X === 0n && eightfold.Y === eightfold.Z ? 'small-order' : undefined;
}

/**
 * True where the key, 32 bytes that problemOfPoint finds nothing wrong with, made this Ed25519ph signature (empty
 * context) over the message. The equation is the one without cofactor, as in Go, whose cosign signs this way. The
 * sources: RFC 8032 §5.1.7 and §2 (dom2).
 */
export function verifiesPrehashed(key: PublicPoint, message: Uint8Array, signature: Uint8Array): boolean {
  const prehash = createHash('sha512').update(message).digest();
  return verifies(key, domain, prehash, signature);
}

/** A key's multiples, which every signature needs, made once. */
export interface PublicPoint {
  readonly bytes: Uint8Array;
  readonly multiples: Multiples;
}

/** Undefined for bytes that are no point. */
export function readPoint(bytes: Uint8Array): PublicPoint | undefined {
  const point = decode(bytes);
  return point === undefined ? undefined : { bytes, multiples: multiplesOf(negated(point)) };
}

// dom2(1, "")
const domain = Buffer.concat([Buffer.from('SigEd25519 no Ed25519 collisions'), Buffer.of(1, 0)]);

function verifies(key: PublicPoint, prefix: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 2 * length) return false;
  const r = signature.subarray(0, length);
  const s = littleEndian(signature.subarray(length));
  if (s >= order) return false;
  const hash = createHash('sha512').update(prefix).update(r).update(key.bytes).update(message).digest();
  const k = littleEndian(hash) % order;
  base ??= multiplesOf(basePoint());
  const expected = encode(add(multiply(base, s), multiply(key.multiples, k)));
  return Buffer.compare(expected, r) === 0;
}

/** The one encoding of the point: y below the prime, and no negative zero for x. */
function decode(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== length) return undefined;
  const number = littleEndian(bytes);
  const sign = number >> 255n;
  const y = number & (2n ** 255n - 1n);
  if (y >= prime) return undefined;
  const u = modulo(y * y - 1n, prime);
  const v = modulo(d * y * y + 1n, prime);
  const x = squareRoot(u, v);
  if (x === undefined || (x === 0n && sign === 1n)) return undefined;
  const X = (x & 1n) === sign ? x : prime - x;
  return { X, Y: y, Z: 1n, T: modulo(X * y, prime) };
}

/** A root of u/v, or undefined where there is none (RFC 8032 §5.1.3). */
function squareRoot(u: bigint, v: bigint): bigint | undefined {
  const v3 = (((v * v) % prime) * v) % prime;
  const v7 = (((v3 * v3) % prime) * v) % prime;
  const root = (((u * v3) % prime) * power((u * v7) % prime, (prime - 5n) / 8n, prime)) % prime;
  const check = (v * root * root) % prime;
  if (check === u) return root;
  return check === modulo(-u, prime) ? (root * rootOfMinusOne) % prime : undefined;
}

function encode({ X, Y, Z }: Point): Uint8Array {
  const inverse = power(Z, prime - 2n, prime);
  const x = modulo(X * inverse, prime);
  const y = modulo(Y * inverse, prime);
  const hex = (y | ((x & 1n) << 255n)).toString(16).padStart(2 * length, '0');
  return joinBytes(Buffer.from(hex, 'hex')).reverse();
}

/** RFC 8032 §5.1.4. */
function add(one: Point, other: Point): Point {
  const a = ((one.Y - one.X) * (other.Y - other.X)) % prime;
  const b = ((one.Y + one.X) * (other.Y + other.X)) % prime;
  const c = (2n * d * one.T * other.T) % prime;
  const dd = (2n * one.Z * other.Z) % prime;
  const [e, f, g, h] = [b - a, dd - c, dd + c, b + a];
  return {
    X: modulo(e * f, prime),
    Y: modulo(g * h, prime),
    Z: modulo(f * g, prime),
    T: modulo(e * h, prime),
  };
}

function double(point: Point): Point {
  return add(point, point);
}

function negated({ X, Y, Z, T }: Point): Point {
  return { X: modulo(-X, prime), Y, Z, T: modulo(-T, prime) };
}

/** For each of the 64 hex digits of a number, lowest first, the fifteen multiples that the digit may stand for. */
type Multiples = readonly (readonly Point[])[];

let base: Multiples | undefined;

function basePoint(): Point {
  const y = (4n * power(5n, prime - 2n, prime)) % prime;
  const bytes = joinBytes(Buffer.from(y.toString(16).padStart(2 * length, '0'), 'hex')).reverse();
  return decode(bytes) ?? identity;
}

function multiplesOf(point: Point): Multiples {
  const rows: Point[][] = [];
  let step = point;
  for (let digit = 0; digit < 2 * length; digit++) {
    const row = [identity];
    for (let times = 1; times < 16; times++) row.push(add(row[times - 1] ?? identity, step));
    rows.push(row);
    step = add(row[15] ?? identity, step);
  }
  return rows;
}

function multiply(multiples: Multiples, scalar: bigint): Point {
  let sum = identity;
  let left = scalar;
  for (const row of multiples) {
    const digit = Number(left & 15n);
    if (digit > 0) sum = add(sum, row[digit] ?? identity);
    left >>= 4n;
  }
  return sum;
}
