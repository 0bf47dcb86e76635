// What is known of a key without a secret, as text: kept beside its holder (the list) and, for keys in the keychain,
// with the key itself, so that a key whose list was lost is found again (V5).
import type { KeyHolder, StoredKey } from './keyStore.ts';

export type KeyRecord = Omit<StoredKey, 'heldIn'>;

const fingerprintPattern = /^[0-9a-f]{64}$/;

export function recordText(record: KeyRecord): string {
  const { fingerprint, label, publicKeyPem, createdAt, backedUp, passwordStored } = record;
  const { algorithm, backupIsOld } = record;
  return JSON.stringify({
    ...{ fingerprint, label, publicKeyPem, createdAt, backedUp, passwordStored },
    ...{ algorithm, backupIsOld },
  });
}

/** The key that this text tells of; undefined for anything that is no record. */
export function readRecord(text: unknown, heldIn: KeyHolder): StoredKey | undefined {
  if (typeof text !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { fingerprint, label, publicKeyPem, createdAt, backedUp, passwordStored } = value as Partial<
    Record<string, unknown>
  >;
  if (typeof fingerprint !== 'string' || !fingerprintPattern.test(fingerprint)) return undefined;
  if (typeof label !== 'string' || typeof publicKeyPem !== 'string' || typeof createdAt !== 'number') {
    return undefined;
  }
  const { algorithm, backupIsOld } = value as Partial<Record<string, unknown>>;
  return {
    fingerprint,
    label,
    publicKeyPem,
    ...(typeof algorithm === 'string' ? { algorithm } : {}),
    createdAt,
    heldIn,
    backedUp: backedUp === true,
    ...(backupIsOld === true ? { backupIsOld } : {}),
    passwordStored: passwordStored === true,
  };
}
