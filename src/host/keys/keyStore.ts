// Where private keys live. Listing never asks the keychain: public halves, labels and dates are kept beside it (design 3).
import type * as vscode from 'vscode';
import type { EngineError } from '../../engine/errors.ts';

export type KeyHolder = 'keychain' | 'secret-storage';

/** What is known of a key without touching a secret. */
export interface StoredKey {
  /** sha256 of the SPKI DER, lower-case hex: what a key is known by (S7). */
  readonly fingerprint: string;
  /** For people only. */
  readonly label: string;
  readonly publicKeyPem: string;
  /** Absent for ECDSA P-256, the only one that older records know. */
  readonly algorithm?: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly heldIn: KeyHolder;
  readonly backedUp: boolean;
  /** The password was changed after the backup. */
  readonly backupIsOld?: true;
  readonly passwordStored: boolean;
}

/** What could be listed. */
export interface KeyListing {
  /** By label. */
  readonly keys: readonly StoredKey[];
  /** Why the keys in VS Code's secret storage could not be listed; undefined where all were. */
  readonly unread: EngineError<'keychain-failed'> | undefined;
}

export interface KeyStore {
  readonly onDidChange: vscode.Event<void>;
  /** All keys that are known here. Where the secret storage fails, those of the keychain: it is no reason to lose them. */
  listing(): Promise<KeyListing>;
  /** The keys of the listing, for those who need not know whether they are all. */
  list(): Promise<readonly StoredKey[]>;
  /** Which backend a new key would go to, and why not the keychain where it does not work. */
  backend(): Promise<{ readonly holder: KeyHolder; readonly whyNotKeychain: string | undefined }>;
  /** Keeps a key; one that was there is replaced, its stored password dropped. Throws `keychain-failed`. */
  add(
    key: {
      readonly fingerprint: string;
      readonly publicKeyPem: string;
      readonly file: string;
      /** Absent for ECDSA P-256. */
      readonly algorithm?: string;
    },
    label: string,
  ): Promise<StoredKey>;
  /** Asks the keychain for keys that this list does not know (another profile's) and lists them from now on (V5). */
  find(): Promise<readonly StoredKey[]>;
  /** The encrypted key file; throws `key-not-stored`, `keychain-failed`. */
  readKeyFile(fingerprint: string): Promise<string>;
  /** The stored password, where the person asked to keep it. */
  readPassword(fingerprint: string): Promise<string | undefined>;
  savePassword(fingerprint: string, password: string): Promise<void>;
  /** From every holder whose list names the key. */
  forgetPassword(fingerprint: string): Promise<void>;
  /**
   * Replaces the key file by the same key under another password, in every holder whose list names the key; then a stored
   * password, and the record, which says that a backup has the old one. Throws `key-not-stored`, `keychain-failed`.
   */
  changePassword(fingerprint: string, file: string, password: string): Promise<void>;
  rename(fingerprint: string, label: string): Promise<void>;
  markBackedUp(fingerprint: string): Promise<void>;
  /** Deletes the key file, its password and what is known of it, from every holder whose list names the key. */
  remove(fingerprint: string): Promise<void>;
}
