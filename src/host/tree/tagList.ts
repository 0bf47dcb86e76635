// The tags of one repository as rows: what a repository's node shows, and an entry of the setting that is a repository.
// What is not in the first page loads behind it, up to a number, while the rows in view stay as they are.
import * as vscode from 'vscode';
import { newBesideNode } from './besideNode.ts';
import type { TreeContext } from './context.ts';
import { newListRows, newNodesByName } from './listNodes.ts';
import { newNote } from './messageNodes.ts';
import { newNameList } from './nameList.ts';
import type { NameList } from './nameList.ts';
import type { TreeNode } from './nodes.ts';
import { compareTagsBy } from './order.ts';
import { newSignatureTagNode } from './signatureTagNode.ts';
import { besideTag, isSignatureTag, tagsBeside } from './signatureTag.ts';
import { newTagNode } from './tagNode.ts';
import type { Listed } from './tagNode.ts';

/** So many tags of a repository load behind the first page, without anybody asking for more. */
const mostTagsBehind = 10_000;
/** A list that is whole so soon is sorted at once: nobody's cursor is in it yet. */
const settledMilliseconds = 3000;

export interface TagList {
  readonly names: NameList;
  /** Reads the first page where none was read yet, and gives what is in view; the rest begins to load. */
  rows(signal: AbortSignal): Promise<readonly TreeNode[]>;
  /** The nodes of the tags in view. */
  inView(): readonly TreeNode[];
  /** Brings the next names into view. */
  more(signal: AbortSignal): Promise<void>;
  showInOrder(): void;
  setFilter(text: string | undefined): void;
  /** Ends and goes on with what loads behind the view. */
  stop(): void;
  goOn(): void;
  /** Forgets the names; with `nodes` also what the tags' nodes know. */
  forget(what: 'names' | 'nodes'): void;
}

/** `parent` is the node that the tags stand under. */
export function newTagList(context: TreeContext, parent: () => TreeNode, repository: string): TagList {
  let sortedFor = settingsOf(context);
  let behind: AbortController | undefined;
  /** Somebody opened the list again before the page came with which its loading was to end. */
  let goesOn = false;
  /** When its first rows came into view. */
  let shownAt = 0;

  const names = newNameList({
    read: (signal, filter) =>
      context.engine().listTags(repository, filter === undefined ? {} : { filter }, signal),
    compare: (a, b, dates) => compareTagsBy(context.tagOrder(), a, b, dates),
    isHidden: (name) => besideTag(name) !== undefined && !context.showsSignatureTags(),
  });

  function tagsOf(digest: string): readonly string[] {
    return [...nodes.all()]
      .filter((node) => node.kind === 'tag' && node.digest === digest)
      .map((node) => node.tag ?? '');
  }

  const listed: Listed = {
    digestOf: names.digestOf,
    dateOf: names.dateOf,
    beside: (digest) => tagsBeside(digest).filter(names.has),
  };

  const nodes = newNodesByName((name) => {
    if (isSignatureTag(name)) return newSignatureTagNode(context, parent(), repository, name, tagsOf);
    if (besideTag(name) !== undefined) return newBesideNode(parent(), repository, name, tagsOf);
    return newTagNode(context, parent(), repository, name, listed);
  });

  const rows = newListRows(parent, names, nodes, vscode.l10n.t('No tags'), () =>
    context.tagOrder() === 'date' && !names.state().dated && names.state().known > 0
      ? [undatedNote(parent())]
      : [],
  );

  function loadBehind(): void {
    const { complete, started, failure, known, filling } = names.state();
    if (complete || !started || failure !== undefined || known >= mostTagsBehind) return;
    if (filling === 'running') {
      goesOn = behind?.signal.aborted === true;
      return;
    }
    goesOn = false;
    behind = new AbortController();
    void names
      .fill(mostTagsBehind, () => draw(rows.progress()), behind.signal)
      .then(() => {
        if (goesOn) loadBehind();
        const isNew = context.now() - shownAt < settledMilliseconds;
        if (names.state().outOfOrder && isNew) context.settle(parent(), names.refilter);
        // Which rows are signed may be known only now.
        draw([parent(), ...rows.progress(), ...inView().filter(({ digest }) => digest !== undefined)]);
      });
  }

  function draw(changed: readonly TreeNode[]): void {
    for (const node of changed) context.redraw(node);
  }

  function inView(): readonly TreeNode[] {
    return names.state().shown.map((name) => nodes.of(name));
  }

  function stop(): void {
    goesOn = false;
    behind?.abort();
  }

  return {
    names,
    inView,
    stop,
    goOn: loadBehind,
    async rows(signal) {
      if (sortedFor !== settingsOf(context)) {
        sortedFor = settingsOf(context);
        names.refilter();
      }
      if (!names.state().started) {
        await names.more(signal);
        shownAt = context.now();
      }
      loadBehind();
      return rows.rows();
    },
    more: (signal) => names.more(signal),
    showInOrder: names.refilter,
    setFilter(text) {
      stop();
      rows.reset();
      names.setFilter(text);
    },
    forget(what) {
      stop();
      rows.reset();
      names.reset();
      if (what === 'nodes') nodes.clear();
    },
  };
}

/** What decides which names are in view, and in which order. */
function settingsOf(context: TreeContext): string {
  return `${String(context.showsSignatureTags())} ${context.tagOrder()}`;
}

function undatedNote(parent: TreeNode): TreeNode {
  return newNote(parent, 'undated', {
    label: vscode.l10n.t('This list tells no dates: sorted by version'),
    icon: 'info',
  });
}
