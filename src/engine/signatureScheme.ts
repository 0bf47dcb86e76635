// How a signature was made, and whether cosign verifies it by itself. Plain data that travels from keys to reports.

/** FIPS 186-5, RFC 8017, RFC 8032. The encoding of an ECDSA signature changes nothing for those who verify it. */
export type SignatureScheme =
  | 'ecdsa-sha256'
  | 'ecdsa-sha384'
  | 'ecdsa-sha512'
  | 'rsa-pkcs1-sha256'
  | 'rsa-pss-sha256'
  | 'ed25519'
  | 'ed25519ph';

/** `plain`: `cosign verify --key`; a digest: only with `--signature-digest-algorithm`; `never`: whatever the flags. */
export type CosignReading = 'plain' | 'sha384' | 'sha512' | 'never';

/** What cosign 2.6.5 and 3.1.3 do with it, run with every value of the flag (cosign-formats §3.5). */
export const cosignReading: Readonly<Record<SignatureScheme, CosignReading>> = {
  'ecdsa-sha256': 'plain',
  'ecdsa-sha384': 'sha384',
  'ecdsa-sha512': 'sha512',
  'rsa-pkcs1-sha256': 'plain',
  'rsa-pss-sha256': 'never',
  ed25519: 'plain',
  ed25519ph: 'never',
};
