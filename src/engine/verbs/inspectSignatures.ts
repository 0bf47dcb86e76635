// Look into the signatures of an image or of one `.sig` tag without judging them: all of it is "claims" (S15).
import type { SignatureInspection, SignatureTagInspection, SubjectState } from '../api.ts';
import { repositoryNamedBy } from '../checks/dockerReference.ts';
import { describeUnjudged } from '../checks/judge.ts';
import { EngineError, isEngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import {
  canonicalName,
  formatRepository,
  parseReference,
  parseRepository,
  type Repository,
} from '../oci/reference.ts';
import { nameOfTag, readSignatures, readSignatureTag } from '../places/signatureTag.ts';
import type { VerifyRequest } from '../plan.ts';
import { getManifest } from '../registry/manifests.ts';
import { mayRead } from '../registry/mayRead.ts';
import { withBudget, type RegistrySession } from '../registry/session.ts';
import { parseAttachedTag } from '../signatures/tags.ts';
import { together } from '../together.ts';
import type { JudgedSignature, Place } from '../verdict.ts';
import type { EngineContext } from './context.ts';
import { resolvePreferences } from './preferences.ts';
import { lookAt } from './lookAt.ts';
import { verifyBudget } from './verify.ts';

/** Everything that hangs on an image, in all its places. Throws as verify does. */
export async function inspectSignatures(
  engine: EngineContext,
  request: Pick<VerifyRequest, 'reference' | 'settings'>,
  signal: AbortSignal,
): Promise<SignatureInspection> {
  const session = withBudget(engine.session, verifyBudget, 'this look');
  const preferences = resolvePreferences(request.settings, engine.world);
  const reference = parseReference(request.reference);
  const look = { session, platformSession: undefined, preferences, annotations: [] };
  const { subject, readings } = await lookAt(look, reference, signal);
  return {
    digest: subject.digest,
    places: readings.map((reading) => reading.answer),
    signatures: readings.flatMap((reading) => reading.found).map(describeUnjudged),
  };
}

/**
 * The signatures inside one `.sig` tag, and whether the image that the tag names is still in this repository.
 * Throws `bad-reference` for another kind of tag, `not-found`, and what reading throws.
 */
export async function inspectSignatureTag(
  engine: EngineContext,
  repositoryName: string,
  tag: string,
  signal: AbortSignal,
): Promise<SignatureTagInspection> {
  const repository = parseRepository(repositoryName);
  const attached = parseAttachedTag(tag);
  if (attached?.kind !== 'signature') {
    throw new EngineError('bad-reference', { text: tag, position: 0, reason: 'tag' });
  }
  const session = withBudget(engine.session, verifyBudget, 'this look');
  const [reading, subjectState] = await together(
    [
      (stop) => readSignatureTag(session, repository, tag, stop),
      (stop) => stateOfSubject(session, repository, attached.digest, stop),
    ],
    signal,
  );
  if (reading === undefined) throw notThere(repository, tag);
  const place: Place = {
    kind: 'sig-tag',
    role: 'own',
    repository: formatRepository(repository),
    target: tag,
    required: true,
  };
  const found = await readSignatures(
    session,
    { place, repository },
    reading.image.signatures,
    { predicted: [] },
    signal,
  );
  const signatures = found.map(describeUnjudged);
  const elsewhere = subjectState === 'orphan' && signatures.some((one) => namesAnother(one, repository));
  return {
    manifest: reading.digest,
    subject: attached.digest,
    subjectState: elsewhere ? 'elsewhere' : subjectState,
    signatures,
  };
}

/** A 404 makes an orphan only for a reader who may read there. */
async function stateOfSubject(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<Exclude<SubjectState, 'elsewhere'>> {
  try {
    await getManifest(session, repository, digest, signal);
    return 'there';
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    if (!isEngineError(error, 'not-found')) return 'cannot-tell';
    return (await mayRead(session, repository, signal)) ? 'orphan' : 'cannot-tell';
  }
}

function namesAnother({ claims }: JudgedSignature, repository: Repository): boolean {
  const named = claims === undefined ? undefined : repositoryNamedBy(claims);
  return named !== undefined && named !== canonicalName(repository);
}

function notThere(repository: Repository, tag: string): EngineError {
  return new EngineError('not-found', {
    registry: repository.registry,
    repository: repository.path,
    operation: `reading ${nameOfTag(repository, tag)}`,
    status: 404,
    code: '',
    message: '',
  });
}
