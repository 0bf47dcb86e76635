// Run a confirmed loading, as a copy whose blobs come from the folder: each hashed on its way, the target's tag last.
import type { CopyBlob, CopyResult, CopyWatch, PlannedManifest } from '../copyPlan.ts';
import { badLayout, readLayout, streamSaved, type Layout } from '../layout/readLayout.ts';
import { parseRepository, type Repository } from '../oci/reference.ts';
import type { BlobSource } from '../registry/putBlob.ts';
import { keepCredential } from '../registry/whoAmI.ts';
import type { LoadPlan } from '../savePlan.ts';
import type { EngineContext } from './context.ts';
import { runCopyFrom } from './runCopy.ts';
import { holdCredential } from './sameCredential.ts';

/** Does what the plan says. Throws as runCopy does, and `bad-layout`, `file-not-readable` for what the folder holds. */
export async function runLoad(
  engine: EngineContext,
  plan: LoadPlan,
  watch: CopyWatch,
  signal: AbortSignal,
): Promise<CopyResult> {
  const target = parseRepository(plan.target.repository);
  const held = await holdCredential(engine, plan.target.credential, target, signal);
  const layout = await readLayout(engine.world, plan.request.folder);
  const from = (_manifest: PlannedManifest, blob: CopyBlob): BlobSource => savedBlob(layout, target, blob);
  try {
    return await runCopyFrom(held, plan, from, watch, signal);
  } finally {
    keepCredential(engine.session, target);
  }
}

function savedBlob(layout: Layout, repository: Repository, { digest, size }: CopyBlob): BlobSource {
  const open: BlobSource['open'] = async () => {
    const actual = await layout.files.size(digest);
    if (actual !== undefined && actual !== size) throw badLayout(layout.folder, 'blob-of-other-size', digest);
    const chunks = streamSaved(layout, digest);
    const close = async (): Promise<void> => {
      await chunks.return();
    };
    return { chunks, close, encoded: false, isPage: false };
  };
  return { repository, open, mountable: false };
}
