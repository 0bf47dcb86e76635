// Whether a 404 of a repository is to be believed (S17): private registries answer so to whoever may not look.
import type { Repository } from '../oci/reference.ts';
import { call } from './call.ts';
import { tokenGrants } from './granted.ts';
import { wantsSignIn } from './known.ts';
import { factsOf, withoutBudget } from './session.ts';
import type { RegistryFacts, RegistrySession } from './session.ts';
import { credentialOf } from './whoAmI.ts';

const keptMilliseconds = 60_000;

/**
 * True where a 404 from this repository means that it is not there: pull is granted by a token, its tags can be
 * listed, or the registry wants a sign-in from nobody. Asked once by all who ask at the same time; a yes is kept for a
 * minute, since a right may be taken away. `now`: an older yes does not count.
 * Throws what call() throws.
 */
export async function mayRead(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
  since: 'lately' | 'now' = 'lately',
): Promise<boolean> {
  const facts = factsOf(session, repository.registry);
  const { identity } = await credentialOf(session, repository, signal);
  const key = JSON.stringify([repository.path, identity]);
  const { clock } = session.world;
  if (since === 'lately' && (facts.readable.get(key) ?? 0) > clock.now()) return true;
  const shareKey = JSON.stringify([key, session.quiet]);
  return facts.readableLookups.run(shareKey, signal, async (shared) => {
    const readable = await look(withoutBudget(session), facts, repository, shared);
    if (readable) facts.readable.set(key, clock.now() + keptMilliseconds);
    return readable;
  });
}

async function look(
  session: RegistrySession,
  facts: RegistryFacts,
  repository: Repository,
  signal: AbortSignal,
): Promise<boolean> {
  if (!(await wantsSignIn(session, facts, signal))) return facts.open === true;
  if ((await tokenGrants(session, repository, 'pull', signal)) === 'granted') return true;
  const reply = await call(
    session,
    {
      repository,
      operation: 'listing tags',
      method: 'GET',
      path: 'tags/list',
      query: 'n=1',
      access: 'pull',
      bodyLimit: 16 * 1024 * 1024,
      retry: 'safe',
      redirects: 'same-host',
    },
    signal,
  );
  return reply.status === 200;
}
