// Run as whoever the plan showed: an account that was switched since would write in somebody else's name (S26).
import type { CopyPlan } from '../copyPlan.ts';
import { describeCredential } from '../credentials/credential.ts';
import { EngineError } from '../errors.ts';
import { parseRepository, type Repository } from '../oci/reference.ts';
import type { PlanCredential } from '../plan.ts';
import { credentialOf, keepCredential } from '../registry/whoAmI.ts';
import type { EngineContext } from './context.ts';

/** Uploads to a slow registry take their time; a new login in the midst of them counts for the next run. */
const longestRun = 60 * 60 * 1000;

/** Holds the planned credential for the run. Throws `plan-changed`, and what finding the credential throws. */
export async function holdCredential(
  { session }: EngineContext,
  planned: Omit<PlanCredential, 'push'>,
  repository: Repository,
  signal: AbortSignal,
): Promise<void> {
  const credential = await credentialOf(session, repository, signal);
  if (credential.identity !== planned.identity) {
    const found = describeCredential(credential);
    throw new EngineError('plan-changed', { what: 'credential', planned: planned.description, found });
  }
  keepCredential(session, repository, longestRun);
}

/**
 * Holds every credential that reads the source of a plan; release them with `releaseSource`, also after a failure. Throws
 * as holdCredential does.
 */
export async function holdSource(
  engine: EngineContext,
  source: CopyPlan['source'],
  signal: AbortSignal,
): Promise<void> {
  for (const { repository, credential } of [source, ...source.further]) {
    await holdCredential(engine, credential, parseRepository(repository), signal);
  }
}

/** They count for a minute more: what goes on behind the result can look up nothing. */
export function releaseSource({ session }: EngineContext, source: CopyPlan['source']): void {
  for (const { repository } of [source, ...source.further]) {
    keepCredential(session, parseRepository(repository));
  }
}

/** Holds whoever is found now: the comparison that follows is of who then runs. Throws what finding it throws. */
export async function holdWhoIsFound(
  { session }: EngineContext,
  repository: Repository,
  signal: AbortSignal,
): Promise<void> {
  await credentialOf(session, repository, signal);
  keepCredential(session, repository, longestRun);
}
