// What the tests of this room share: logins as files have them.
import { findCredential } from '../../../src/engine/credentials/findCredential.ts';
import { describeCredential } from '../../../src/engine/credentials/credential.ts';
import type { Credential } from '../../../src/engine/credentials/credential.ts';
import type { Repository } from '../../../src/engine/oci/reference.ts';
import { createTestWorld } from '../../support/world.ts';
import type { WorldOptions } from '../../support/world.ts';
import type { CredentialDescription } from '../../../src/engine/problems.ts';

export const never = new AbortController().signal;
export const dockerPath = '/home/ann/.docker/config.json';
export const podmanPath = '/run/user/1000/containers/auth.json';
export const runtime = { XDG_RUNTIME_DIR: '/run/user/1000' };

/** An entry with base64 of user:password. */
export function login(user: string, password = 'canary'): { auth: string } {
  return { auth: Buffer.from(`${user}:${password}`).toString('base64') };
}

/** The text of a credential file. */
export function authFile(auths: Readonly<Record<string, object>>, more: object = {}): string {
  return JSON.stringify({ auths, ...more });
}

export function repositoryOf(text: string): Repository {
  const slash = text.indexOf('/');
  return { registry: text.slice(0, slash), path: text.slice(slash + 1) };
}

/** What is found for `registry/path` in a world of these files. */
export function find(text: string, options: WorldOptions): Promise<Credential> {
  return findCredential(createTestWorld(options), repositoryOf(text), never);
}

/** Whose login is found, and where. */
export async function findLogin(text: string, options: WorldOptions): Promise<CredentialDescription> {
  return describeCredential(await find(text, options));
}

/** The user of the login that is found; `-` for nobody. */
export async function findUser(text: string, options: WorldOptions): Promise<string> {
  const found = await find(text, options);
  return found.kind === 'basic' ? found.username : '-';
}
