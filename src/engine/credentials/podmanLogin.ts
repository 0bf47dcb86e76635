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
  const { join, isAbsolute } = pathsOf(world);
  const rest = ['containers', 'auth.json'];
  const usual = join(world.machine.homeDirectory, '.config', ...rest);
  const named = async (name: string): Promise<string | undefined> => {
    const folder = world.machine.platform === 'linux' ? variable(world, name) : undefined;
    // A relative one is to be ignored (XDG base directory specification); one that says what is so anyway is taken.
    if (folder === undefined || !isAbsolute(folder)) return undefined;
    const path = join(folder, ...rest);
    return path === usual ? path : pathFromVariable(world, name, path);
  };
  const runtime = await named('XDG_RUNTIME_DIR');
  const paths = [...(runtime === undefined ? [] : [runtime]), (await named('XDG_CONFIG_HOME')) ?? usual];
  const files: AuthFile[] = [];
  for (const path of paths) {
    const file = await readAuthFile(world, path);
    if (file !== undefined) files.push(file);
  }
  return files;
}
