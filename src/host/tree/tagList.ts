// The tags of one repository as rows: what a repository's node shows, and an entry of the setting that is a repository.
import * as vscode from 'vscode';
import type { TreeContext } from './context.ts';
import { listNodes, newNodesByName } from './listNodes.ts';
import { newNameList } from './nameList.ts';
import type { NameList } from './nameList.ts';
import type { TreeNode } from './nodes.ts';
import { compareTags } from './order.ts';
import { newSignatureTagNode } from './signatureTagNode.ts';
import { isSignatureTag } from './signatureTag.ts';
import { newTagNode } from './tagNode.ts';

export interface TagList {
  readonly names: NameList;
  /** Reads the first page where none was read yet, and gives what is in view. */
  rows(signal: AbortSignal): Promise<readonly TreeNode[]>;
  /** Forgets the names; with `nodes` also what the tags' nodes know. */
  forget(what: 'names' | 'nodes'): void;
}

/** `parent` is the node that the tags stand under. */
export function newTagList(context: TreeContext, parent: () => TreeNode, repository: string): TagList {
  let filteredFor = context.showsSignatureTags();

  const names = newNameList({
    read: (signal) => context.engine().listTags(repository, {}, signal),
    compare: compareTags,
    isHidden: (name) => isSignatureTag(name) && !context.showsSignatureTags(),
  });

  function tagsOf(digest: string): readonly string[] {
    return [...nodes.all()]
      .filter((node) => node.kind === 'tag' && node.digest === digest)
      .map((node) => node.tag ?? '');
  }

  const nodes = newNodesByName((name) =>
    isSignatureTag(name)
      ? newSignatureTagNode(context, parent(), repository, name, tagsOf)
      : newTagNode(context, parent(), repository, name),
  );

  return {
    names,
    async rows(signal) {
      if (filteredFor !== context.showsSignatureTags()) {
        filteredFor = context.showsSignatureTags();
        names.refilter();
      }
      if (!names.state().started) await names.more(signal);
      return listNodes(parent(), names, nodes, vscode.l10n.t('No tags'));
    },
    forget(what) {
      names.reset();
      if (what === 'nodes') nodes.clear();
    },
  };
}
