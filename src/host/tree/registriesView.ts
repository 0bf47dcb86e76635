// The Registries view: registries → repositories → tags → signatures. Asks a registry only for what somebody opens.
import * as vscode from 'vscode';
import * as config from '../config.ts';
import { folderThatApplies } from '../folder.ts';
import type { Host } from '../host.ts';
import { setContext } from '../contexts.ts';
import { views } from '../ids.ts';
import { tagOrder } from '../viewSettings.ts';
import { showInvisible } from '../ui/foreignText.ts';
import { withProgress } from '../ui/progress.ts';
import type { TreeContext } from './context.ts';
import { listOf, readerOf } from './above.ts';
import { familiar } from './entry.ts';
import { newLearnedTags } from './learnedTags.ts';
import { listActions, settleList } from './listActions.ts';
import type { ListActions } from './listActions.ts';
import type { TreeNode } from './nodes.ts';
import { newProvider } from './provider.ts';
import type { Provider } from './provider.ts';
import { newRoots } from './roots.ts';
import { newShortcuts } from './shortcuts.ts';
import type { TagNode } from './tagNode.ts';
import { newUnconfirmedRow } from './unconfirmed.ts';

export interface RegistriesView extends ListActions {
  /** The person works with this repository: it stands among the recent ones when the view is read anew. */
  used(repository: string): void;
  /** Reads this node anew, or everything. For an error: tries again what failed. */
  refresh(node?: TreeNode): Promise<void>;
  /** The node if it is one of ours, for commands that get anything as argument (S38). */
  own(argument: unknown): TreeNode | undefined;
  /** The selected node while the view is in sight. */
  selected(): TreeNode | undefined;
  /** Lists that are not in view as a whole, for Load More without a node. */
  unfinished(): readonly TreeNode[];
  /** Shows more of the list that this node is, or stands in. */
  loadMore(node: TreeNode): Promise<void>;
  /** Reads everything of this registry (host[:port]) anew: another login may see other things there. */
  refreshRegistry(registry: string): Promise<void>;
  /** A command has resolved this tag: its node, if there is one, shows verdicts of that digest from now on (U12). */
  learned(repository: string, tag: string, digest: string): void;
  /** Check All came to no verdict on this tag: its node says so until somebody looks again. */
  couldNotCheck(repository: string, tag: string, why: string): void;
  /** Looks into the journal again: what waits there is a badge and a row (U15). Asks no registry. */
  recount(): Promise<void>;
  /** After signing: shows the image's new signature, if the tree has its repository open. `tag` as for `learned`. */
  reveal(repository: string, digest: string, tag?: string): Promise<void>;
}

const redrawEveryMilliseconds = 60_000;

/** Opens the view. Needs the rest of the host; reads the settings and nothing else. `open` is another in tests. */
export function createRegistriesView(
  host: Omit<Host, 'registries' | 'logins' | 'accounts'>,
  open: (provider: Provider) => vscode.TreeView<TreeNode> = openView,
): RegistriesView & vscode.Disposable {
  const tags = newLearnedTags();
  const shortcuts = newShortcuts(host.extension.globalState, host.extension.workspaceState);
  // Who is signed in is known only to an engine that was asked for something; a hover loads none.
  let asked = false;
  const context: TreeContext = {
    engine: () => {
      asked = true;
      return host.engine();
    },
    readerInUse: (name) => (asked ? host.engine().readerInUse(name) : undefined),
    findReport: (repository, digest) => host.reports.find(repository, digest),
    couldNotCheck: tags.whyNotChecked,
    learnedDigest: tags.digestOf,
    signatureSettings: async () =>
      config.signatureSettings(await folderThatApplies(host.extension.workspaceState)),
    showsSignatureTags: config.showsSignatureTags,
    tagOrder,
    isPinned: shortcuts.isPinned,
    used: (repository) => {
      inBackground(shortcuts.used(repository));
    },
    now: Date.now,
    redraw: (node) => provider.changed(node),
    settle: (list, sort) => settleList({ provider, view, relist }, list, sort),
  };
  const roots = newRoots(context, shortcuts);
  const unconfirmed = newUnconfirmedRow({
    extension: host.extension,
    engine: host.engine,
    view: () => view,
    changed: () => {
      provider.changed(undefined);
    },
  });
  const provider = newProvider({
    roots: () => [...unconfirmed.rows(), ...roots.rows()],
    showSlow,
    slowAfterMilliseconds: 4000,
    failed: (error) => {
      host.log.warn(showInvisible(error instanceof Error ? error.message : String(error)));
    },
  });
  const view = open(provider);
  const disposables = [
    view,
    provider,
    view.onDidCollapseElement(({ element }) => {
      provider.cancel(element);
      element.collapsed?.();
    }),
    view.onDidExpandElement(({ element }) => element.expanded?.()),
    host.reports.onDidChange(redrawVerdicts),
    config.onDidChangeSettings((affects) => {
      if (affects('registries')) provider.changed(undefined);
      if (affects('showSignatureTags', 'tagOrder')) refilter(provider);
      if (affects('registries', 'showSignatureTags', 'tagOrder')) setContexts();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      setContexts();
      provider.changed(undefined);
    }),
  ];
  const timer = setInterval(() => {
    if (view.visible) redrawVerdicts();
  }, redrawEveryMilliseconds);
  setContexts();

  function redrawVerdicts(): void {
    for (const node of provider.loaded()) if (node.digest !== undefined) provider.changed(node);
  }

  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      host.log.warn(showInvisible(String(error)));
    });
  }

  // Draws a list anew as it is now, and the row that it stands under.
  function relist(node: TreeNode): void {
    provider.drop(node);
    provider.changed(node);
  }

  // Reading on keeps what is known of the rows that are there.
  async function readOn(parent: TreeNode, start: (signal: AbortSignal) => Promise<void>): Promise<void> {
    await provider.run(parent, start);
    relist(parent);
  }

  const registries: RegistriesView & vscode.Disposable = {
    async refresh(node) {
      if (node?.kind === 'error' && node.retry !== undefined && node.parent !== undefined) {
        return readOn(node.parent, node.retry);
      }
      const target = readerOf(node);
      host.engine().forget(target?.registry);
      // An error below an image may be that of another registry, which holds its signatures.
      if (node !== undefined) host.engine().forget(node.registry);
      const below = target === undefined ? '' : (target.repository ?? `${target.registry}/`);
      tags.forget(below);
      if (target === undefined) roots.renew();
      for (const top of target === undefined ? roots.readers() : [target]) {
        top.forget?.();
        provider.dropBelow(top);
      }
      provider.changed(target);
    },
    async refreshRegistry(registry) {
      host.engine().forget(registry);
      for (const top of roots.readers()) if (top.registry === registry) await registries.refresh(top);
    },
    recount: unconfirmed.recount,
    own: (argument) => (provider.made(argument) ? argument : undefined),
    selected: () => (view.visible ? view.selection[0] : undefined),
    unfinished: () =>
      [...provider.loaded()].filter((node) => node.kind === 'loadMore').flatMap((node) => node.parent ?? []),
    async loadMore(node) {
      const parent = listOf(node);
      const { loadMore } = parent ?? {};
      if (parent === undefined || loadMore === undefined) return;
      await readOn(parent, loadMore);
    },
    ...listActions({ provider, view, shortcuts, roots, relist }),
    used: context.used,
    learned(repository, tag, digest) {
      tags.learn(repository, tag, digest);
      for (const node of [...provider.loaded()]) {
        if (!isTag(node) || node.repository !== repository || node.tag !== tag || node.digest === digest)
          continue;
        node.learn(digest);
        provider.dropBelow(node);
        provider.changed(node);
      }
    },
    couldNotCheck(repository, tag, why) {
      tags.couldNotCheck(repository, tag, why);
      for (const node of provider.loaded()) {
        if (isTag(node) && node.repository === repository && node.tag === tag) provider.changed(node);
      }
    },
    async reveal(repository, digest, tag) {
      if (tag !== undefined) registries.learned(repository, tag, digest);
      const here = [...provider.loaded()].filter((node) => node.repository === repository);
      for (const node of here.filter((one) => one.digest === digest || one.reread !== undefined)) {
        node.reread?.();
        if (node.digest === digest) provider.dropBelow(node);
        else provider.drop(node);
        provider.changed(node);
      }
      const image = here.find((node) => node.digest === digest && node.kind !== 'signatureTag');
      if (image !== undefined && view.visible) await view.reveal(image, { select: false, expand: true });
    },
    dispose() {
      clearInterval(timer);
      for (const disposable of disposables) disposable.dispose();
    },
  };
  return registries;
}

function openView(provider: Provider): vscode.TreeView<TreeNode> {
  return vscode.window.createTreeView(views.registries, {
    treeDataProvider: provider,
    showCollapseAll: true,
  });
}

function refilter(provider: Provider): void {
  for (const node of [...provider.loaded()]) {
    if (node.loadMore === undefined) continue;
    provider.drop(node);
    provider.changed(node);
  }
}

function setContexts(): void {
  setContext('hasRegistry', config.registries().length > 0);
  setContext('signatureTagsShown', config.showsSignatureTags());
  setContext('tagOrder', tagOrder());
}

// VS Code's own bar above the view is enough for a moment; what takes longer can be stopped.
function showSlow(node: TreeNode, load: Promise<unknown>, cancel: () => void): void {
  const title = vscode.l10n.t('Reading from {0}', familiar(node.registry));
  void withProgress(title, true, async (signal) => {
    signal.addEventListener('abort', cancel, { once: true });
    await load.catch(() => undefined); // told to who started it; here only its end counts
  });
}

function isTag(node: TreeNode): node is TagNode {
  return node.kind === 'tag';
}
