// Shortcuts at the top of the view: what the person pinned (for all windows of a profile) and the repositories that were
// looked into lately (in this workspace). Names only; nothing is asked of a registry for them.
import type { Memento } from 'vscode';
import { parseEntry } from './entry.ts';

/** So many repositories are remembered as used lately. */
export const mostRecent = 5;
/** So many names can be pinned. */
export const mostPinned = 50;

export interface Shortcuts {
  /** Repositories, canonical `host/path`, the first pinned first. */
  pinned(): readonly string[];
  /** Of a repository, or an entry of the setting. */
  isPinned(name: string): boolean;
  /** False where so many are pinned already. An entry that may be no repository stands on top only where it is an entry. */
  pin(name: string, what: 'repository' | 'entry'): Promise<boolean>;
  unpin(name: string): Promise<void>;
  /** Canonical `host/path`, the last used first. */
  recent(): readonly string[];
  used(repository: string): Promise<void>;
  /** Forgets one, or all. */
  forgetRecent(repository?: string): Promise<void>;
}

// What is pinned as an entry of the setting ends in a slash: a registry, a namespace, or nobody has looked yet.
const keys = { pinned: 'tree.pinned', recent: 'tree.recent' };

/** `everywhere` holds for all windows, `here` for this workspace. */
export function newShortcuts(everywhere: Memento, here: Memento): Shortcuts {
  const all = (): readonly string[] => namesIn(everywhere.get(keys.pinned)).slice(0, mostPinned);
  const asPinned = (name: string): readonly string[] => {
    const wanted = canonical(name);
    return wanted === undefined ? [] : [wanted, `${wanted}/`];
  };
  const recent = (): readonly string[] => namesIn(here.get(keys.recent)).slice(0, mostRecent);
  return {
    pinned: () => all().filter((name) => !name.endsWith('/')),
    isPinned: (name) => asPinned(name).some((one) => all().includes(one)),
    async pin(name, what) {
      const [repository, entry] = asPinned(name);
      const wanted = what === 'entry' ? entry : repository;
      if (wanted === undefined || all().includes(wanted)) return true;
      if (all().length >= mostPinned) return false;
      await everywhere.update(keys.pinned, [...all(), wanted]);
      return true;
    },
    async unpin(name) {
      const pins = asPinned(name);
      await everywhere.update(
        keys.pinned,
        all().filter((one) => !pins.includes(one)),
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
    (name: unknown): name is string =>
      typeof name === 'string' && canonical(name) === name.replace(/\/$/, ''),
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
