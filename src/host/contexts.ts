// Context keys: what menus, welcome texts and walkthrough steps go by (V12).
import * as vscode from 'vscode';
import { contexts } from './ids.ts';

/** Sets a context key of the extension for this window. */
export function setContext(name: keyof typeof contexts, value: boolean | string): void {
  void vscode.commands.executeCommand('setContext', contexts[name], value);
}
