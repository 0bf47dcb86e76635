// Tells a person that something failed: once, in the words of the error table, with buttons that work (U7, U11).
import { inspect } from 'node:util';
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import type { Host } from '../host.ts';
import { performAction, titleOf } from './errorActions.ts';
import type { ErrorAction } from './errorAction.ts';
import { wordsOf } from './errorWords.ts';
import { showInvisible } from './foreignText.ts';
import { showError } from './messages.ts';

/**
 * Tells a failure once: words and actions of the error table; the chosen action is carried out here. A cancel is not
 * told. `retry` does the whole thing again, with another folder where that was chosen; without it neither is offered. The
 * log gets code and details.
 * Returns at once: a message may stay open for ever, and no command waits for it.
 */
export function tellFailure(host: Host, error: unknown, retry?: Retry): void {
  if (isEngineError(error, 'cancelled') || error instanceof vscode.CancellationError) return;
  logFailure(host, error);
  tell(host, error, retry).catch((later: unknown) => {
    logFailure(host, later);
  });
}

const oneLine = { depth: 6, compact: true, breakLength: Number.POSITIVE_INFINITY } as const;

/**
 * Writes a failure to the log, as plain data or as it was thrown; `about` stands before it. The log shows text as it is:
 * what is invisible in names and in a registry's words is spelled out, so that none of them paints or hides a line.
 */
export function logFailure(
  { log }: Pick<Host, 'log'>,
  failure: unknown,
  about = '',
  level: 'error' | 'info' = 'error',
): void {
  const text = failure instanceof Error ? (failure.stack ?? failure.message) : inspect(failure, oneLine);
  const lines = `${about === '' ? '' : `${about}: `}${text}`.split('\n');
  log[level](lines.map(showInvisible).join('\n'));
}

/** Does it again; `action` says after which button. */
export type Retry = (action: ErrorAction['kind']) => unknown;

const callers: readonly ErrorAction['kind'][] = [
  'retry',
  'change-folder',
  'use-legacy-media-types',
  'use-oci-media-types',
];

function isCallers({ kind }: ErrorAction): boolean {
  return callers.includes(kind);
}

/** The buttons: VS Code cuts off the words of more, and whoever can sign in here needs no terminal for it. */
export function offered(actions: readonly ErrorAction[], canRetry: boolean): readonly ErrorAction[] {
  const canSignIn = actions.some(({ kind }) => kind === 'sign-in');
  return actions
    .filter((action) => canRetry || !isCallers(action))
    .filter(({ kind }) => !(canSignIn && kind === 'open-terminal'));
}

async function tell(host: Host, error: unknown, retry: Retry | undefined): Promise<void> {
  const words = wordsOf(error);
  const actions = offered(words.actions, retry !== undefined);
  const buttons = new Map<string, ErrorAction>(actions.map((action) => [titleOf(action), action]));
  for (;;) {
    const chosen = await showError(words.message, ...buttons.keys());
    const action = chosen === undefined ? undefined : buttons.get(chosen);
    if (action === undefined) return;
    const again = isCallers(action) || (await performed(host, action, retry));
    if (again && retry !== undefined) {
      forgetRegistryOf(host, error);
      await retry(action.kind);
      return;
    }
    // The login is typed elsewhere; Retry is wanted when it is there.
    if (action.kind !== 'copy-docker-login' && action.kind !== 'open-terminal') return;
  }
}

/** False also where it failed, which is told: the person has asked for it. */
async function performed(host: Host, action: ErrorAction, retry: Retry | undefined): Promise<boolean> {
  try {
    return await performAction(host, action);
  } catch (error) {
    tellFailure(host, error, retry);
    return false;
  }
}

/** Meanwhile somebody may have logged in, or a right been given: nothing that was learnt there counts. */
function forgetRegistryOf(host: Host, error: unknown): void {
  if (isEngineError(error) && 'registry' in error.details) host.engine().forget(error.details.registry);
}
