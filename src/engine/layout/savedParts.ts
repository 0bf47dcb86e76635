// What a saved image names by digest, down to its layers: each is hashed as it stands in the folder, so that a verdict
// on the digest says something of the folder too.
import { throwIfCancelled } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest, type ParsedManifest } from '../oci/manifest.ts';
import { isIndexType, isManifestType } from '../oci/mediaTypes.ts';
import type { SavedParts } from '../verdict.ts';
import type { Clock } from '../world.ts';
import { badLayout, manifestLimit, readSaved, streamSaved, type Layout } from './readLayout.ts';

/** Whoever made the folder chose how much is in it (S40). Milliseconds, less than the folder's whole budget has. */
const most = { milliseconds: 100_000, parts: 10_000 };

/**
 * Reads all that the image's manifest names, the manifests that an index lists included. Parts that are not there, or that
 * it would take too long to read, are counted; one that is not what its digest or its descriptor says throws `bad-layout`.
 * Throws `file-not-readable` and `cancelled` too.
 */
export async function checkSavedParts(
  layout: Layout,
  clock: Pick<Clock, 'monotonic'>,
  image: ParsedManifest,
  signal: AbortSignal,
): Promise<SavedParts> {
  const end = clock.monotonic() + most.milliseconds;
  const isOver = (): boolean => clock.monotonic() > end;
  const parts = new Map<Digest, Descriptor>();
  const missing: Digest[] = [];
  let [read, bytes, unread] = [0, 0, 0];
  const add = (manifest: ParsedManifest): void => {
    for (const part of namedBy(manifest)) {
      if (parts.size < most.parts) parts.set(part.digest, parts.get(part.digest) ?? part);
      else unread += parts.has(part.digest) ? 0 : 1;
    }
  };
  add(image);
  // What a manifest among them names is added behind, and reached in its turn.
  for (const part of parts.values()) {
    throwIfCancelled(signal, 'reading a saved image');
    const size = await layout.files.size(part.digest);
    if (size === undefined) {
      // Layers that stand elsewhere need be in no folder (OCI image spec, non-distributable layers).
      if (part.foreign !== true) missing.push(part.digest);
      continue;
    }
    if (size !== part.size) throw badLayout(layout.folder, 'blob-of-other-size', part.digest);
    if (isOver()) {
      unread += 1;
      continue;
    }
    if (isManifestType(part.mediaType) || isIndexType(part.mediaType)) {
      add(parseManifest(await readSaved(layout, part, manifestLimit, signal), part.mediaType));
    } else if (!(await isWhole(layout, part.digest, isOver, signal))) {
      unread += 1;
      continue;
    }
    [read, bytes] = [read + 1, bytes + size];
  }
  return { read, bytes, missing, unread };
}

/** False where time was over before its end. Throws where it is not what its name says. */
async function isWhole(
  layout: Layout,
  digest: Digest,
  isOver: () => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  for await (const piece of streamSaved(layout, digest)) {
    throwIfCancelled(signal, 'reading a saved image');
    if (piece.length > 0 && isOver()) return false;
  }
  return true;
}

/** Of what is no image and no index nothing is known. */
function namedBy(manifest: ParsedManifest): readonly Descriptor[] {
  if (manifest.kind === 'index') return manifest.manifests;
  if (manifest.kind !== 'image') return [];
  return [manifest.config, ...manifest.layers].map(({ descriptor }) => descriptor);
}
