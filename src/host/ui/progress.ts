// Progress with a Cancel button that aborts a signal. The only file that calls window.withProgress.
import * as vscode from 'vscode';
import { disarm } from './foreignText.ts';

/** What is done sooner shows no progress: it would only flash, and VS Code drops messages that come in a heap. */
const shownAfterMilliseconds = 300;

/** Shows what is being done now. Where `cancellable` is false there is no Cancel button from here on. */
export type ReportStep = (message: string, cancellable?: boolean) => void;

/**
 * Runs with a progress notification. `signal` aborts when the person cancels; `report` shows what is being done now.
 * Rejects with what `run` rejects with: a cancelled run throws the engine's `cancelled`.
 */
export async function withProgress<T>(
  title: string,
  cancellable: boolean,
  run: (signal: AbortSignal, report: ReportStep) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let latest: string | undefined;
  let mayCancel = cancellable;
  let open: Notification | undefined;
  const openOne = (): Notification =>
    openNotification(disarm(title, 200), latest, mayCancel ? () => controller.abort() : undefined);

  const running = run(controller.signal, (message, stillCancellable = true) => {
    latest = disarm(message, 200);
    const before = mayCancel;
    mayCancel &&= stillCancellable;
    if (open === undefined) return;
    if (mayCancel === before) return open.show(latest);
    // VS Code cannot take the button away: another notification takes the place of the one that has it.
    open.close();
    open = openOne();
  });
  const timer = setTimeout(() => {
    open = openOne();
  }, shownAfterMilliseconds);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
    open?.close();
  }
}

interface Notification {
  show(message: string): void;
  close(): void;
}

/** `cancel` puts a button there. */
function openNotification(
  title: string,
  first: string | undefined,
  cancel: (() => void) | undefined,
): Notification {
  let close = (): void => undefined;
  let show = (message: string): void => {
    first = message;
  };
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const location = vscode.ProgressLocation.Notification;
  const options = { location, title, cancellable: cancel !== undefined };
  void vscode.window.withProgress(options, async (progress, token) => {
    show = (message) => progress.report({ message });
    if (first !== undefined) show(first);
    const listener = token.onCancellationRequested(() => cancel?.());
    await closed;
    listener.dispose();
  });
  return { show: (message) => show(message), close: () => close() };
}
