// The half of a plan that copying and saving share: reference → subject → everything that hangs on it.
import { describeCredential } from '../credentials/credential.ts';
import type { CopyPlan, CopyRequest } from '../copyPlan.ts';
import { formatRepository, parseRepository, type Reference, type Repository } from '../oci/reference.ts';
import { signatureRepositoryFor } from '../places/signatureRepository.ts';
import type { RegistrySession } from '../registry/session.ts';
import { credentialOf } from '../registry/whoAmI.ts';
import type { EngineContext } from './context.ts';
import { gatherImage, type Gathered } from './gatherImage.ts';
import { resolvePreferences } from './preferences.ts';
import { resolveSubject, type ResolvedSubject } from './resolveSubject.ts';

/** What looking through one image may cost in all (S40): a thousand manifests, and what is asked about each. */
export const lookBudget = { requests: 20_000, bytes: 256 * 1024 * 1024, milliseconds: 15 * 60 * 1000 };

export interface GatheredSource extends Gathered {
  readonly subject: ResolvedSubject;
  /** Repositories that were asked for what hangs on the image, by name. */
  readonly lookedAt: readonly string[];
}

/** Throws what resolveSubject and gatherImage throw, and `bad-signature-repository`. */
export async function gatherSource(
  engine: EngineContext,
  session: RegistrySession,
  reference: Reference,
  settings: CopyRequest['settings'],
  signal: AbortSignal,
): Promise<GatheredSource> {
  const repositories = sourceRepositories(engine, settings, reference.repository);
  const subject = await resolveSubject(session, reference, signal);
  const gathered = await gatherImage(session, subject.digest, repositories, signal);
  return { ...gathered, subject, lookedAt: repositories.map(formatRepository) };
}

/** The source as the plan shows it, with what else was looked at. */
export async function describeSource(
  session: RegistrySession,
  reference: Reference,
  { lookedAt }: Pick<GatheredSource, 'lookedAt'>,
  signal: AbortSignal,
): Promise<CopyPlan['source']> {
  const reading = async (repository: Repository): Promise<CopyPlan['source']['further'][number]> => {
    const credential = await credentialOf(session, repository, signal);
    const { identity } = credential;
    return {
      repository: formatRepository(repository),
      credential: { description: describeCredential(credential), identity },
    };
  };
  const own = await reading(reference.repository);
  const others = lookedAt.filter((name) => name !== own.repository).map(parseRepository);
  return {
    ...own,
    tag: reference.digest === undefined ? reference.tag : undefined,
    impliedTag: reference.impliedTag,
    further: await Promise.all(others.map(reading)),
  };
}

/** Signatures may stand beside the image and in the signature repository; in the copy all stand beside it. */
function sourceRepositories(
  { world }: EngineContext,
  settings: CopyRequest['settings'],
  image: Repository,
): readonly [Repository, ...Repository[]] {
  const { signatureRepository } = resolvePreferences(settings, world);
  if (signatureRepository === undefined) return [image];
  const other = signatureRepositoryFor(image, signatureRepository.repository, signatureRepository.layout);
  return formatRepository(other) === formatRepository(image) ? [image] : [image, other];
}
