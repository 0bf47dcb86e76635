// Who would write, for a plan, and whether the registry lets them.
import { describeCredential } from '../credentials/credential.ts';
import type { Repository } from '../oci/reference.ts';
import type { PlanCredential } from '../plan.ts';
import { tokenGrants } from '../registry/granted.ts';
import type { RegistrySession } from '../registry/session.ts';
import { credentialOf } from '../registry/whoAmI.ts';

/** The credential and what its token grants. Throws what asking for a token and finding the credential throw. */
export async function planCredential(
  session: RegistrySession,
  repository: Repository,
  access: 'pull,push' | 'pull,push,delete',
  signal: AbortSignal,
): Promise<PlanCredential> {
  const push = await tokenGrants(session, repository, access, signal);
  const credential = await credentialOf(session, repository, signal);
  return { description: describeCredential(credential), identity: credential.identity, push };
}
