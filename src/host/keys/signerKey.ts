// The person's own keys as the engine takes them: their public halves (S7).
import type { SignerKey } from '../../engine/plan.ts';
import type { StoredKey } from './keyStore.ts';

export function signerKey({ fingerprint, label, publicKeyPem }: StoredKey): SignerKey {
  return { fingerprint, label, publicKeyPem };
}
