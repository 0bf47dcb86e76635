// Who am I there: a chain of sources, the first that knows wins, anonymous last (go-containerregistry: MultiKeychain):
// what the person gave by hand, then the order of docker/cli 28 and Podman's; behind them, as nobody wrote anything down
// there, the accounts of VS Code and the tools of clouds.
import { isEngineError, throwIfCancelled } from '../errors.ts';
import type { Repository } from '../oci/reference.ts';
import type { World } from '../world.ts';
import { anonymous } from './credential.ts';
import type { Credential } from './credential.ts';
import { registriesIn } from './authFile.ts';
import { fromDockerAuthConfig } from './dockerAuthConfig.ts';
import { fromDockerConfig, readDockerConfig } from './dockerConfig.ts';
import { fromAccount } from './fromAccount.ts';
import { fromAwsKeys } from './fromAwsKeys.ts';
import { fromCloudTool } from './fromCloudTool.ts';
import { fromKeptLogin } from './fromKeptLogin.ts';
import { fromPodmanLogin, readPodmanLogins } from './podmanLogin.ts';
import { fromRegistryAuthFile, readRegistryAuthFile } from './registryAuthFile.ts';

const sources = [
  fromKeptLogin,
  fromDockerAuthConfig,
  fromDockerConfig,
  fromRegistryAuthFile,
  fromPodmanLogin,
  fromAccount,
  fromAwsKeys,
  fromCloudTool,
] as const;

/**
 * The credential for a repository; with an empty path the one for the registry itself. It may start a credential
 * helper, so it is never called in the background (S25). Throws `bad-credential-file`, `credential-path-in-workspace`,
 * `credential-helper-failed`, `keychain-failed`, `file-not-readable`, `cancelled`.
 */
export async function findCredential(
  world: World,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential> {
  for (const source of sources) {
    throwIfCancelled(signal, 'looking for a credential');
    const found = await source(world, repository, signal);
    if (found !== undefined) return found;
  }
  return anonymous;
}

/**
 * The registries (host[:port]) that Docker's and Podman's files know, each once, in alphabetical order (U9). No helper
 * is started. A file that cannot be read is left out; it is told of when a registry is asked. Throws `cancelled`.
 */
export async function dockerConfigHosts(world: World, signal: AbortSignal): Promise<readonly string[]> {
  const hosts = new Set<string>();
  const readers = [
    async () => [await readDockerConfig(world)],
    async () => [await readRegistryAuthFile(world)],
    () => readPodmanLogins(world),
  ];
  for (const read of readers) {
    throwIfCancelled(signal, 'looking for registries');
    try {
      for (const file of await read())
        for (const host of file === undefined ? [] : registriesIn(file)) hosts.add(host);
    } catch (error) {
      world.log.warn(`a credential file was left out: ${isEngineError(error) ? error.code : 'internal'}`);
    }
  }
  return [...hosts].sort();
}
