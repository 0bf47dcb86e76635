// The longest time between a read and the PUT behind it that this process has seen at a registry: another writer there
// may be as slow, and has read before this one wrote for at most so long. Looking again waits for twice of it.
import type { RegistrySession } from '../registry/session.ts';

const seen = new WeakMap<RegistrySession['registries'], Map<string, number>>();

/** Takes note of a window at this registry, in milliseconds. */
export function noteWindow(session: RegistrySession, registry: string, window: number): void {
  const windows = seen.get(session.registries) ?? new Map<string, number>();
  seen.set(session.registries, windows);
  windows.set(registry, Math.max(window, windows.get(registry) ?? 0));
}

/** The longest window noted at this registry so far, in milliseconds; 0 before the first. */
export function slowestWindow(session: RegistrySession, registry: string): number {
  return seen.get(session.registries)?.get(registry) ?? 0;
}
