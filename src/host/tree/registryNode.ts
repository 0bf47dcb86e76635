// An entry of `countersign.registries`. A host shows its repositories; a path is a repository where its tags can be
// listed, else a namespace whose repositories the catalog may name (U9).
import * as vscode from 'vscode';
import { isEngineError } from '../../engine/errors.ts';
import { commands } from '../ids.ts';
import type { TreeContext } from './context.ts';
import type { RegistryEntry } from './entry.ts';
import { readerWords } from './imageTooltip.ts';
import { failureOf, filterWords } from './listNodes.ts';
import { loadedWords } from './listStatus.ts';
import { newNote } from './messageNodes.ts';
import type { NameList } from './nameList.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';
import { isRefusal, wantsLogin } from './refusals.ts';
import { noListWords } from './refusalWords.ts';
import { newRepositoryList } from './repositoryList.ts';
import { newTagList } from './tagList.ts';

/** `text` is the entry as it stands in the setting. */
export function newRegistryNode(context: TreeContext, entry: RegistryEntry, text: string): TreeNode {
  const { registry, path } = entry;
  const tags = path === undefined ? undefined : newTagList(context, () => node, `${registry}/${path}`);
  // A name that was typed may be meant as either, and be neither.
  const none =
    path === undefined ? {} : { none: vscode.l10n.t('No repository of this name, and none below') };
  const repositories = newRepositoryList(context, () => node, { registry, path: entry.namespace, ...none });
  /** Undefined until the registry was asked for its tags. */
  let isRepository: boolean | undefined;

  const node: TreeNode = {
    kind: 'registry',
    id: `registry:${text}`,
    parent: undefined,
    registry,
    get repository() {
      return isRepository === true && path !== undefined ? `${registry}/${path}` : undefined;
    },
    entry: text,
    treeItem() {
      const item = new vscode.TreeItem(entry.text, vscode.TreeItemCollapsibleState.Collapsed);
      const icon = path === undefined ? 'server' : isRepository === true ? 'repo' : 'folder-library';
      item.iconPath = new vscode.ThemeIcon(icon);
      const { filter } = shownList().state();
      const isPinned = context.isPinned(text);
      const words = [isPinned ? vscode.l10n.t('pinned') : undefined, filterWords(filter)];
      item.description = words.filter((word) => word !== undefined).join(' · ');
      item.contextValue = contextValue(
        'registry',
        'entry',
        isRepository === true && 'repository',
        isPinned && 'pinned',
        filter !== undefined && 'filtered',
      );
      const name = vscode.l10n.t('registry {0}', entry.text);
      item.accessibilityInformation = {
        label: item.description === '' ? name : `${name}, ${item.description}`,
      };
      return item;
    },
    resolve(item) {
      const name = path === undefined ? registry : `${registry}/${path}`;
      const { started } = shownList().state();
      const counts = started ? loadedWords(shownList().state()) : undefined;
      const lines = [entry.text, counts, readerWords(context, name)];
      item.tooltip = lines.filter((line) => line !== undefined).join('\n');
    },
    async children(signal) {
      const isFiltered = repositories.names.state().filter !== undefined;
      if (tags === undefined || (isFiltered && isRepository === false)) return repositoryRows(signal);
      const rows = await tags.rows(signal);
      const { known, failure, filter } = tags.names.state();
      const before = isRepository;
      // A filter may leave none of a repository's tags; whoever has none at all may be a namespace.
      if (filter === undefined) isRepository = known > 0;
      else isRepository ??= failure === undefined;
      if (known > 0) context.used(`${registry}/${path}`);
      if (isRepository !== before) context.redraw(node);
      const stopped = failure !== undefined && !isRefusal(failure);
      return isRepository || stopped ? rows : repositoryRows(signal);
    },
    loadMore: (signal) => shownList().more(signal),
    showInOrder: () => shownList().refilter(),
    filter: {
      text: () => shownList().state().filter,
      // Of both: which of them it has shows when it is opened.
      set(wanted) {
        tags?.setFilter(wanted);
        repositories.setFilter(wanted);
      },
    },
    tagsInView: () => (isRepository === true ? (tags?.inView() ?? []) : []),
    collapsed: () => tags?.stop(),
    expanded: () => tags?.goOn(),
    reread() {
      tags?.forget('names');
    },
    forget() {
      tags?.forget('nodes');
      repositories.forget();
    },
  };

  function shownList(): NameList {
    return isRepository === true && tags !== undefined ? tags.names : repositories.names;
  }

  async function repositoryRows(signal: AbortSignal): Promise<readonly TreeNode[]> {
    const rows = await repositories.rows(signal);
    const { failure, loaded, filter } = repositories.names.state();
    if (loaded === 0 && isRefusal(failure)) {
      const errors = wantsLoginForList(failure) ? [failureOf(node, repositories.names)] : failureOfTags();
      return errors.length > 0 ? [...errors, addNote()] : [addNote(noListWords(failure))];
    }
    return loaded > 0 || failure !== undefined || filter !== undefined ? rows : [...rows, addNote()];
  }

  // Of a namespace a catalog that wants a login says nothing; the product's own list, that one would help.
  function wantsLoginForList(failure: unknown): boolean {
    return wantsLogin(failure) && (path === undefined || isEngineError(failure, 'no-list'));
  }

  // A path that is not there as a repository is no error: it is meant as a namespace.
  function failureOfTags(): readonly TreeNode[] {
    return tags !== undefined && wantsLogin(tags.names.state().failure) ? [failureOf(node, tags.names)] : [];
  }

  // The action first: in a narrow view the reason is what is cut off.
  function addNote(why: { description?: string; tooltip?: string } = {}): TreeNode {
    const label = vscode.l10n.t('Add a repository…');
    const command = { id: commands.addRegistry, title: vscode.l10n.t('Add a Repository') };
    return newNote(node, 'add', { label, icon: 'add', command, ...why });
  }

  return node;
}
