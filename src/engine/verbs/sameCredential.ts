// Run as whoever the plan showed: an account that was switched since would write in somebody else's name (S26).
import type { CopyPlan } from '../copyPlan.ts';
import { describeCredential, type Credential } from '../credentials/credential.ts';
import { EngineError } from '../errors.ts';
import { parseRepository, type Repository } from '../oci/reference.ts';
import type { PlanCredential } from '../plan.ts';
import { confirmedCredential, credentialOf, keepCredential, withCredential } from '../registry/whoAmI.ts';
import type { EngineContext } from './context.ts';

/**
 * The engine for one run, in which the planned credential signs in at this repository: until it ends, and in the looks
 * behind it, neither a refusal nor Refresh nor a new login puts another in its place. Throws `plan-changed`, and what
 * finding the credential throws.
 */
export async function holdCredential(
  engine: EngineContext,
  planned: Omit<PlanCredential, 'push'>,
  repository: Repository,
  signal: AbortSignal,
): Promise<EngineContext> {
  const { session } = engine;
  const credential =
    confirmedCredential(session, repository, planned.identity) ??
    (await credentialOf(session, repository, signal));
  if (credential.identity !== planned.identity) {
    const found = describeCredential(credential);
    throw new EngineError('plan-changed', { what: 'credential', planned: planned.description, found });
  }
  return holding(engine, repository, credential);
}

/** The same with every credential that reads the source of a plan. Throws as holdCredential does. */
export async function holdSource(
  engine: EngineContext,
  source: CopyPlan['source'],
  signal: AbortSignal,
): Promise<EngineContext> {
  let held = engine;
  for (const { repository, credential } of [source, ...source.further]) {
    held = await holdCredential(held, credential, parseRepository(repository), signal);
  }
  return held;
}

/** The same with whoever is found now: the comparison that follows is of who then runs. Throws what finding it throws. */
export async function holdWhoIsFound(
  engine: EngineContext,
  repository: Repository,
  signal: AbortSignal,
): Promise<EngineContext> {
  return holding(engine, repository, await credentialOf(engine.session, repository, signal));
}

/** Behind a run its source can still be shown for a minute, without anybody being asked (S25). */
export function keepSource({ session }: EngineContext, source: CopyPlan['source']): void {
  for (const { repository } of [source, ...source.further]) {
    keepCredential(session, parseRepository(repository));
  }
}

function holding(engine: EngineContext, repository: Repository, credential: Credential): EngineContext {
  return { ...engine, session: withCredential(engine.session, repository, credential) };
}
