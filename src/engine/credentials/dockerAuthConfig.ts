// DOCKER_AUTH_CONFIG (docker/cli 28): the text of a credential file in a variable. Only its `auths` count: a variable
// can come from a repository and must not name programs.
import type { Repository } from '../oci/reference.ts';
import type { World } from '../world.ts';
import { parseAuthFile } from './authFile.ts';
import type { Credential } from './credential.ts';
import { dockerHubKeys, fromAuthFile } from './fromAuthFile.ts';
import { variable } from './places.ts';

/** The credential that the variable holds for a repository. Throws `bad-credential-file`. */
export async function fromDockerAuthConfig(
  world: World,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const name = 'DOCKER_AUTH_CONFIG';
  const text = variable(world, name);
  if (text === undefined) return undefined;
  const { auths } = parseAuthFile(text, name);
  const file = { name, auths, credHelpers: new Map<string, string>(), credsStore: undefined };
  return fromAuthFile(world, file, 'docker-auth-config', dockerHubKeys.docker, repository, signal);
}
