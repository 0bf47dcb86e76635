// Asks whether a push would be granted, as planning does once it has read something: with the sign-in that is known.
import type { Repository } from '../../src/engine/oci/reference.ts';
import { tokenGrants, type Granted } from '../../src/engine/registry/granted.ts';
import { wantsSignIn } from '../../src/engine/registry/known.ts';
import { factsOf, type RegistrySession } from '../../src/engine/registry/session.ts';

/** Learns first how the registry wants to be asked. */
export async function pushGranted(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<Granted> {
  await wantsSignIn(session, factsOf(session, repository.registry), signal);
  return tokenGrants(session, repository, 'pull,push', signal);
}
