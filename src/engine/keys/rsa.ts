// RSA keys in PKCS#1 (RFC 8017 appendix A.1): of the three sizes that cosign imports, and with an exponent that both
// FIPS 186-5 and Go take. Of a private key every number is checked against the others, since it came from a file.
import { derTag, readDerSequence, readPositiveInteger, writeDer, writePositiveInteger } from './der.ts';
import { numberOf } from './numbers.ts';

export interface RsaPublicKey {
  /** Without zeros in front. */
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/**
 * Reads an RSAPublicKey, which fills these bytes. The exponent is odd and above 2^16 (FIPS 186-5 §5.4: with 3, forged
 * signatures fit wherever a padding check is loose), and below 2^31, where Go's crypto/rsa ends. cosign imports 65537
 * alone and verifies with any. An even modulus is refused by Go, too.
 */
export function readRsaPublicKey(
  der: Uint8Array,
): RsaPublicKey | { readonly problem: 'not-a-public-key' | 'bad-modulus' | 'bad-exponent' } {
  const values = readDerSequence(der) ?? [];
  const [modulus, exponent] = values.map(readPositiveInteger);
  if (values.length !== 2 || modulus === undefined || exponent === undefined) {
    return { problem: 'not-a-public-key' };
  }
  if (isEven(modulus)) return { problem: 'bad-modulus' };
  const value = numberOf(exponent);
  if (isEven(exponent) || value <= 2n ** 16n || value >= 2n ** 31n) return { problem: 'bad-exponent' };
  return { modulus, exponent };
}

/** The nine numbers of an RSAPrivateKey, and its public half. */
export interface RsaPrivateKey {
  /** The RSAPrivateKey as Go writes it. Secret. */
  readonly der: Uint8Array;
  /** The RSAPublicKey. */
  readonly publicDer: Uint8Array;
}

type PrivateProblem = 'not-pkcs1' | 'bad-modulus' | 'bad-exponent' | 'numbers-do-not-fit';

/**
 * Reads an RSAPrivateKey of two primes. Its numbers must fit each other, as Go's Validate wants: what does not would make
 * signatures that give the key away, or none.
 */
export function readRsaPrivateKey(der: Uint8Array): RsaPrivateKey | { readonly problem: PrivateProblem } {
  const [version, ...others] = readDerSequence(der) ?? [];
  const values = others.map(readPositiveInteger).filter((value) => value !== undefined);
  const isVersion0 = version?.tag === derTag.integer && Buffer.compare(version.content, zero) === 0;
  const [modulus, exponent] = values;
  if (!isVersion0 || others.length !== 8 || values.length !== 8) return { problem: 'not-pkcs1' };
  if (modulus === undefined || exponent === undefined) return { problem: 'not-pkcs1' };
  const publicDer = writeRsaPublicKey({ modulus, exponent });
  const read = readRsaPublicKey(publicDer);
  if ('problem' in read) {
    return { problem: read.problem === 'not-a-public-key' ? 'not-pkcs1' : read.problem };
  }
  if (!fitEachOther(values.map(numberOf))) return { problem: 'numbers-do-not-fit' };
  const numbers = values.map(writePositiveInteger);
  const written = writeDer(derTag.sequence, version.encoded, ...numbers);
  for (const number of numbers) number.fill(0);
  return { der: written, publicDer };
}

const zero = Uint8Array.of(0);

function writeRsaPublicKey({ modulus, exponent }: RsaPublicKey): Uint8Array {
  return writeDer(derTag.sequence, writePositiveInteger(modulus), writePositiveInteger(exponent));
}

function fitEachOther(numbers: readonly bigint[]): boolean {
  const [n = 0n, e = 0n, d = 0n, p = 0n, q = 0n, dp = 0n, dq = 0n, inverse = 0n] = numbers;
  if (p * q !== n || p < 3n || q < 3n) return false;
  if ((e * d) % (p - 1n) !== 1n || (e * d) % (q - 1n) !== 1n) return false;
  return dp === d % (p - 1n) && dq === d % (q - 1n) && inverse < p && (inverse * q) % p === 1n;
}

function isEven(bytes: Uint8Array): boolean {
  return ((bytes.at(-1) ?? 0) & 1) === 0;
}
