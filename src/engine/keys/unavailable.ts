// What the crypto library of this VS Code cannot do (BoringSSL knows less than OpenSSL), as a named failure.
import type { ErrorDetails } from '../errors.ts';
import { EngineError } from '../errors.ts';
import type { UsableAlgorithm } from './algorithm.ts';

type What = ErrorDetails['crypto-unavailable']['what'];

const names: Readonly<Record<UsableAlgorithm, What>> = {
  'ecdsa-p256': 'P-256',
  'ecdsa-p384': 'P-384',
  'ecdsa-p521': 'P-521',
  'rsa-2048': 'RSA',
  'rsa-3072': 'RSA',
  'rsa-4096': 'RSA',
  ed25519: 'Ed25519',
};

/** `crypto-unavailable`, with the library's own words. */
export function unavailable(what: UsableAlgorithm | What, error: unknown): EngineError {
  const message = error instanceof Error ? error.message : String(error);
  const named = Object.hasOwn(names, what) ? names[what as UsableAlgorithm] : (what as What);
  return new EngineError('crypto-unavailable', { what: named, message }, error);
}
