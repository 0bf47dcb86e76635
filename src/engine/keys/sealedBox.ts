// The encryption of cosign's key files (go-securesystemslib encrypted.go; cosign-formats §3.1): scrypt makes a key of
// the password, NaCl's secretbox (XSalsa20-Poly1305, tag first) seals the private key with it.
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { deriveWithScrypt } from './derive.ts';
import type { ScryptParameters } from './derive.ts';

/** The only ones that cosign reads: of old files, of today's, and OWASP's. Checked before any work is done (S41). */
const knownCosts: readonly number[] = [32_768, 65_536, 131_072];

/** What cosign writes today. */
const todaysParameters: ScryptParameters = { N: 65_536, r: 8, p: 1 };
export const saltLength = 32;
export const nonceLength = 24;
const keyLength = 32;

export function areKnownParameters({ N, r, p }: ScryptParameters): boolean {
  return knownCosts.includes(N) && r === 8 && p === 1;
}

export interface SealedBox {
  readonly parameters: ScryptParameters;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  /** 16 bytes of tag, then as many as the plaintext has. */
  readonly ciphertext: Uint8Array;
}

/**
 * The plaintext, or undefined where the password is wrong or the box damaged (nobody can tell which).
 * The parameters must be known ones. Throws `cancelled`, `crypto-unavailable`.
 */
export async function openBox(
  box: SealedBox,
  password: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const key = await deriveKey(password, box.salt, box.parameters, signal);
  try {
    return xsalsa20poly1305(key, box.nonce).decrypt(box.ciphertext);
  } catch {
    return undefined;
  } finally {
    key.fill(0);
  }
}

/** Seals with today's parameters. Salt and nonce must be fresh random bytes. Throws `cancelled`, `crypto-unavailable`. */
export async function sealBox(
  plaintext: Uint8Array,
  password: string,
  salt: Uint8Array,
  nonce: Uint8Array,
  signal: AbortSignal,
): Promise<SealedBox> {
  const key = await deriveKey(password, salt, todaysParameters, signal);
  try {
    const ciphertext = xsalsa20poly1305(key, nonce).encrypt(plaintext);
    return { parameters: todaysParameters, salt, nonce, ciphertext };
  } finally {
    key.fill(0);
  }
}

async function deriveKey(
  password: string,
  salt: Uint8Array,
  parameters: ScryptParameters,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return await deriveWithScrypt({ password, salt, length: keyLength }, parameters, signal);
}
