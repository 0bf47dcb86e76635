// Whom to trust, put together for the engine: the rules of every level, the person's own keys, and who reads key files.
import type * as vscode from 'vscode';
import type { TrustRequest } from '../../engine/plan.ts';
import { trustLevels } from '../config.ts';
import type { Host } from '../host.ts';
import { announcingChanges } from './keyFileChanges.ts';
import { ruleKeyFileReader } from './ruleKeyFiles.ts';

/** For an image that a person verifies from this folder; tells of changed key files. Asks no keychain. */
export async function trustRequest(
  host: Pick<Host, 'engine' | 'extension' | 'keys'>,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<TrustRequest> {
  const own = await host.keys.list();
  return {
    levels: trustLevels(folder),
    ownKeys: own.map(({ fingerprint, label, publicKeyPem }) => ({ fingerprint, label, publicKeyPem })),
    readKeyFile: announcingChanges(host, ruleKeyFileReader(folder)),
  };
}
