// What every failure of the engine is called on screen: what happened, to what, and what to do next (V11, U7, U11).
import type { ErrorCode, ErrorDetails } from '../../engine/errors.ts';

/** What a person can do about a failure. A closed list: ui/errorActions.ts titles and performs each. */
export type ErrorAction =
  | { readonly kind: 'retry' }
  | { readonly kind: 'show-log' }
  | { readonly kind: 'copy-docker-login'; readonly registry: string }
  | { readonly kind: 'copy-docker-push'; readonly reference: string }
  | { readonly kind: 'open-terminal' }
  | { readonly kind: 'open-settings'; readonly setting: string }
  | { readonly kind: 'allow-token-host'; readonly registry: string; readonly realmHost: string };

export interface Words {
  /** One or two sentences; foreign parts are disarmed. */
  readonly message: string;
  readonly actions: readonly ErrorAction[];
}

/** The words of a failure, whatever was thrown. */
export function wordsOf(error: unknown): Words {
  return { message: String(error), actions: [{ kind: 'show-log' }] };
}

/** The words of a failure kept as data, e.g. in a report. */
export function wordsOfFailure<C extends ErrorCode>(code: C, details: ErrorDetails[C]): Words {
  return { message: `${code} ${JSON.stringify(details)}`, actions: [{ kind: 'show-log' }] };
}
