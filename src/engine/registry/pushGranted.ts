// Whether a push would be granted, known before a password is typed (U14).
import type { Repository } from '../oci/reference.ts';
import { tokenGrants } from './granted.ts';
import type { Granted } from './granted.ts';
import { wantsSignIn } from './known.ts';
import { factsOf } from './session.ts';
import type { RegistrySession } from './session.ts';

/**
 * Whether the token server grants pull and push. Nothing is written. `unknown` where the registry uses no tokens, or
 * tokens that only it can read. Throws what call() throws, but for a token server's refusal.
 */
export async function pushGranted(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<Granted> {
  await wantsSignIn(session, factsOf(session, repository.registry), signal);
  return tokenGrants(session, repository, 'pull,push', signal);
}
