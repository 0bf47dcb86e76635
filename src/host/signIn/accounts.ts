// The accounts that VS Code is signed in to, as logins: taken silently where a session is there, asked for only by Sign In
// to Registry, and turned off for a registry by Sign Out. Which registries may get which account's token the engine's
// products say (S24); here only which GitHub Enterprise the session is of.
import * as vscode from 'vscode';
import { throwIfCancelled } from '../../engine/errors.ts';
import type { AccountProvider, AccountSession } from '../../engine/signIn.ts';
import * as config from '../config.ts';
import { showInvisible } from '../ui/foreignText.ts';
import { isOfEnterprise } from './enterprise.ts';

const absentMilliseconds = 5 * 60_000;

/** The part of `vscode.authentication` that is used. */
export type Authentication = Pick<typeof vscode.authentication, 'getSession' | 'onDidChangeSessions'>;

export interface Accounts {
  /** The registry whose account is another now, or none, or there again. */
  readonly onDidChange: vscode.Event<string>;
  /** Without a question to anybody; undefined where there is none, or it is turned off here. Throws `cancelled`. */
  session(
    registry: string,
    provider: AccountProvider,
    scopes: readonly string[],
    signal: AbortSignal,
  ): Promise<AccountSession | undefined>;
  /** VS Code asks for an account and for these scopes; undefined where the person gave up. Turns it on here. */
  ask(
    registry: string,
    provider: AccountProvider,
    scopes: readonly string[],
  ): Promise<AccountSession | undefined>;
  /** Its token is not used for this registry from now on; VS Code stays signed in. */
  turnOff(registry: string): Promise<void>;
}

/** Disposing it ends its events. `state` is the extension's global state, which is not synchronised. */
export function createAccounts(
  state: vscode.Memento,
  log: Pick<vscode.LogOutputChannel, 'info'>,
  authentication: Authentication = vscode.authentication,
): Accounts & vscode.Disposable {
  const changed = new vscode.EventEmitter<string>();
  /** Whose session each registry was given, for those that asked. */
  const given = new Map<string, { provider: AccountProvider; scopes: readonly string[]; account: string }>();
  /** Until when a provider is not asked again: VS Code waits some seconds for one that it does not have. */
  const absent = new Map<AccountProvider, number>();

  const look = async (
    provider: AccountProvider,
    scopes: readonly string[],
  ): Promise<vscode.AuthenticationSession | undefined> => {
    if ((absent.get(provider) ?? 0) > Date.now()) return undefined;
    try {
      return await authentication.getSession(provider, scopes, { silent: true });
    } catch (error) {
      absent.set(provider, Date.now() + absentMilliseconds);
      log.info(
        showInvisible(`no account of ${provider}: ${error instanceof Error ? error.name : 'unknown'}`),
      );
      return undefined;
    }
  };
  const isUsable = (registry: string, provider: AccountProvider): boolean =>
    state.get(offKey(registry)) !== true && isSameEnterprise(registry, provider);

  const listener = authentication.onDidChangeSessions(({ provider: { id } }) => {
    absent.delete(id as AccountProvider);
    for (const [key, { provider, scopes, account }] of given) {
      if (provider !== id) continue;
      const registry = key.slice(0, key.indexOf(' '));
      void look(provider, scopes).then((session) => {
        // Its token is refreshed now and then: that is no news.
        if ((session?.account.id ?? '') === account) return;
        given.delete(key);
        changed.fire(registry);
      });
    }
  });

  return {
    onDidChange: changed.event,
    async session(registry, provider, scopes, signal) {
      throwIfCancelled(signal, 'looking for an account');
      if (!isUsable(registry, provider)) return undefined;
      const session = await look(provider, scopes);
      throwIfCancelled(signal, 'looking for an account');
      const account = session?.account.id ?? '';
      given.set(`${registry} ${scopes.join(' ')}`, { provider, scopes, account });
      return session && { label: session.account.label, token: session.accessToken };
    },
    async ask(registry, provider, scopes) {
      if (!isSameEnterprise(registry, provider)) return undefined;
      // Which account is chosen anew: signing in again is also how one changes it.
      absent.delete(provider);
      const options = { createIfNone: true, clearSessionPreference: true };
      const session = await authentication.getSession(provider, scopes, options).then(
        (one) => one,
        (error: unknown) => {
          log.info(showInvisible(`${provider}: ${error instanceof Error ? error.message : String(error)}`));
          return undefined;
        },
      );
      if (session === undefined) return undefined;
      await state.update(offKey(registry), undefined);
      changed.fire(registry);
      return { label: session.account.label, token: session.accessToken };
    },
    async turnOff(registry) {
      await state.update(offKey(registry), true);
      changed.fire(registry);
    },
    dispose() {
      listener.dispose();
      changed.dispose();
    },
  };
}

function isSameEnterprise(registry: string, provider: AccountProvider): boolean {
  return provider !== 'github-enterprise' || isOfEnterprise(registry, config.gitHubEnterpriseUri());
}

function offKey(registry: string): string {
  return `countersign.accountOff ${registry.toLowerCase()}`;
}
