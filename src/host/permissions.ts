// What the person allowed by name, kept on this person's side only: never synchronised, never from a workspace (S10, S29).
import type * as vscode from 'vscode';
import type { Permissions } from '../engine/world.ts';
import { insecureRegistries } from './config.ts';
import { certificateFiles } from './networkSettings.ts';
import { trustedCertificateOf } from './trustedCertificates.ts';

/** The engine's view of it. `state` is the extension's global state. */
export function permissionsOf(state: vscode.Memento): Permissions {
  return {
    plainHttp: (registry) => insecureRegistries().includes(registry.toLowerCase()),
    tokenRealm: (registry, realmHost) => state.get(realmKey(registry, realmHost)) === true,
    pinnedCertificate: (host) => trustedCertificateOf(state, host)?.fingerprint,
    certificateFiles,
  };
}

/** Remembers that this registry's credential may go to that token host. Both are host[:port]. */
export async function allowTokenRealm(
  state: vscode.Memento,
  registry: string,
  realmHost: string,
): Promise<void> {
  await state.update(realmKey(registry, realmHost), true);
}

// One entry for each pair, so that two windows do not overwrite each other's.
function realmKey(registry: string, realmHost: string): string {
  return `countersign.tokenHost ${registry.toLowerCase()} ${realmHost.toLowerCase()}`;
}
