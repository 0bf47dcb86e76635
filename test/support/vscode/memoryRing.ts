// A keychain that works, in memory, for suites that run where no real one can be reached.
import type { Keytar } from '../../../src/host/keys/keychain.ts';

/** What it holds by name, and how the key store loads it. */
export function newRing(): { readonly ring: Map<string, string>; readonly load: () => Keytar } {
  const ring = new Map<string, string>();
  const load = (): Keytar => ({
    getPassword: (_service, name) => Promise.resolve(ring.get(name) ?? null),
    setPassword: (_service, name, value) => Promise.resolve(void ring.set(name, value)),
    deletePassword: (_service, name) => Promise.resolve(ring.delete(name)),
    findCredentials: () => Promise.resolve([...ring].map(([account, password]) => ({ account, password }))),
  });
  return { ring, load };
}
