// Who am I there: a chain of sources, anonymous last.
import type { Repository } from '../oci/reference.ts';
import type { World } from '../world.ts';
import { anonymous } from './credential.ts';
import type { Credential } from './credential.ts';

/** The credential for a repository (empty path: for the registry itself). */
export async function findCredential(
  _world: World,
  _repository: Repository,
  _signal: AbortSignal,
): Promise<Credential> {
  return Promise.resolve(anonymous);
}
