// Makes the engine's real world: this machine, this VS Code, this person's permissions. Nothing here runs before the
// engine is used first.
import { randomBytes } from 'node:crypto';
import { homedir, hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Clock, Log, Logins, Machine, World } from '../engine/world.ts';
import { keychainServiceVariable } from './ids.ts';
import { networkSettings } from './networkSettings.ts';
import { permissionsOf } from './permissions.ts';
import { showInvisible } from './ui/foreignText.ts';
import { files } from './worldFiles.ts';
import { folders } from './worldFolders.ts';
import { processes } from './worldProcesses.ts';
import { createStorage, sharedFolder } from './worldStorage.ts';

/** The world of this extension host. */
export function createWorld(
  extension: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  logins: Logins,
): World {
  return {
    // Looked up at each call: VS Code replaces it once proxy and certificates are known.
    fetch: (input, init) => globalThis.fetch(input, init),
    clock,
    random: (length) => new Uint8Array(randomBytes(length)),
    log: logTo(log),
    get environment() {
      return { ...process.env };
    },
    files,
    folders,
    storage: createStorage(sharedFolder(extension.globalStorageUri)),
    processes,
    machine: machineOf(extension),
    permissions: permissionsOf(extension.globalState),
    logins,
    network: () => networkSettings(process.env),
  };
}

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, { signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  },
  timer: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

// A registry's words may be in it: one line each, and no control sequence for who prints the log.
function logTo(channel: vscode.LogOutputChannel): Log {
  return {
    debug: (message) => channel.debug(showInvisible(message)),
    info: (message) => channel.info(showInvisible(message)),
    warn: (message) => channel.warn(showInvisible(message)),
    error: (message) => channel.error(showInvisible(message)),
  };
}

function machineOf(extension: vscode.ExtensionContext): Machine {
  return {
    name: machineName(extension.extension.extensionKind, vscode.env.remoteName),
    platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    homeDirectory: homedir(),
    workspaceFolders: () =>
      (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file')
        .map(({ uri }) => uri.fsPath),
  };
}

/**
 * What the person calls the machine that this code runs on (V4). A remote window names its remote in both extension
 * hosts; only the kind of this one tells where we are.
 */
export function machineName(kind: vscode.ExtensionKind, remoteName: string | undefined): string {
  if (remoteName === undefined || kind === vscode.ExtensionKind.UI) return vscode.l10n.t('this computer');
  const host = showInvisible(hostname());
  if (remoteName === 'wsl') return vscode.l10n.t('this computer’s Linux (WSL)');
  if (remoteName.includes('container')) return vscode.l10n.t('the container {0}', host);
  if (remoteName === 'codespaces') return vscode.l10n.t('the codespace');
  return vscode.l10n.t('the remote machine {0}', host);
}

/**
 * The service name of the keys in the keychain. Tests and the demo name their own by an environment variable, so that
 * they never touch a person's keys (V6); an installed extension does not look at it (S38).
 */
export function keychainService(mode: vscode.ExtensionMode): string {
  const own = mode === vscode.ExtensionMode.Production ? undefined : process.env[keychainServiceVariable];
  return own === undefined || own === '' ? 'Countersign' : own;
}
