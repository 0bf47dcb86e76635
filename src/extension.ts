// What VS Code loads: registers commands and documents, and nothing else. Everything that they do is in dist/host.cjs,
// loaded by the first command, or right after activation for the views; that one loads dist/engine.cjs when it needs it.
import * as vscode from 'vscode';
import { commands } from './host/ids.ts';
import type { CommandName } from './host/ids.ts';
import { createDocuments } from './host/report/documents.ts';
import type { RunCommand } from './host/start.ts';
import { showError } from './host/ui/messages.ts';

/** Called by VS Code when a command, a view or a report of Countersign is used first. */
export function activate(extension: vscode.ExtensionContext): void {
  const documents = createDocuments();
  extension.subscriptions.push(documents);
  let run: RunCommand | undefined;
  const start = (): RunCommand => (run ??= loadHost().startHost(extension, documents));

  for (const name of Object.keys(commands) as CommandName[]) {
    const command = (argument: unknown): Promise<void> | void => startOrSay(start)?.(name, argument);
    extension.subscriptions.push(vscode.commands.registerCommand(commands[name], command));
  }
  // VS Code waits a while for the views of an extension that has just been activated.
  setImmediate(() => startOrSay(start));
}

/** VS Code says nothing where an extension does not start. */
function startOrSay(start: () => RunCommand): RunCommand | undefined {
  try {
    return start();
  } catch (error) {
    void showError(vscode.l10n.t('Countersign could not start: {0}', String(error)));
    return undefined;
  }
}

function loadHost(): typeof import('./host/start.ts') {
  return require('./host.cjs') as typeof import('./host/start.ts');
}
