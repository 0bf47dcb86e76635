// What the buttons of a failure are called and do. The tree's error nodes and the commands use the same functions (U11).
import * as vscode from 'vscode';
import { commands, section } from '../ids.ts';
import type { Host } from '../host.ts';
import type { ErrorAction } from './errorWords.ts';

/** The button's title. */
export function titleOf(action: ErrorAction): string {
  switch (action.kind) {
    case 'retry':
      return vscode.l10n.t('Retry');
    case 'show-log':
      return vscode.l10n.t('Show Log');
    case 'copy-docker-login':
      return vscode.l10n.t('Copy docker login Command');
    case 'copy-docker-push':
      return vscode.l10n.t('Copy docker push Command');
    case 'open-terminal':
      return vscode.l10n.t('Open Terminal');
    case 'open-settings':
      return vscode.l10n.t('Open Settings');
    case 'allow-token-host':
      return vscode.l10n.t('Allow This Token Host…');
  }
}

/** Carries out an action; `retry` is the caller's own. */
export async function performAction(host: Host, action: ErrorAction): Promise<void> {
  switch (action.kind) {
    case 'retry':
      return;
    case 'show-log':
      host.log.show();
      return;
    case 'copy-docker-login':
      await copyDockerLogin(action.registry);
      return;
    case 'copy-docker-push':
      await copyCommand(['docker', 'push', action.reference]);
      return;
    case 'open-terminal':
      openTerminal();
      return;
    case 'open-settings':
      await openSettings(action.setting);
      return;
    case 'allow-token-host':
      await askToAllowTokenHost(host, action.registry, action.realmHost);
      return;
  }
}

/** Puts `docker login HOST` on the clipboard and says so. */
export async function copyDockerLogin(registry: string): Promise<void> {
  await copyCommand(['docker', 'login', registry]);
}

export function openTerminal(): void {
  vscode.window.createTerminal().show();
}

/** Opens the settings at one of the extension's settings, or at all of them. */
export async function openSettings(setting?: string): Promise<void> {
  const query = setting === undefined ? '@ext:countersign.countersign' : `${section}.${setting}`;
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}

/** Asks whether this registry's credential may go to that host, and remembers a yes (S29). True for yes. */
export async function askToAllowTokenHost(host: Host, registry: string, realmHost: string): Promise<boolean> {
  void [host, registry, realmHost, commands];
  throw new Error('not yet');
}

async function copyCommand(words: readonly string[]): Promise<void> {
  await vscode.env.clipboard.writeText(words.join(' '));
}
