// Plan a copy: reference → subject → everything that hangs on it → what the target has already. Reads only; the person
// confirms the plan as it stands (decision 10).
import type { CopyPlan, CopyRequest } from '../copyPlan.ts';
import { assertSameDigest, parseReference, type Reference } from '../oci/reference.ts';
import { withBudget } from '../registry/session.ts';
import type { EngineContext } from './context.ts';
import { describeSource, gatherSource, lookBudget } from './gatherSource.ts';
import { planTarget } from './planTarget.ts';

/**
 * The plan for copying what the reference names. Throws as planSign does, and `bad-reference` where the target names
 * another digest. A place at the source that cannot be read is a failure and not a line of the plan: a copy can be made
 * again when the place answers, and one without what stands there would pass for an image that was never signed.
 */
export async function planCopy(
  engine: EngineContext,
  request: CopyRequest,
  signal: AbortSignal,
): Promise<CopyPlan> {
  const session = withBudget(engine.session, lookBudget, 'this copy');
  const [reference, target] = [parseReference(request.reference), parseReference(request.target)];
  const gathered = await gatherSource(engine, session, reference, request.settings, signal);
  const { subject, manifests, missing, lookedAt } = gathered;
  assertSameDigest(target, subject.digest);
  const tag = targetTag(reference, target);
  return {
    request,
    source: await describeSource(session, reference, gathered, signal),
    digest: subject.digest,
    mediaType: subject.manifest.mediaType,
    ...(await planTarget(engine, session, target, tag, manifests, signal)),
    lookedAt,
    missing,
    machine: engine.world.machine.name,
    plannedAt: engine.world.clock.now(),
  };
}

function targetTag(reference: Reference, target: Reference): string | undefined {
  if (target.digest !== undefined) return undefined;
  if (!target.impliedTag) return target.tag;
  return reference.digest === undefined ? reference.tag : undefined;
}
