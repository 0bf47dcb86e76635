// Plan a saving: reference → subject → everything that hangs on it. Reads only; the folder is made when it is run.
import type { CopyBlob, CopyManifest } from '../copyPlan.ts';
import { parseReference } from '../oci/reference.ts';
import { withBudget } from '../registry/session.ts';
import type { SavePlan, SaveRequest } from '../savePlan.ts';
import type { EngineContext } from './context.ts';
import { describeSource, gatherSource, lookBudget } from './gatherSource.ts';
import { mergedLists } from './mergedLists.ts';

/**
 * The plan for saving what the reference names. Throws `folder-not-writable` before anything is asked where the folder
 * could not be made, and as planCopy does.
 */
export async function planSave(
  engine: EngineContext,
  request: SaveRequest,
  signal: AbortSignal,
): Promise<SavePlan> {
  const session = withBudget(engine.session, lookBudget, 'this saving');
  const reference = parseReference(request.reference);
  await engine.world.folders.assertFree(request.folder);
  const gathered = await gatherSource(engine, session, reference, request.settings, signal);
  const { subject, missing, lookedAt } = gathered;
  const { manifests, made } = mergedLists(gathered.manifests);
  const blobs = blobsOf(manifests);
  return {
    request,
    source: await describeSource(session, reference, gathered, signal),
    digest: subject.digest,
    mediaType: subject.manifest.mediaType,
    manifests,
    made,
    lookedAt,
    missing,
    blobs: blobs.length,
    bytes: blobs.reduce((sum, { blob }) => sum + blob.size, 0),
    machine: engine.world.machine.name,
    plannedAt: engine.world.clock.now(),
  };
}

/** Each blob once, with where it is. */
export function blobsOf(
  manifests: readonly CopyManifest[],
): readonly { readonly blob: CopyBlob; readonly repository: string }[] {
  const once = new Map(
    manifests.flatMap(({ blobs, repository }) =>
      blobs.map((blob) => [blob.digest, { blob, repository: blob.repository ?? repository }] as const),
    ),
  );
  return [...once.values()];
}
