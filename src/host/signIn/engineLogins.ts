// Kept logins and accounts as the engine sees them.
import type { Logins } from '../../engine/world.ts';
import type { Accounts } from './accounts.ts';
import type { LoginStore } from './loginStore.ts';

export function loginsOf(store: LoginStore, accounts: Accounts): Logins {
  return {
    kept: () => store.list(),
    read: (login, signal) => store.read(login, signal),
    session: (registry, provider, scopes, signal) => accounts.session(registry, provider, scopes, signal),
  };
}
