// The person's own keys as the engine takes them: their public halves (S7).
import type { OwnKeys, SignerKey } from '../../engine/plan.ts';
import type { KeyStore, StoredKey } from './keyStore.ts';

export function signerKey({ fingerprint, label, publicKeyPem }: StoredKey): SignerKey {
  return { fingerprint, label, publicKeyPem };
}

/** All of them, as they judge; where the secret storage cannot be read, the engine is told that there may be more. */
export async function ownKeysOf(store: Pick<KeyStore, 'listing'>): Promise<OwnKeys> {
  const { keys, unread } = await store.listing();
  const listed = keys.map(signerKey);
  return unread === undefined ? listed : { listed };
}
