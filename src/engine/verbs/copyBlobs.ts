// The blobs of a copy: each once, each proved to be at the target before any manifest names it there (S20).
import type { CopyBlob, CopyResult, PlannedManifest } from '../copyPlan.ts';
import type { Digest } from '../oci/digest.ts';
import type { Repository } from '../oci/reference.ts';
import { putBlob, type BlobSource } from '../registry/putBlob.ts';
import type { RegistrySession } from '../registry/session.ts';
import { together } from '../together.ts';

/** Brings them all; `moved` is told of bytes. Throws what putBlob throws: then every blob is there whole, or not. */
export async function bringBlobs(
  session: RegistrySession,
  manifests: readonly PlannedManifest[],
  from: (manifest: PlannedManifest, blob: CopyBlob) => BlobSource,
  to: Repository,
  moved: (bytes: number) => void,
  signal: AbortSignal,
): Promise<CopyResult['blobs']> {
  const count = { sent: 0, mounted: 0, there: 0 };
  const once = new Map<Digest, readonly [PlannedManifest, CopyBlob]>();
  for (const manifest of manifests) {
    for (const blob of manifest.blobs) if (!once.has(blob.digest)) once.set(blob.digest, [manifest, blob]);
  }
  await together(
    [...once.values()].map(([manifest, blob]) => async (stop: AbortSignal) => {
      count[await putBlob(session, from(manifest, blob), to, blob, moved, stop)] += 1;
    }),
    signal,
  );
  return count;
}
