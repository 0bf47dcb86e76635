// Verify: reference → subject → all required places at once → each signature through the checks → verdict.
// Throws for a bad reference, an absent subject, an unreachable registry and cancel; after that there is always a verdict.
import { coverageOf } from '../checks/coverage.ts';
import type { JudgeContext } from '../checks/found.ts';
import { layoutSession } from '../layout/layoutSession.ts';
import { readLayout, type Layout } from '../layout/readLayout.ts';
import { checkSavedParts } from '../layout/savedParts.ts';
import { platformImagesOf } from '../oci/platforms.ts';
import { formatRepository, parseReference, type Reference } from '../oci/reference.ts';
import type { VerifyRequest } from '../plan.ts';
import { withBudget, type RegistrySession } from '../registry/session.ts';
import type { SaveProgress } from '../savePlan.ts';
import { together } from '../together.ts';
import { chooseJudges } from '../trustedSigners/judges.ts';
import type {
  PlatformCoverage,
  PlatformsReport,
  SignatureRepositoryUse,
  Verdict,
  VerifyReport,
} from '../verdict.ts';
import type { EngineContext } from './context.ts';
import { createCheckingTime, type CheckingTime } from '../checks/checkingTime.ts';
import { judgeAll } from './judgeAll.ts';
import { lookAt, type Sight } from './lookAt.ts';
import { resolvePreferences, type Preferences } from './preferences.ts';

/** What one verification may cost, whatever the limits of its single parts (S40). */
export const verifyBudget = { requests: 2500, bytes: 64 * 1024 * 1024, milliseconds: 120_000 };

/** What looking at the platform images of an index may cost on top: beyond it they "could not be checked". */
const platformBudget = { requests: 1000, bytes: 32 * 1024 * 1024, milliseconds: 60_000 };

/** The verdict on what the reference names, with everything it rests on. `watch` sees how much of a folder is hashed. */
export async function verify(
  engine: EngineContext,
  request: VerifyRequest,
  signal: AbortSignal,
  watch: (progress: SaveProgress) => void = () => undefined,
): Promise<VerifyReport> {
  const reference = parseReference(request.reference);
  const preferences = resolvePreferences(request.settings, engine.world);
  const { levels, ownKeys, readKeyFile } = request.trust;
  const { savedIn } = request;
  const saved = savedIn === undefined ? undefined : await readLayout(engine.world, savedIn);
  const { session, leftOut } = await sessionFor(engine, saved, reference, signal);
  const look = {
    session: withBudget(session, verifyBudget, 'this verification'),
    platformSession: withBudget(session, platformBudget, 'this verification'),
    preferences,
    annotations: request.annotations,
    savedIn,
  };

  const [judges, sight] = await together(
    [
      (stop) => chooseJudges(levels, ownKeys, reference.repository, readKeyFile, stop),
      (stop) => lookAt(look, reference, stop),
    ],
    signal,
  );
  const { subject, readings } = sight;
  const time = createCheckingTime(engine.world, 'verifying');
  const context: JudgeContext = {
    judges,
    repository: subject.repository,
    subject: subject.digest,
    wantedAnnotations: request.annotations,
  };
  const { places, judged, decision } = await judgeAll(time, readings, context, signal);
  const platforms = await judgePlatforms(time, sight, context, decision.verdict, signal);
  const savedParts =
    saved === undefined
      ? undefined
      : await checkSavedParts(saved, engine.world.clock, subject.manifest, watch, signal);

  return {
    reference: reference.typed,
    repository: formatRepository(subject.repository),
    digest: subject.digest,
    mediaType: subject.manifest.mediaType,
    size: subject.size,
    tag: reference.digest === undefined ? reference.tag : undefined,
    impliedTag: reference.impliedTag,
    ...(savedIn === undefined ? {} : { savedIn }),
    ...(savedParts === undefined ? {} : { savedParts, savedLeftOut: leftOut }),
    checkedAt: engine.world.clock.now(),
    ...decision,
    places,
    signatures: judged,
    ...(platforms === undefined ? {} : { platforms }),
    wantedAnnotations: request.annotations,
    reader: subject.reader,
    signatureRepository: savedIn === undefined ? usedRepository(preferences) : undefined,
  };
}

/** The registries, or the folder that holds the image: then nothing leaves the machine. */
async function sessionFor(
  { world, session }: EngineContext,
  saved: Layout | undefined,
  { repository }: Reference,
  signal: AbortSignal,
): Promise<{ readonly session: RegistrySession; readonly leftOut: number }> {
  if (saved === undefined) return { session, leftOut: 0 };
  const folder = await layoutSession(world, saved, repository, signal);
  return { session: folder, leftOut: folder.content.leftOut };
}

/**
 * What covers each platform image of an index (S19). The index's own verdict stands before and is not touched by it: an
 * unsigned index of signed images is unsigned, and the images of a signed index have no signature of their own by that.
 */
async function judgePlatforms(
  time: CheckingTime,
  { subject, platforms }: Sight,
  context: JudgeContext,
  index: Verdict,
  signal: AbortSignal,
): Promise<PlatformsReport | undefined> {
  if (subject.manifest.kind !== 'index') return undefined;
  const images: PlatformCoverage[] = [];
  for (const { image, readings } of platforms) {
    const { digest, platform } = image;
    const { decision } = await judgeAll(time, readings, { ...context, subject: digest }, signal);
    const own = decision.verdict;
    images.push({ digest, platform, own, coverage: coverageOf(own, index) });
  }
  return { images, more: platformImagesOf(subject.manifest).length - images.length };
}

function usedRepository({ signatureRepository }: Preferences): SignatureRepositoryUse | undefined {
  if (signatureRepository === undefined) return undefined;
  const { value, layout, origin } = signatureRepository;
  return { value, layout, origin };
}
