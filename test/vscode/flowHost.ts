// A host for suites about signing, verifying and trusting: the real engine, key store, tree and reports; only the
// documents stay in memory, because the extension itself serves their addresses in this VS Code.
import * as vscode from 'vscode';
import type { EngineApi } from '../../src/engine/api.ts';
import type { Host } from '../../src/host/host.ts';
import type { StoredKey } from '../../src/host/keys/keyStore.ts';
import { createReports } from '../../src/host/report/reports.ts';
import type { Reports } from '../../src/host/report/reports.ts';
import { createRegistriesView } from '../../src/host/tree/registriesView.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import type { Provider } from '../../src/host/tree/provider.ts';
import type { KeyHostOptions } from '../support/vscode/keyHost.ts';
import { keyHost, testService } from '../support/vscode/keyHost.ts';
import type { Answer } from '../support/vscode/person.ts';
import { playPerson } from '../support/vscode/person.ts';

export interface FlowHost {
  readonly host: Host;
  readonly logged: readonly string[];
  /** Gives the rows of the Registries view. */
  readonly provider: Provider;
  /** The badge of the Registries view. */
  badge(): vscode.ViewBadge | undefined;
  /** Reports that were opened, in order. */
  readonly opened: readonly string[];
  /** The text of a document that was put. */
  text(path: string): string | undefined;
  addKey(label: string, password: string): Promise<StoredKey>;
  dispose(): void;
}

/** `verbs` replaces single verbs of the engine, given the real ones; `options` are those of the key host. */
export function newFlowHost(
  verbs: (real: EngineApi) => Partial<EngineApi> = () => ({}),
  options: Partial<KeyHostOptions> = {},
): FlowHost {
  const made = keyHost({ service: testService(), ...options });
  const real = made.engine();
  const engine: EngineApi = { ...real, ...verbs(real) };
  const texts = new Map<string, () => string>();
  const opened: string[] = [];
  const kept: Reports & { dispose(): void } = createReports({
    put: (path, text) => {
      texts.set(path, text);
      return vscode.Uri.from({ scheme: 'countersign', path });
    },
    dispose: () => undefined,
  });
  const reports: Reports = {
    ...kept,
    show: (report) => {
      opened.push(`${report.repository}@${report.digest}`);
      return Promise.resolve();
    },
  };
  const { extension, log, keys, logins, accounts } = made;
  const base = { extension, log, engine: () => engine, keys, reports };
  const collapsed = new vscode.EventEmitter<vscode.TreeViewExpansionEvent<TreeNode>>();
  let provider: Provider | undefined;
  const view = {
    visible: false,
    selection: [],
    onDidCollapseElement: collapsed.event,
    onDidExpandElement: collapsed.event,
    badge: undefined as vscode.ViewBadge | undefined,
    dispose: () => undefined,
  };
  const registries = createRegistriesView(base, (rows) => {
    provider = rows;
    return view as unknown as vscode.TreeView<TreeNode>;
  });
  if (provider === undefined) throw new Error('the view was not opened');
  return {
    host: { ...base, registries, logins, accounts },
    logged: made.logged,
    provider,
    badge: () => view.badge,
    opened,
    text: (path) => texts.get(path)?.(),
    addKey: async (label, password) =>
      made.keys.add(await real.generateKey(password, new AbortController().signal), label),
    dispose: () => {
      registries.dispose();
      kept.dispose();
      made.keys.dispose();
      real.dispose();
    },
  };
}

/**
 * Runs a command with a person who answers, until something like `until` was shown: what a message's button starts is
 * not waited for by the command. Gives everything that was shown.
 */
export async function played(
  run: () => Promise<void>,
  until: RegExp,
  ...answers: readonly Answer[]
): Promise<readonly string[]> {
  const person = playPerson(...answers);
  try {
    await run();
    while (!person.shown.some((line) => until.test(line))) await new Promise((wake) => setTimeout(wake, 10));
  } finally {
    person.leave();
  }
  return person.shown;
}
