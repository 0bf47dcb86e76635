// Run a confirmed saving: blobs, manifests, and index.json last, all in a folder that gets its name when it is whole.
import { throwIfCancelled } from '../errors.ts';
import { fallbackLists, layoutIndex, layoutVersion } from '../layout/writeLayout.ts';
import { parseRepository } from '../oci/reference.ts';
import { takeBlob } from '../registry/transfer.ts';
import type { SavePlan, SaveProgress, SaveResult } from '../savePlan.ts';
import { together } from '../together.ts';
import type { NewFolder } from '../world.ts';
import type { EngineContext } from './context.ts';
import { blobsOf } from './planSave.ts';
import { holdSource, keepSource } from './sameCredential.ts';

/**
 * Does what the plan says. Throws `plan-changed` when a credential is no longer as planned, `folder-not-writable` also where
 * something stands under the folder's name, `digest-mismatch`, and what reading throws: then nothing is there.
 */
export async function runSave(
  engine: EngineContext,
  plan: SavePlan,
  watch: (progress: SaveProgress) => void,
  signal: AbortSignal,
): Promise<SaveResult> {
  try {
    const held = await holdSource(engine, plan.source, signal);
    return await saveInto(held, plan, await engine.world.folders.create(plan.request.folder), watch, signal);
  } finally {
    keepSource(engine, plan.source);
  }
}

async function saveInto(
  engine: EngineContext,
  plan: SavePlan,
  folder: NewFolder,
  watch: (progress: SaveProgress) => void,
  signal: AbortSignal,
): Promise<SaveResult> {
  try {
    await writeBlobs(engine, plan, folder, watch, signal);
    for (const { digest, bytes } of plan.manifests) await folder.write(digest, [bytes]);
    for (const { digest, bytes } of fallbackLists(plan.manifests)) await folder.write(digest, [bytes]);
    await folder.write('oci-layout', [layoutVersion]);
    await folder.write('index.json', [layoutIndex(plan.manifests, plan.digest, plan.source)]);
    throwIfCancelled(signal, 'saving; nothing was saved');
    await folder.commit();
  } finally {
    await folder.discard();
  }
  const { digest, blobs, bytes, manifests } = plan;
  return { folder: plan.request.folder, digest, blobs, bytes, manifests: manifests.length };
}

async function writeBlobs(
  { session }: EngineContext,
  plan: SavePlan,
  folder: NewFolder,
  watch: (progress: SaveProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  let bytes = 0;
  const moved = (more: number): void => {
    bytes += more;
    watch({ bytes, ofBytes: plan.bytes });
  };
  moved(0);
  const made = new Map(plan.made.map((blob) => [blob.digest, blob.bytes]));
  await together(
    blobsOf(plan.manifests).map(({ blob, repository }) => async (stop: AbortSignal) => {
      const own = made.get(blob.digest);
      if (own !== undefined) return folder.write(blob.digest, [own]);
      const into = (pieces: AsyncIterable<Uint8Array>): Promise<void> => folder.write(blob.digest, pieces);
      return takeBlob(session, parseRepository(repository), blob, into, moved, stop);
    }),
    signal,
  );
}
