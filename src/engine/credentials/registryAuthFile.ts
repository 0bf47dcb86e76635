// REGISTRY_AUTH_FILE (containers-auth.json.5): a file in Podman's format that a variable names.
import type { Repository } from '../oci/reference.ts';
import type { World } from '../world.ts';
import { readAuthFile } from './authFile.ts';
import type { AuthFile } from './authFile.ts';
import type { Credential } from './credential.ts';
import { dockerHubKeys, fromAuthFile } from './fromAuthFile.ts';
import { pathFromVariable, variable } from './places.ts';

/** The credential that this file has for a repository. Throws what fromAuthFile and pathFromVariable throw. */
export async function fromRegistryAuthFile(
  world: World,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const file = await readRegistryAuthFile(world);
  return file && fromAuthFile(world, file, 'registry-auth-file', dockerHubKeys.podman, repository, signal);
}

/** The file that the variable names; undefined where unset or not there. */
export async function readRegistryAuthFile(world: World): Promise<AuthFile | undefined> {
  const name = 'REGISTRY_AUTH_FILE';
  const path = variable(world, name);
  return path === undefined ? undefined : readAuthFile(world, await pathFromVariable(world, name, path));
}
