// Verify: reference → subject → all required places at once → each signature through the checks → verdict.
// Throws for a bad reference, an absent subject, an unreachable registry and cancel; after that there is always a verdict.
import { decideVerdict } from '../checks/decideVerdict.ts';
import type { JudgeContext } from '../checks/found.ts';
import { judgeSignature } from '../checks/judge.ts';
import { throwIfCancelled } from '../errors.ts';
import { formatRepository, parseReference } from '../oci/reference.ts';
import type { VerifyRequest } from '../plan.ts';
import { withBudget } from '../registry/session.ts';
import { together } from '../together.ts';
import { chooseJudges } from '../trustedSigners/judges.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import type { JudgedSignature, SignatureRepositoryUse, VerifyReport } from '../verdict.ts';
import type { EngineContext } from './context.ts';
import { lookAt } from './lookAt.ts';
import { resolvePreferences, type Preferences } from './preferences.ts';

/** What one verification may cost, whatever the limits of its single parts (S40). */
export const verifyBudget = { requests: 2500, bytes: 64 * 1024 * 1024, milliseconds: 120_000 };

/** The verdict on what the reference names, with everything it rests on. */
export async function verify(
  engine: EngineContext,
  request: VerifyRequest,
  signal: AbortSignal,
): Promise<VerifyReport> {
  const reference = parseReference(request.reference);
  const preferences = resolvePreferences(request.settings, engine.world);
  const session = withBudget(engine.session, verifyBudget, 'this verification');
  const { levels, ownKeys, readKeyFile } = request.trust;

  const [judges, { subject, readings }] = await together(
    [
      (stop) => chooseJudges(levels, ownKeys, reference.repository, readKeyFile, stop),
      (stop) => lookAt(session, reference, preferences, request.annotations, stop),
    ],
    signal,
  );
  const judged = await judgeAll(
    engine,
    readings.flatMap((reading) => reading.found),
    {
      judges,
      repository: subject.repository,
      subject: subject.digest,
      wantedAnnotations: request.annotations,
    },
    signal,
  );
  const places = readings.map((reading) => reading.answer);
  const decision = decideVerdict({ judges, places, judged });

  return {
    reference: reference.typed,
    repository: formatRepository(subject.repository),
    digest: subject.digest,
    mediaType: subject.manifest.mediaType,
    size: subject.size,
    tag: reference.digest === undefined ? reference.tag : undefined,
    impliedTag: reference.impliedTag,
    checkedAt: engine.world.clock.now(),
    ...decision,
    places,
    signatures: judged,
    wantedAnnotations: request.annotations,
    reader: subject.reader,
    signatureRepository: usedRepository(preferences),
  };
}

/** A thousand signatures against a hundred keys take seconds: the event loop and the person's cancel get their turn. */
async function judgeAll(
  { world }: EngineContext,
  found: readonly FoundSignature[],
  context: JudgeContext,
  signal: AbortSignal,
): Promise<readonly JudgedSignature[]> {
  const judged: JudgedSignature[] = [];
  for (const signature of found) {
    throwIfCancelled(signal, 'verifying');
    judged.push(judgeSignature(signature, context));
    // It rejects only for a cancel, which the next turn names.
    if (judged.length % 25 === 0) await world.clock.sleep(0, signal).catch(() => undefined);
  }
  return judged;
}

function usedRepository({ signatureRepository }: Preferences): SignatureRepositoryUse | undefined {
  if (signatureRepository === undefined) return undefined;
  const { value, layout, origin } = signatureRepository;
  return { value, layout, origin };
}
