// The first rows of the view: pinned repositories, those used lately, then an entry of the setting each, pinned ones first.
// An entry that cannot be read stands there with what is wrong with it.
import * as config from '../config.ts';
import type { TreeContext } from './context.ts';
import { familiar, parseEntry } from './entry.ts';
import { badEntryWords, entryProblem } from './entryWords.ts';
import { nodeOfWords } from './messageNodes.ts';
import type { TreeNode } from './nodes.ts';
import { newRegistryNode } from './registryNode.ts';
import { newRepositoryNode } from './repositoryNode.ts';
import type { Shortcuts } from './shortcuts.ts';

export interface Roots {
  /** The rows; a row that was there before is the same node. */
  rows(): readonly TreeNode[];
  /** Those that hold names read from registries. */
  readers(): Iterable<TreeNode>;
  /** The repositories used lately take their places: not while somebody clicks around below them. */
  renew(): void;
}

export function newRoots(context: TreeContext, shortcuts: Shortcuts): Roots {
  const nodes = new Map<string, TreeNode>();
  let recent = shortcuts.recent();

  function rows(): readonly TreeNode[] {
    const entries = config.registries().map(({ name }) => name);
    const named = new Set(entries.map(nameOf));
    const pinned = shortcuts.pinned().filter((name) => !named.has(name));
    const used = recent.filter((name) => !pinned.includes(name) && !named.has(name));
    const wanted = new Map<string, () => TreeNode>([
      ...pinned.map((name) => [`pinned:${name}`, () => shortcut(name, 'pinned')] as const),
      ...used.map((name) => [`recent:${name}`, () => shortcut(name, 'recent')] as const),
      ...pinnedFirst(entries, context).map(
        (name) => [`entry:${name}`, () => newRoot(context, name)] as const,
      ),
    ]);
    for (const key of nodes.keys()) if (!wanted.has(key)) nodes.delete(key);
    const found = [...wanted].map(([key, make]) => {
      const node = nodes.get(key) ?? make();
      nodes.set(key, node);
      return node;
    });
    return [...found, ...config.badRegistries().map(newBadRoot)];
  }

  function shortcut(repository: string, kind: 'pinned' | 'recent'): TreeNode {
    return newRepositoryNode(context, {
      parent: undefined,
      repository,
      label: familiar(repository),
      shortcut: kind,
    });
  }

  return {
    rows,
    readers: () => nodes.values(),
    renew() {
      recent = shortcuts.recent();
    },
  };
}

function pinnedFirst(entries: readonly string[], { isPinned }: TreeContext): readonly string[] {
  return [...entries.filter(isPinned), ...entries.filter((name) => !isPinned(name))];
}

/** As the shortcuts name it; an entry that cannot be read stays as it is. */
function nameOf(entry: string): string {
  if (entryProblem(entry) !== undefined) return entry;
  const { registry, path } = parseEntry(entry);
  return path === undefined ? registry : `${registry}/${path}`;
}

/** An entry that is not even text. */
function newBadRoot({ level, position }: ReturnType<typeof config.badRegistries>[number]): TreeNode {
  const message = badEntryWords(position, config.nameOfSettingsFile(level, undefined));
  return settingError(message, `${level}:${String(position)}`);
}

function newRoot(context: TreeContext, name: string): TreeNode {
  const message = entryProblem(name);
  if (message === undefined) return newRegistryNode(context, parseEntry(name), name);
  return settingError(message, name, name);
}

function settingError(message: string, name: string, entry?: string): TreeNode {
  const actions = [{ kind: 'open-settings', setting: 'registries' }] as const;
  const place = { parent: undefined, id: `registry:${name}`, registry: '' };
  return nodeOfWords({ message, actions }, entry === undefined ? place : { ...place, entry });
}
