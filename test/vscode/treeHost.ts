// A host of which the Registries view, its commands and the engine are real; reports and keys are what a test gives.
import * as vscode from 'vscode';
import type { EngineApi } from '../../src/engine/api.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import type { Host } from '../../src/host/host.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import type { Provider } from '../../src/host/tree/provider.ts';
import { createRegistriesView } from '../../src/host/tree/registriesView.ts';
import { createTestWorld } from '../support/world.ts';

export interface TreeHost {
  readonly host: Host;
  /** Gives rows and items as VS Code asks for them. */
  readonly provider: Provider;
  /** Nodes that the view was told to reveal. */
  readonly revealed: TreeNode[];
  /** Selects a row. */
  select(node: TreeNode): void;
  /** Collapses a row. */
  collapse(node: TreeNode): void;
  /** Keeps a report as Verify Image does. */
  keep(report: VerifyReport): void;
  /** Documents that commands opened: title and text. */
  readonly opened: (readonly [title: string, text: string])[];
  dispose(): void;
}

/** `engine` replaces single verbs. */
export function newTreeHost(engine: Partial<EngineApi> = {}): TreeHost {
  const changes = new vscode.EventEmitter<void>();
  const reports = new Map<string, VerifyReport>();
  const opened: (readonly [string, string])[] = [];
  const verbs = { ...createEngine(createTestWorld()), ...engine };
  const log = { warn: () => undefined, error: () => undefined, show: () => undefined };
  const base = {
    extension: {
      workspaceState: newMemento(),
      globalState: newMemento(),
      globalStorageUri: vscode.Uri.file('/nowhere'),
    },
    log,
    engine: () => verbs,
    reports: {
      onDidChange: changes.event,
      find: (repository: string, digest: string) => reports.get(`${repository}@${digest}`),
      imageOf: () => undefined,
      active: () => undefined,
      showText: (title: string, text: string) => {
        opened.push([title, text]);
        return Promise.resolve();
      },
    },
  } as unknown as Omit<Host, 'registries'>;
  const collapsed = new vscode.EventEmitter<vscode.TreeViewExpansionEvent<TreeNode>>();
  const expanded = new vscode.EventEmitter<vscode.TreeViewExpansionEvent<TreeNode>>();
  const revealed: TreeNode[] = [];
  const view = {
    visible: true,
    selection: [] as TreeNode[],
    onDidCollapseElement: collapsed.event,
    onDidExpandElement: expanded.event,
    reveal: (node: TreeNode) => {
      revealed.push(node);
      return Promise.resolve();
    },
    dispose: () => {
      collapsed.dispose();
      expanded.dispose();
    },
  };
  let provider: Provider | undefined;
  const registries = createRegistriesView(base, (opened) => {
    provider = opened;
    return view as unknown as vscode.TreeView<TreeNode>;
  });
  if (provider === undefined) throw new Error('the view was not opened');
  return {
    host: { ...base, registries },
    provider,
    revealed,
    opened,
    select(node) {
      view.selection = [node];
    },
    collapse(element) {
      collapsed.fire({ element });
    },
    keep(report) {
      reports.set(`${report.repository}@${report.digest}`, report);
      changes.fire();
    },
    dispose() {
      registries.dispose();
      changes.dispose();
      verbs.dispose();
    },
  };
}

function newMemento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, otherwise?: unknown) => values.get(key) ?? otherwise,
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}
