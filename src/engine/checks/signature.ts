// The signature check: a key that the rules trust made this signature over these bytes (cosign-formats 5.2 d;
// security S13). A signature names nobody: who signed is known only by trying the keys one has.
import { schemeOf } from '../keys/signature.ts';
import type { SignatureScheme } from '../signatureScheme.ts';
import type { TrustedKey } from '../trustedSigners/trustedKey.ts';
import type { CheckResult } from '../verdict.ts';
import type { Candidate } from './found.ts';

/** A key, and as what the signature verifies with it. */
export interface FoundSigner {
  readonly key: TrustedKey;
  readonly scheme: SignatureScheme;
}

/** The first of these keys that made the signature, or undefined. */
export function findSigner(
  { payload, signature }: Candidate,
  keys: readonly TrustedKey[],
): FoundSigner | undefined {
  for (const key of keys) {
    const scheme = schemeOf(key.publicKey, payload, signature);
    if (scheme !== undefined) return { key, scheme };
  }
  return undefined;
}

/** `signer` is the trusted key that was found, `known` another key of the person's that was; both by fingerprint. */
export function checkSignature(
  trusted: readonly TrustedKey[],
  signer: TrustedKey | undefined,
  known: TrustedKey | undefined,
): CheckResult {
  return {
    check: 'signature',
    outcome: signer !== undefined ? 'passed' : 'failed',
    expected: trusted.map((key) => key.publicKey.fingerprint).join(', '),
    found: (signer ?? known)?.publicKey.fingerprint ?? '',
  };
}
