// What the person signed in to by hand (Sign In to Registry): first of all sources, because nothing says more clearly who
// they want to be. The secret is read when it is needed, and never in the background: a locked keychain asks (S25).
import { dockerHubShort, isDockerHub, isSameRegistry } from '../oci/dockerHub.ts';
import type { Repository } from '../oci/reference.ts';
import type { KeptLogin } from '../signIn.ts';
import type { World } from '../world.ts';
import { createCredential, type Credential } from './credential.ts';
import { asksNobody, notInBackground } from './withoutHelpers.ts';

/**
 * The login kept for a repository: that of the longest namespace that holds it, then its registry's. Undefined where none
 * is kept. Throws `keychain-failed`, `cancelled`, and `credential-helper-failed` in the background.
 */
export async function fromKeptLogin(
  world: World,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const login = meantFor(await world.logins.kept(), repository);
  if (login === undefined) return undefined;
  if (asksNobody(world)) throw notInBackground('keychain');
  const secret = await world.logins.read(login, signal);
  if (secret !== undefined) return createCredential(world, secret, source(login));
  world.log.warn(`the login kept for ${source(login).detail} is gone`);
  return undefined;
}

function meantFor(logins: readonly KeptLogin[], repository: Repository): KeptLogin | undefined {
  return logins
    .filter(
      ({ registry, path }) =>
        isSameRegistry(registry, repository.registry) &&
        (path === '' || `${repository.path}/`.startsWith(`${path}/`)),
    )
    .sort((one, other) => other.path.length - one.path.length)[0];
}

function source({ registry, path }: KeptLogin): { kind: 'kept-login'; detail: string } {
  const host = isDockerHub(registry) ? dockerHubShort : registry;
  return { kind: 'kept-login', detail: path === '' ? host : `${host}/${path}` };
}
