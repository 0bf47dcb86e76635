// What VS Code loads: registers the commands and loads everything else on first use.
import * as vscode from 'vscode';
import { commands } from './host/ids.ts';

/** Called by VS Code when a command or view of Countersign is used first. */
export function activate(context: vscode.ExtensionContext): void {
  for (const id of Object.values(commands))
    context.subscriptions.push(vscode.commands.registerCommand(id, () => loadEngine()));
}

/** The engine's bundle, loaded on first use and kept by Node's module cache. */
function loadEngine(): typeof import('./engine/engine.ts') {
  return require('./engine.cjs') as typeof import('./engine/engine.ts');
}
