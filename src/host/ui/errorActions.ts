// What the buttons of a failure are called and do. The tree's error nodes and the commands use the same functions (U11).
import * as vscode from 'vscode';
import { isDockerHub } from '../../engine/oci/dockerHub.ts';
import type { Setting } from '../config.ts';
import type { Host } from '../host.ts';
import { commands, documentScheme, section, settings } from '../ids.ts';
import { allowTokenRealm } from '../permissions.ts';
import { registryAddress } from '../report/documents.ts';
import { signInTo } from '../signIn/signInTo.ts';
import type { ErrorAction } from './errorAction.ts';
import { disarm } from './foreignText.ts';
import { showStatus, showWarning } from './messages.ts';
import { pickOne } from './picks.ts';
import { askToTrustCertificate } from './trustCertificate.ts';

/** The button's title. */
export function titleOf(action: ErrorAction): string {
  switch (action.kind) {
    case 'retry':
      return vscode.l10n.t('Retry');
    case 'change-folder':
      return vscode.l10n.t('Change Folder…');
    case 'use-legacy-media-types':
      return vscode.l10n.t('Use Docker’s Media Types Here');
    case 'use-oci-media-types':
      return vscode.l10n.t('Use OCI Media Types Here');
    case 'check-registry':
      return vscode.l10n.t('Check Registry');
    case 'show-log':
      return vscode.l10n.t('Show Log');
    case 'sign-in':
      return vscode.l10n.t('Sign In…');
    case 'copy-docker-login':
      return vscode.l10n.t('Copy docker login');
    case 'copy-docker-push':
      return vscode.l10n.t('Copy docker push');
    case 'open-terminal':
      return vscode.l10n.t('Open Terminal');
    case 'open-settings':
      return vscode.l10n.t('Open Settings');
    case 'allow-token-host':
      return vscode.l10n.t('Allow This Token Host…');
    case 'trust-certificate':
      return vscode.l10n.t('Trust This Certificate…');
  }
}

/** Carries out an action; `retry` is the caller's own. True where what failed may be tried again now. */
export async function performAction(host: Host, action: ErrorAction): Promise<boolean> {
  switch (action.kind) {
    // These are the caller's own.
    case 'retry':
    case 'change-folder':
    case 'use-legacy-media-types':
    case 'use-oci-media-types':
      return false;
    case 'check-registry':
      await checkRegistry(action.repository);
      return false;
    case 'show-log':
      host.log.show();
      return false;
    case 'sign-in': {
      const path = action.repository === '' ? undefined : action.repository;
      return signInTo(host, { registry: action.registry, repository: path, path });
    }
    case 'copy-docker-login':
      await copyDockerLogin(action.registry);
      host.engine().forget(action.registry);
      return false;
    case 'copy-docker-push':
      await copyCommand('docker', 'push', action.reference);
      return false;
    case 'open-terminal':
      openTerminal();
      return false;
    case 'open-settings':
      await openSettings(action.setting);
      return false;
    case 'allow-token-host':
      return askToAllowTokenHost(host, action.registry, action.realmHost);
    case 'trust-certificate':
      return askToTrustCertificate(host, action.host);
  }
}

/** Puts `docker login HOST` on the clipboard and says so. `registry` is host[:port]. */
export async function copyDockerLogin(registry: string): Promise<void> {
  await copyCommand('docker', 'login', ...(isDockerHub(registry) ? [] : [registry]));
}

/** Starts Check Registry, by the address of its report: commands take no names from others (S38). */
async function checkRegistry(repository: string): Promise<void> {
  const document = vscode.Uri.from({ scheme: documentScheme, path: registryAddress(repository) });
  await vscode.commands.executeCommand(commands.checkRegistry, document);
}

export function openTerminal(): void {
  vscode.window.createTerminal().show();
}

/** Opens the settings editor at one setting, or at all of the extension's. */
export async function openSettings(setting: Setting | undefined): Promise<void> {
  const query =
    setting === undefined ? '@ext:countersign.countersign' : `@id:${section}.${settings[setting]}`;
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}

/** Asks whether this registry's credential may go to that host, and remembers a yes (S29). True for yes. */
export async function askToAllowTokenHost(host: Host, registry: string, realmHost: string): Promise<boolean> {
  const allowed = await pickOne(
    [
      {
        label: vscode.l10n.t('Allow'),
        description: vscode.l10n.t('logins for {0} may be sent to {1}', disarm(registry), disarm(realmHost)),
        icon: 'check',
        value: true,
      },
      { label: vscode.l10n.t('Do Not Allow'), icon: 'close', value: false },
    ],
    {
      title: vscode.l10n.t('Send the Login to Another Host?'),
      placeholder: vscode.l10n.t(
        '{0} asks for its access tokens to be fetched at {1}. Allow it only if you know that host.',
        disarm(registry),
        disarm(realmHost),
      ),
    },
  );
  if (allowed !== true) return false;
  await allowTokenRealm(host.extension.globalState, registry, realmHost);
  host.engine().forget(registry);
  return true;
}

// Only words that mean nothing to any shell, and no options, are copied (S23); brackets are quoted for both kinds.
async function copyCommand(...words: readonly string[]): Promise<void> {
  const bracketed = /^\[[0-9a-f:.]+\](?::\d+)?$/i;
  if (!words.every((word) => /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/.test(word) || bracketed.test(word))) {
    void showWarning(vscode.l10n.t('Not copied: the name holds characters that a shell could misread.'));
    return;
  }
  const command = words.map((word) => (bracketed.test(word) ? `'${word}'` : word)).join(' ');
  await vscode.env.clipboard.writeText(command);
  showStatus(vscode.l10n.t('Copied: {0}', command));
}
