// Progress with a Cancel button that aborts a signal. The only file that calls window.withProgress.
import * as vscode from 'vscode';
import { disarm } from './foreignText.ts';

/**
 * Runs with a progress notification. `signal` aborts when the person cancels; `report` shows what is being done now.
 * Rejects with what `run` rejects with: a cancelled run throws the engine's `cancelled`.
 */
export async function withProgress<T>(
  title: string,
  cancellable: boolean,
  run: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: disarm(title, 200),
    cancellable,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const report = (message: string): void => {
      progress.report({ message: disarm(message, 200) });
    };
    const { signal, dispose } = signalOf(token);
    try {
      return await run(signal, report);
    } finally {
      dispose();
    }
  });
}

/** An AbortSignal that follows a VS Code token; `dispose` ends the following. */
export function signalOf(token: vscode.CancellationToken): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const listener = token.onCancellationRequested(() => {
    controller.abort();
  });
  return {
    signal: controller.signal,
    dispose: () => {
      listener.dispose();
    },
  };
}
