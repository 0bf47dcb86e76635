// A public key that may judge, and how the person knows it.
import type { PublicKey } from '../keys/publicKey.ts';

export interface TrustedKey {
  readonly publicKey: PublicKey;
  /** The person's label where it is an own key, else empty. */
  readonly label: string;
  /** Real path of the file it was read from; empty for PEM text and own keys. */
  readonly file: string;
}
