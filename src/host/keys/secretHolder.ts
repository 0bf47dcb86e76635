// Something that keeps secrets under names: the keychain, or VS Code's secret storage.
import type { KeyHolder } from './keyStore.ts';

export interface SecretHolder {
  readonly kind: KeyHolder;
  /** All of these throw `keychain-failed`. */
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** The names in use. May ask the person to unlock the keychain. */
  names(): Promise<readonly string[]>;
}
