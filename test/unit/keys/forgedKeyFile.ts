// Makes encrypted key files of any content and with any parameters, independently of the engine's own writer.
import { createHash, randomBytes, scryptSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';

export interface ForgedKeyFile {
  readonly N?: number;
  readonly r?: number;
  readonly p?: number;
  readonly password?: string;
  readonly label?: string;
}

export interface KeyFileJson {
  kdf: { name: string; params: { N: number; r: number; p: number }; salt: string };
  cipher: { name: string; nonce: string };
  ciphertext: string;
}

export const todaysLabel = 'ENCRYPTED SIGSTORE PRIVATE KEY';

/** A sealed key file around this plaintext, by default with the cheapest scrypt parameters that cosign reads. */
export function forgeKeyFile(plaintext: Uint8Array, options: ForgedKeyFile = {}): string {
  const { N = 32_768, r = 8, p = 1, password = 'hello', label = todaysLabel } = options;
  const salt = randomBytes(32);
  const nonce = randomBytes(24);
  const key = scryptSync(password, salt, 32, { N, r, p, maxmem: 256 * N * r });
  const sealed = xsalsa20poly1305(new Uint8Array(key), new Uint8Array(nonce)).encrypt(
    new Uint8Array(plaintext),
  );
  const json: KeyFileJson = {
    kdf: { name: 'scrypt', params: { N, r, p }, salt: salt.toString('base64') },
    cipher: { name: 'nacl/secretbox', nonce: nonce.toString('base64') },
    ciphertext: Buffer.from(sealed).toString('base64'),
  };
  return pem(label, Buffer.from(JSON.stringify(json)));
}

/** The file with another JSON inside. */
export function editKeyFile(file: string, edit: (json: KeyFileJson) => unknown): string {
  return pem(todaysLabel, Buffer.from(JSON.stringify(edit(JSON.parse(jsonIn(file)) as KeyFileJson))));
}

function jsonIn(file: string): string {
  return Buffer.from(file.replace(/-----[^-]+-----/g, ''), 'base64').toString();
}

/** The plaintext and the JSON of a key file. */
export function unsealKeyFile(file: string, password: string): { json: string; plaintext: Uint8Array } {
  const text = jsonIn(file);
  const { kdf, cipher, ciphertext } = JSON.parse(text) as KeyFileJson;
  const { N, r, p } = kdf.params;
  const key = scryptSync(password, Buffer.from(kdf.salt, 'base64'), 32, { N, r, p, maxmem: 256 * N * r });
  const nonce = new Uint8Array(Buffer.from(cipher.nonce, 'base64'));
  const box = xsalsa20poly1305(new Uint8Array(key), nonce);
  return { json: text, plaintext: box.decrypt(new Uint8Array(Buffer.from(ciphertext, 'base64'))) };
}

/** PEM with lines of 64 characters. */
export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** DER of a private key, PKCS#8 or SEC 1. */
export function derOf(key: KeyObject, type: 'pkcs8' | 'sec1' = 'pkcs8'): Buffer {
  return key.export({ type, format: 'der' });
}

/** SHA-256 of a public key's DER, in hex. */
export function fingerprintOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
