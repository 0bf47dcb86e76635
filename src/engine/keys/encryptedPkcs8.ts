// Encrypted PKCS#8 (RFC 5958 §3) with PBES2 (RFC 8018 §6.2): PBKDF2 or scrypt (RFC 7914 §7), then AES in CBC mode. The
// file chooses what its derivation costs, so there is a cap, and everything is looked at before any work (S41).
import { createDecipheriv } from 'node:crypto';
import { EngineError } from '../errors.ts';
import {
  derTag,
  joinBytes,
  readDerSequence,
  readDerValues,
  readObjectIdentifier,
  readPositiveInteger,
  type DerValue,
} from './der.ts';
import { deriveWithPbkdf2, deriveWithScrypt } from './derive.ts';
import type { ScryptParameters } from './derive.ts';
import { refuseKey } from './keyProblem.ts';
import { numberOf } from './numbers.ts';
import { unavailable } from './unavailable.ts';

/** A hundred times what OpenSSL's own tools and OWASP ask for, a few seconds of work. */
const mostIterations = 10_000_000;
/** Of scrypt, 128·N·r bytes: four times cosign's own costliest file. */
const mostMemory = 512 * 1024 * 1024;
/** N·r·p: how long that takes, again four times as much. */
const mostWork = 4 * 131_072 * 8;

type KeyDerivation =
  | {
      readonly kind: 'pbkdf2';
      readonly salt: Uint8Array;
      readonly iterations: number;
      readonly digest: string;
    }
  | { readonly kind: 'scrypt'; readonly salt: Uint8Array; readonly parameters: ScryptParameters };

interface Cipher {
  readonly name: string;
  readonly keyLength: number;
  readonly iv: Uint8Array;
}

/** What an encrypted PKCS#8 key says of itself without its password. */
export interface Envelope {
  readonly derivation: KeyDerivation;
  readonly cipher: Cipher;
  readonly ciphertext: Uint8Array;
}

/**
 * The PKCS#8 DER inside an EncryptedPrivateKeyInfo (DER), which the caller zeroes. `name` names the key in errors.
 * Throws `bad-key-file` for what is not read, `wrong-password` (or damage: nobody can tell), `crypto-unavailable`,
 * `cancelled`.
 */
export async function decryptPkcs8(
  der: Uint8Array,
  password: string,
  name: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { derivation, cipher, ciphertext } = readEnvelope(der, name);
  const key = await derive(derivation, password, cipher.keyLength, signal);
  try {
    const plaintext = decrypt(cipher, key, ciphertext);
    // The padding of a wrong key fits now and then: then what comes out is no PKCS#8.
    const version = plaintext && readDerSequence(plaintext)?.[0]?.tag;
    if (plaintext !== undefined && version === derTag.integer) return plaintext;
    plaintext?.fill(0);
    throw new EngineError('wrong-password', { name });
  } finally {
    key.fill(0);
  }
}

// EncryptedPrivateKeyInfo ::= SEQUENCE { SEQUENCE { OID, SEQUENCE { derivation, cipher } }, OCTET STRING }
/** Looks at an EncryptedPrivateKeyInfo (DER) and derives nothing. Throws `bad-key-file`. */
export function readEnvelope(der: Uint8Array, name: string): Envelope {
  const [scheme, octets] = readDerSequence(der) ?? [];
  const [oid, parameters] = members(scheme);
  const pbes = readObjectIdentifier(oid);
  if (pbes === undefined || octets?.tag !== derTag.octetString) refuseKey(name, 'not-pkcs8');
  // Of PKCS#5 v1.5 and PKCS#12: a key of one round of MD5 or SHA-1, and DES or RC2.
  if (/^1\.2\.840\.113549\.1\.(5\.([1346]|1[01])|12\.1\.\d)$/.test(pbes)) refuseKey(name, 'weak-encryption');
  if (pbes !== '1.2.840.113549.1.5.13') refuseKey(name, 'unknown-cipher');
  const [derivation, encryption] = members(parameters);
  const cipher = readCipher(encryption, name);
  return { derivation: readDerivation(derivation, cipher, name), cipher, ciphertext: octets.content };
}

const aesKeyLengths: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
};

/** DES, RC2, triple DES and RC5. */
const weakCiphers = /^(1\.3\.14\.3\.2\.7|1\.2\.840\.113549\.3\.[2789])$/;

function readCipher(value: DerValue | undefined, name: string): Cipher {
  const [oidValue, iv] = members(value);
  const oid = readObjectIdentifier(oidValue) ?? '';
  if (weakCiphers.test(oid)) refuseKey(name, 'weak-encryption');
  const aes = aesKeyLengths[oid];
  if (aes === undefined) refuseKey(name, 'unknown-cipher');
  if (iv?.tag !== derTag.octetString || iv.content.length !== 16) refuseKey(name, 'not-pkcs8');
  return { name: aes[0], keyLength: aes[1], iv: iv.content };
}

const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

function readDerivation(value: DerValue | undefined, cipher: Cipher, name: string): KeyDerivation {
  const [oid, parameters] = members(value);
  const [salt, ...rest] = members(parameters);
  if (salt?.tag !== derTag.octetString) refuseKey(name, 'unknown-key-derivation');
  switch (readObjectIdentifier(oid)) {
    case '1.2.840.113549.1.5.12':
      return readPbkdf2(salt.content, rest, cipher, name);
    case '1.3.6.1.4.1.11591.4.11':
      return readScrypt(salt.content, rest, cipher, name);
    default:
      return refuseKey(name, 'unknown-key-derivation');
  }
}

// PBKDF2-params ::= SEQUENCE { salt, iterationCount, keyLength OPTIONAL, prf DEFAULT hmacWithSHA1 }
function readPbkdf2(
  salt: Uint8Array,
  values: readonly DerValue[],
  cipher: Cipher,
  name: string,
): KeyDerivation {
  const [iterations] = values;
  const prf = values.find((value) => value.tag === derTag.sequence);
  const digest = prf === undefined ? 'sha1' : digests[readObjectIdentifier(members(prf)[0]) ?? ''];
  if (digest === undefined) refuseKey(name, 'unknown-key-derivation');
  requireLength(values.slice(1), cipher, name);
  return { kind: 'pbkdf2', salt, iterations: costOf(iterations, mostIterations, name), digest };
}

// scrypt-params ::= SEQUENCE { salt, costParameter, blockSize, parallelizationParameter, keyLength OPTIONAL }
function readScrypt(
  salt: Uint8Array,
  values: readonly DerValue[],
  cipher: Cipher,
  name: string,
): KeyDerivation {
  const [N, r, p] = [0, 1, 2].map((at) => costOf(values[at], mostWork, name));
  if (N === undefined || r === undefined || p === undefined) refuseKey(name, 'unknown-scrypt-parameters');
  requireLength(values.slice(3), cipher, name);
  if (N * r * p > mostWork || 128 * N * r > mostMemory) refuseKey(name, 'too-costly');
  if (N < 2 || !Number.isInteger(Math.log2(N))) refuseKey(name, 'unknown-scrypt-parameters');
  return { kind: 'scrypt', salt, parameters: { N, r, p } };
}

/** A whole number from 1 to the most that is worked through. */
function costOf(value: DerValue | undefined, most: number, name: string): number {
  const bytes = readPositiveInteger(value);
  if (bytes === undefined) refuseKey(name, 'unknown-key-derivation');
  const number = numberOf(bytes);
  return number > BigInt(most) ? refuseKey(name, 'too-costly') : Number(number);
}

/** A length that is told must be the cipher's: there is nothing else to make of it. */
function requireLength(values: readonly DerValue[], { keyLength }: Cipher, name: string): void {
  const told = values.find((value) => value.tag === derTag.integer);
  if (told !== undefined && numberOf(told.content) !== BigInt(keyLength)) {
    refuseKey(name, 'unknown-key-derivation');
  }
}

async function derive(
  derivation: KeyDerivation,
  password: string,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const wanted = { password, salt: derivation.salt, length };
  return derivation.kind === 'scrypt'
    ? await deriveWithScrypt(wanted, derivation.parameters, signal)
    : await deriveWithPbkdf2(wanted, derivation.iterations, derivation.digest, signal);
}

/** Undefined where the padding shows that the key is wrong. */
function decrypt(cipher: Cipher, key: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
  const decipher = startDecipher(cipher, key);
  const parts: Buffer[] = [];
  try {
    parts.push(decipher.update(ciphertext));
    parts.push(decipher.final());
    return joinBytes(...parts);
  } catch {
    return undefined;
  } finally {
    for (const part of parts) part.fill(0);
  }
}

function startDecipher({ name, iv }: Cipher, key: Uint8Array): ReturnType<typeof createDecipheriv> {
  try {
    return createDecipheriv(name, key, iv);
  } catch (error) {
    throw unavailable('AES', error);
  }
}

function members(value: DerValue | undefined): readonly DerValue[] {
  return value?.tag === derTag.sequence ? (readDerValues(value.content) ?? []) : [];
}
