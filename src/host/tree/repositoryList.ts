// The repositories of a registry or of a namespace as rows. Where there are many they stand in the namespaces of their
// paths, so that the first page of ten thousand names is a view that can be read.
import * as vscode from 'vscode';
import type { TreeContext } from './context.ts';
import { newListRows, newNodesByName } from './listNodes.ts';
import { newNameList } from './nameList.ts';
import type { NameList } from './nameList.ts';
import type { Dates, NameListOptions } from './nameContent.ts';
import { newNamespaceNode } from './namespaceNode.ts';
import type { TreeNode } from './nodes.ts';
import { compareRepositories } from './order.ts';
import { newRepositoryNode } from './repositoryNode.ts';

/** More repositories than these stand in namespaces. */
export const mostWithoutNamespaces = 50;

export interface RepositoryList {
  readonly names: NameList;
  /** Reads the first page where none was read yet, and gives what is in view. */
  rows(signal: AbortSignal): Promise<readonly TreeNode[]>;
  setFilter(text: string | undefined): void;
  /** Forgets the names and what the rows know. */
  forget(): void;
}

export interface RepositoriesPlace {
  /** host[:port] */
  readonly registry: string;
  /** Of a namespace. */
  readonly path: string | undefined;
  /** What the list above has of it. */
  readonly seed?: NameListOptions['seed'];
  /** What is said of a list without names. */
  readonly none?: string;
}

/** `parent` is the node that the rows stand under. */
export function newRepositoryList(
  context: TreeContext,
  parent: () => TreeNode,
  { registry, path, seed, none = vscode.l10n.t('No repositories') }: RepositoriesPlace,
): RepositoryList {
  const prefix = path === undefined ? `${registry}/` : `${registry}/${path}/`;
  let sortedFor = context.tagOrder();
  const names = newNameList({
    read: (signal, filter) =>
      context
        .engine()
        .listRepositories(
          path === undefined ? { registry } : { registry, path },
          filter === undefined ? {} : { filter },
          signal,
        ),
    compare: (a, b, dates) => compareRows(context, a, b, dates),
    isHidden: () => false,
    belongs: (name) => name.startsWith(prefix),
    filtered: (name) => name.slice(prefix.length),
    rowsOf: (first, complete) => namespacesOf(prefix, first, complete),
    ...(seed === undefined ? {} : { seed }),
  });
  const nodes = newNodesByName((name) =>
    name.endsWith('/')
      ? newNamespaceNode(context, parent(), name.slice(0, -1), name.slice(prefix.length, -1), () => ({
          names: [...names.names()].filter((one) => one.startsWith(name)),
          complete: names.isWhole(),
        }))
      : newRepositoryNode(context, {
          parent: parent(),
          repository: name,
          label: name.slice(prefix.length),
        }),
  );
  const rows = newListRows(parent, names, nodes, none);
  return {
    names,
    async rows(signal) {
      if (sortedFor !== context.tagOrder()) names.refilter();
      sortedFor = context.tagOrder();
      if (!names.state().started) await names.more(signal);
      return rows.rows();
    },
    setFilter(text) {
      rows.reset();
      names.setFilter(text);
    },
    forget() {
      rows.reset();
      names.reset();
      nodes.clear();
    },
  };
}

/** Puts names into their namespaces, `host/team/`; undefined where they are few, or all in one. */
function namespacesOf(
  prefix: string,
  first: readonly string[],
  complete: boolean,
): ((name: string) => string) | undefined {
  const rowOf = (name: string): string => {
    const end = name.indexOf('/', prefix.length);
    return end < 0 ? name : name.slice(0, end + 1);
  };
  const rows = new Set(first.map(rowOf));
  const isFlat = complete && (first.length <= mostWithoutNamespaces || rows.size === 1);
  return isFlat ? undefined : rowOf;
}

function compareRows(context: TreeContext, a: string, b: string, dates: Dates): number {
  const byDate = context.tagOrder() === 'date' ? (dates.get(b) ?? 0) - (dates.get(a) ?? 0) : 0;
  return byDate || compareRepositories(a, b);
}
