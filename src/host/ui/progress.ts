// Progress with a Cancel button that aborts a signal. The only file that calls window.withProgress.
import * as vscode from 'vscode';
import { disarm } from './foreignText.ts';

/** What is done sooner shows no progress: it would only flash, and VS Code drops messages that come in a heap. */
const shownAfterMilliseconds = 300;

/**
 * Runs with a progress notification. `signal` aborts when the person cancels; `report` shows what is being done now.
 * Rejects with what `run` rejects with: a cancelled run throws the engine's `cancelled`.
 */
export async function withProgress<T>(
  title: string,
  cancellable: boolean,
  run: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let latest: string | undefined;
  let show = (message: string): void => {
    latest = message;
  };
  const running = run(controller.signal, (message) => show(disarm(message, 200)));
  const timer = setTimeout(() => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: disarm(title, 200),
      cancellable,
    };
    void vscode.window.withProgress(options, async (progress, token) => {
      show = (message) => progress.report({ message });
      if (latest !== undefined) show(latest);
      const listener = token.onCancellationRequested(() => controller.abort());
      await running.catch(() => undefined); // the caller gets it
      listener.dispose();
    });
  }, shownAfterMilliseconds);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
