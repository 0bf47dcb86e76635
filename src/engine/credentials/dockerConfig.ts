// Docker's config.json in DOCKER_CONFIG or ~/.docker, and its forerunner ~/.dockercfg (docker/cli: config).
import type { Repository } from '../oci/reference.ts';
import type { World } from '../world.ts';
import { readAuthFile } from './authFile.ts';
import type { AuthFile } from './authFile.ts';
import type { Credential } from './credential.ts';
import { dockerHubKeys, fromAuthFile } from './fromAuthFile.ts';
import { pathFromVariable, pathsOf, variable } from './places.ts';

/** The credential that Docker's configuration has for a repository. Throws what fromAuthFile and pathFromVariable throw. */
export async function fromDockerConfig(
  world: World,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const file = await readDockerConfig(world);
  return file && fromAuthFile(world, file, 'docker-config', dockerHubKeys.docker, repository, signal);
}

/** The file that Docker would read; undefined where there is none. */
export async function readDockerConfig(world: World): Promise<AuthFile | undefined> {
  const { join } = pathsOf(world);
  const home = world.machine.homeDirectory;
  const usual = join(home, '.docker', 'config.json');
  const folder = variable(world, 'DOCKER_CONFIG');
  if (folder !== undefined) {
    const path = join(folder, 'config.json');
    // A variable that says what is so without it leads nowhere new, also where the home is the workspace.
    return readAuthFile(world, path === usual ? path : await pathFromVariable(world, 'DOCKER_CONFIG', path));
  }
  return (await readAuthFile(world, usual)) ?? (await readAuthFile(world, join(home, '.dockercfg'), true));
}
