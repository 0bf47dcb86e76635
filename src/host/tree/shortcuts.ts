// Shortcuts at the top of the view: what the person pinned (for all windows of a profile) and the repositories that were
// looked into lately (in this workspace). Names only; nothing is asked of a registry for them.
import type { Memento } from 'vscode';
import { parseEntry } from './entry.ts';

/** So many repositories are remembered as used lately. */
export const mostRecent = 5;
/** So many names can be pinned. */
export const mostPinned = 50;

export interface Shortcuts {
  /** As `host` or canonical `host/path`, the first pinned first. */
  pinned(): readonly string[];
  isPinned(name: string): boolean;
  pin(name: string): Promise<void>;
  unpin(name: string): Promise<void>;
  /** Canonical `host/path`, the last used first. */
  recent(): readonly string[];
  used(repository: string): Promise<void>;
  /** Forgets one, or all. */
  forgetRecent(repository?: string): Promise<void>;
}

const keys = { pinned: 'tree.pinned', recent: 'tree.recent' };

/** `everywhere` holds for all windows, `here` for this workspace. */
export function newShortcuts(everywhere: Memento, here: Memento): Shortcuts {
  const pinned = (): readonly string[] => namesIn(everywhere.get(keys.pinned)).slice(0, mostPinned);
  const recent = (): readonly string[] => namesIn(here.get(keys.recent)).slice(0, mostRecent);
  return {
    pinned,
    isPinned: (name) => pinned().includes(canonical(name) ?? name),
    async pin(name) {
      const wanted = canonical(name);
      if (wanted === undefined || pinned().includes(wanted)) return;
      await everywhere.update(keys.pinned, [...pinned(), wanted]);
    },
    async unpin(name) {
      const wanted = canonical(name);
      await everywhere.update(
        keys.pinned,
        pinned().filter((one) => one !== wanted),
      );
    },
    recent,
    async used(repository) {
      if (recent()[0] === repository) return;
      const others = recent().filter((one) => one !== repository);
      await here.update(keys.recent, [repository, ...others].slice(0, mostRecent));
    },
    async forgetRecent(repository) {
      const left = repository === undefined ? [] : recent().filter((one) => one !== repository);
      await here.update(keys.recent, left.length === 0 ? undefined : left);
    },
  };
}

// What is stored may be of another version or another hand: names outside the grammar are left out (S4).
function namesIn(stored: unknown): readonly string[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter(
    (name: unknown): name is string => typeof name === 'string' && canonical(name) === name,
  );
}

function canonical(name: string): string | undefined {
  try {
    const { registry, path } = parseEntry(name);
    return path === undefined ? registry : `${registry}/${path}`;
  } catch {
    return undefined;
  }
}
