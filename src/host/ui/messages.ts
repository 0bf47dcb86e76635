// The only file that shows messages. What is shown passes the escaper as a whole, so that no argument can bring a link
// or an icon into it; never modal. Failures are told by ui/failures.ts.
import * as vscode from 'vscode';
import { disarm } from './foreignText.ts';

const messageLimit = 1000;

/** Shows a message with these buttons; gives the button that was chosen, or undefined. */
export async function showInfo<A extends string>(
  message: string,
  ...actions: readonly A[]
): Promise<A | undefined> {
  return vscode.window.showInformationMessage(disarm(message, messageLimit), ...actions);
}

export async function showWarning<A extends string>(
  message: string,
  ...actions: readonly A[]
): Promise<A | undefined> {
  return vscode.window.showWarningMessage(disarm(message, messageLimit), ...actions);
}

export async function showError<A extends string>(
  message: string,
  ...actions: readonly A[]
): Promise<A | undefined> {
  return vscode.window.showErrorMessage(disarm(message, messageLimit), ...actions);
}

/** A short word in the status bar for a few seconds, e.g. after copying. */
export function showStatus(message: string): void {
  vscode.window.setStatusBarMessage(disarm(message, 200), 4000);
}
