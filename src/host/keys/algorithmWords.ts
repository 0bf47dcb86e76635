// What algorithms are called. They are names, the same in every language.
import type { SignatureScheme } from '../../engine/signatureScheme.ts';

/** True for ECDSA P-256, as cosign generates keys: only another algorithm is worth a word. */
export function isUsual(algorithm: string): boolean {
  return algorithm === 'ecdsa-p256';
}

/** `ecdsa-p384` → `ECDSA P-384`, `rsa-3072` → `RSA 3072`. Raw text. */
export function algorithmName(algorithm: string): string {
  if (algorithm === 'ed25519') return 'Ed25519';
  return algorithm.replace(/^ecdsa-p/, 'ECDSA P-').replace(/^rsa-/, 'RSA ');
}

const schemes: Readonly<Record<SignatureScheme, string>> = {
  'ecdsa-sha256': 'ECDSA SHA-256',
  'ecdsa-sha384': 'ECDSA SHA-384',
  'ecdsa-sha512': 'ECDSA SHA-512',
  'rsa-pkcs1-sha256': 'RSA PKCS#1 v1.5 SHA-256',
  'rsa-pss-sha256': 'RSA-PSS SHA-256',
  ed25519: 'Ed25519',
  ed25519ph: 'Ed25519ph',
};

export function schemeName(scheme: SignatureScheme): string {
  return schemes[scheme];
}
