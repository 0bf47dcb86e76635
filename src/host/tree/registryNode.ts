// An entry of `countersign.registries`. A host shows its repositories; a path is a repository where its tags can be
// listed, else a namespace whose repositories the catalog may name (U9).
import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { TreeContext } from './context.ts';
import { familiar, hasNoCatalog } from './entry.ts';
import type { RegistryEntry } from './entry.ts';
import { failureOf, listNodes, newNodesByName } from './listNodes.ts';
import { newNote } from './messageNodes.ts';
import { newNameList } from './nameList.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';
import { compareRepositories } from './order.ts';
import { isRefusal, wantsLogin } from './refusals.ts';
import { newRepositoryNode } from './repositoryNode.ts';
import { newTagList } from './tagList.ts';

/** `text` is the entry as it stands in the setting. */
export function newRegistryNode(context: TreeContext, entry: RegistryEntry, text: string): TreeNode {
  const { registry, path } = entry;
  const prefix = path === undefined ? `${registry}/` : `${registry}/${path}/`;
  const tags = path === undefined ? undefined : newTagList(context, () => node, `${registry}/${path}`);
  const repositories = newNameList({
    read: (signal) =>
      context.engine().listRepositories(path === undefined ? { registry } : { registry, path }, {}, signal),
    compare: compareRepositories,
    isHidden: () => false,
    belongs: (name) => name.startsWith(prefix),
  });
  const nodes = newNodesByName((name) => newRepositoryNode(context, node, name, name.slice(prefix.length)));
  let isRepository = false;

  const node: TreeNode = {
    kind: 'registry',
    id: `registry:${text}`,
    parent: undefined,
    registry,
    get repository() {
      return isRepository && path !== undefined ? `${registry}/${path}` : undefined;
    },
    entry: text,
    treeItem() {
      const item = new vscode.TreeItem(entry.text, vscode.TreeItemCollapsibleState.Collapsed);
      const icon = path === undefined ? 'server' : isRepository ? 'repo' : 'folder-library';
      item.iconPath = new vscode.ThemeIcon(icon);
      item.contextValue = contextValue('registry', 'entry', isRepository && 'repository');
      item.accessibilityInformation = { label: vscode.l10n.t('registry {0}', entry.text) };
      return item;
    },
    resolve(item) {
      item.tooltip = entry.text;
    },
    async children(signal) {
      if (tags === undefined) return repositoryRows(signal);
      const rows = await tags.rows(signal);
      const { loaded, hidden, failure } = tags.names.state();
      const before = isRepository;
      isRepository = loaded + hidden > 0;
      if (isRepository !== before) context.redraw(node);
      const stopped = failure !== undefined && !isRefusal(failure);
      return isRepository || stopped ? rows : repositoryRows(signal);
    },
    loadMore: (signal) => (isRepository && tags !== undefined ? tags.names : repositories).more(signal),
    reread() {
      tags?.forget('names');
    },
    forget() {
      tags?.forget('nodes');
      repositories.reset();
      nodes.clear();
    },
  };

  async function repositoryRows(signal: AbortSignal): Promise<readonly TreeNode[]> {
    if (hasNoCatalog(registry)) return [...failureOfTags(), noCatalog()];
    if (!repositories.state().started) await repositories.more(signal);
    const { failure, loaded } = repositories.state();
    if (loaded === 0 && isRefusal(failure)) {
      const errors =
        path === undefined && wantsLogin(failure) ? [failureOf(node, repositories)] : failureOfTags();
      return errors.length > 0 ? [...errors, addNote()] : [noCatalog()];
    }
    const rows = listNodes(node, repositories, nodes, vscode.l10n.t('No repositories'));
    return loaded > 0 || failure !== undefined ? rows : [...rows, addNote()];
  }

  // A path that is not there as a repository is no error: it is meant as a namespace.
  function failureOfTags(): readonly TreeNode[] {
    return tags !== undefined && wantsLogin(tags.names.state().failure) ? [failureOf(node, tags.names)] : [];
  }

  function noCatalog(): TreeNode {
    const description = vscode.l10n.t('it lists none');
    const tooltip = vscode.l10n.t('{0} does not list its repositories', familiar(registry));
    return addNote({ description, tooltip });
  }

  // The action first: in a narrow view the reason is what is cut off.
  function addNote(why: { description?: string; tooltip?: string } = {}): TreeNode {
    const label = vscode.l10n.t('Add a repository…');
    const command = { id: commands.addRegistry, title: vscode.l10n.t('Add a Repository') };
    return newNote(node, 'add', { label, icon: 'add', command, ...why });
  }

  return node;
}
