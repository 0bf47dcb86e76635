// What stands beside the words of a failure: the actions that a person can take, and the shape of the tables of words.
import type { ErrorCode, ErrorDetails } from '../../engine/errors.ts';
import type { Setting } from '../config.ts';

/** What a person can do about a failure. A closed list: ui/errorActions.ts titles and performs each. */
export type ErrorAction =
  | { readonly kind: 'retry' }
  | { readonly kind: 'change-folder' }
  | { readonly kind: 'use-legacy-media-types' | 'use-oci-media-types' }
  | { readonly kind: 'check-registry'; readonly repository: string }
  | { readonly kind: 'show-log' }
  /** `repository` is a path there, empty for the registry itself. */
  | { readonly kind: 'sign-in'; readonly registry: string; readonly repository: string }
  | { readonly kind: 'copy-docker-login'; readonly registry: string }
  | { readonly kind: 'copy-docker-push'; readonly reference: string }
  | { readonly kind: 'open-terminal' }
  | { readonly kind: 'open-settings'; readonly setting: Setting | undefined }
  | { readonly kind: 'allow-token-host'; readonly registry: string; readonly realmHost: string }
  | { readonly kind: 'trust-certificate'; readonly host: string };

export interface Words {
  /** One to three sentences; foreign parts are disarmed. */
  readonly message: string;
  readonly actions: readonly ErrorAction[];
}

export type WordTable<C extends ErrorCode> = { readonly [K in C]: (details: ErrorDetails[K]) => Words };
