// The longest time between a read and the PUT behind it that this process has seen at a registry: another writer there
// may be as slow, and has read before this one wrote for at most so long. Looking again waits for twice of it.
import type { RegistrySession } from '../registry/session.ts';

const seen = new WeakMap<RegistrySession['registries'], Map<string, number>>();

/** Takes note of a window at this registry, in milliseconds, and gives the longest so far. */
export function slowestWindow(session: RegistrySession, registry: string, window: number): number {
  const windows = seen.get(session.registries) ?? new Map<string, number>();
  seen.set(session.registries, windows);
  const slowest = Math.max(window, windows.get(registry) ?? 0);
  windows.set(registry, slowest);
  return slowest;
}
