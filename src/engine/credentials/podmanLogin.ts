// Podman's auth.json (containers-auth.json.5): XDG_RUNTIME_DIR on Linux, then XDG_CONFIG_HOME or ~/.config.
import type { Repository } from '../oci/reference.ts';
import type { World } from '../world.ts';
import { readAuthFile } from './authFile.ts';
import type { AuthFile } from './authFile.ts';
import type { Credential } from './credential.ts';
import { dockerHubKeys, fromAuthFile } from './fromAuthFile.ts';
import { pathFromVariable, pathsOf, variable } from './places.ts';

/** The credential that Podman's logins have for a repository. Throws what fromAuthFile and pathFromVariable throw. */
export async function fromPodmanLogin(
  world: World,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  for (const file of await readPodmanLogins(world)) {
    const found = await fromAuthFile(world, file, 'podman', dockerHubKeys.podman, repository, signal);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The files that are there, in the order in which Podman asks them. */
export async function readPodmanLogins(world: World): Promise<readonly AuthFile[]> {
  const { join } = pathsOf(world);
  const rest = ['containers', 'auth.json'];
  const paths: string[] = [];
  const named = async (name: string): Promise<string | undefined> => {
    const folder = variable(world, name);
    return folder === undefined ? undefined : pathFromVariable(world, name, join(folder, ...rest));
  };
  if (world.machine.platform === 'linux') {
    const runtime = await named('XDG_RUNTIME_DIR');
    if (runtime !== undefined) paths.push(runtime);
    const config = await named('XDG_CONFIG_HOME');
    if (config !== undefined) paths.push(config);
  }
  const usual = join(world.machine.homeDirectory, '.config', ...rest);
  if (world.machine.platform !== 'linux' || variable(world, 'XDG_CONFIG_HOME') === undefined)
    paths.push(usual);
  const files: AuthFile[] = [];
  for (const path of paths) {
    const file = await readAuthFile(world, path);
    if (file !== undefined) files.push(file);
  }
  return files;
}
