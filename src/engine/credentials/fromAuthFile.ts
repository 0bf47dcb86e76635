// One credential file as a source: the host's own helper, then the file's store, then what stands in it.
import { dockerHubShort, isDockerHub } from '../oci/dockerHub.ts';
import type { Repository } from '../oci/reference.ts';
import type { CredentialKind } from '../problems.ts';
import type { World } from '../world.ts';
import { askHelper, helperAbsent } from './askHelper.ts';
import { lookUp } from './authFile.ts';
import type { AuthFile } from './authFile.ts';
import { createCredential } from './credential.ts';
import type { Credential } from './credential.ts';
import { secretOf } from './entrySecret.ts';

/** Docker writes Docker Hub under this key and asks helpers for it; Podman says `docker.io`. */
export const dockerHubKeys = { docker: 'https://index.docker.io/v1/', podman: dockerHubShort } as const;

/**
 * The credential that this file has for a repository, or undefined: then the next source is asked.
 * Throws `bad-credential-file`, `credential-helper-failed`, `cancelled`.
 */
export async function fromAuthFile(
  world: World,
  file: AuthFile,
  kind: CredentialKind,
  hubKey: string,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const server = isDockerHub(repository.registry) ? hubKey : repository.registry;
  const entry = lookUp(file.auths, repository);
  const own = lookUp(file.credHelpers, { registry: repository.registry, path: '' });
  const helper = own ?? file.credsStore;
  if (helper !== undefined) {
    const answer = await askHelper(world, helper, server, signal);
    if (answer.kind === 'secret') {
      const source = { kind: 'docker-helper', detail: `docker-credential-${helper}` } as const;
      return createCredential(world, answer.secret, source);
    }
    // A store that is named for everything and not installed (a config copied into a container) matters only where a
    // sign-in is marked, or nothing public could be read.
    const expected = own !== undefined || entry !== undefined;
    if (answer.kind === 'absent' && expected) throw helperAbsent(helper);
    if (answer.kind === 'absent') world.log.warn(`docker-credential-${helper} is not on this machine`);
  }
  const secret = entry && secretOf(entry, file.name);
  return secret && createCredential(world, secret, { kind, detail: file.name });
}
