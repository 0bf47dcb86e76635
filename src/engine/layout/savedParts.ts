// What a saved image names by digest, down to its layers: each is hashed as it stands in the folder, so that a verdict
// on the digest says something of the folder too. Whoever made the folder chose what is in it, and how much.
import { isEngineError, throwIfCancelled } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest, type ParsedManifest } from '../oci/manifest.ts';
import { isIndexType, isManifestType } from '../oci/mediaTypes.ts';
import type { SaveProgress } from '../savePlan.ts';
import type { SavedParts } from '../verdict.ts';
import type { Clock } from '../world.ts';
import { badLayout, manifestLimit, readSaved, streamSaved, type Layout } from './readLayout.ts';
import { unlessItStandsStill } from './standstill.ts';

/**
 * Milliseconds for the manifests, where the folder's whole budget has as many left (S40). Layers take as long as they move: their
 * sizes are bound by digests, the person sees how far it is and may cancel.
 */
const most = { milliseconds: 100_000, parts: 10_000 };

interface Part {
  readonly digest: Digest;
  readonly size: number;
  /** False where anything names it that may not stand elsewhere. */
  mayBeElsewhere: boolean;
  /** Whether its bytes are what its digest says, as far as that was looked at. */
  state: 'not-read' | 'read' | 'missing' | 'no-time';
  /** It is a manifest, but what it names is not known. */
  unopened: boolean;
}

type Timing = Pick<Clock, 'monotonic' | 'timer'>;

/**
 * Reads all that the image's manifest names, the manifests that an index lists included. Parts that are not there, that
 * cannot be taken apart or that do not come are counted; one that is not what its digest or any of its descriptors says
 * throws `bad-layout`. Throws `file-not-readable` and `cancelled` too.
 */
export async function checkSavedParts(
  layout: Layout,
  clock: Timing,
  image: ParsedManifest,
  watch: (progress: SaveProgress) => void,
  signal: AbortSignal,
): Promise<SavedParts> {
  const { parts, beyond } = await openManifests(layout, clock, image, signal);
  const unhashed = await lookForAll(layout, parts, signal);
  await hashAll(layout, clock, unhashed, watch, signal);
  const read = parts.filter(({ state }) => state === 'read');
  const missing = parts.filter(({ state }) => state === 'missing');
  return {
    read: read.length,
    bytes: read.reduce((sum, { size }) => sum + size, 0),
    missing: missing.filter((part) => !part.mayBeElsewhere).map(({ digest }) => digest),
    elsewhere: missing.filter((part) => part.mayBeElsewhere).length,
    unopened: read.filter(({ unopened }) => unopened).length,
    unread: parts.filter(({ state }) => state === 'no-time').length + beyond,
  };
}

/** All parts, each once however often it is named, and how many there are beyond what an image has. */
async function openManifests(
  layout: Layout,
  clock: Timing,
  image: ParsedManifest,
  signal: AbortSignal,
): Promise<{ readonly parts: readonly Part[]; readonly beyond: number }> {
  const end = clock.monotonic() + most.milliseconds;
  const parts = new Map<Digest, Part>();
  // By type too: what is named as two kinds of manifest can be only one of them.
  const toOpen = new Map<string, { readonly part: Part; readonly mediaType: string }>();
  let beyond = 0;
  const add = (manifest: ParsedManifest): void => {
    for (const named of namedBy(manifest)) {
      const part = parts.get(named.digest) ?? newPart(named);
      if (part.size !== named.size) throw badLayout(layout.folder, 'blob-of-other-size', named.digest);
      if (!parts.has(named.digest) && parts.size >= most.parts) {
        beyond += 1;
        continue;
      }
      parts.set(named.digest, part);
      const isKnown = isManifestType(named.mediaType) || isIndexType(named.mediaType);
      // Only layers may stand elsewhere (OCI image spec, non-distributable layers).
      part.mayBeElsewhere &&= named.foreign === true && !isKnown && manifest.kind !== 'index';
      if (isKnown) toOpen.set(`${named.digest} ${named.mediaType}`, { part, mediaType: named.mediaType });
      else if (manifest.kind === 'index') part.unopened = true;
    }
  };
  add(image);
  // What a manifest among them names is added behind, and reached in its turn.
  for (const { part, mediaType } of toOpen.values()) {
    throwIfCancelled(signal, 'reading a saved image');
    if ((await sizeIn(layout, part)) === undefined) continue;
    const bytes = clock.monotonic() > end ? undefined : await readUnlessSpent(layout, part, signal);
    if (bytes === undefined) {
      part.state = 'no-time';
      continue;
    }
    const opened = parseManifest(bytes, mediaType);
    part.state = 'read';
    if (opened.kind === 'image' || opened.kind === 'index') add(opened);
    else part.unopened = true;
  }
  return { parts: [...parts.values()], beyond };
}

/** Undefined once reading the folder has cost all that it may: places and signatures may have taken long before (S40). */
async function readUnlessSpent(
  layout: Layout,
  part: Part,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    return await readSaved(layout, part, manifestLimit, signal);
  } catch (error) {
    if (isEngineError(error, 'bad-layout') && error.details.reason === 'too-costly') return undefined;
    throw error;
  }
}

function newPart({ digest, size }: Descriptor): Part {
  return { digest, size, mayBeElsewhere: true, state: 'not-read', unopened: false };
}

/** Those that are in the folder, and were neither hashed nor given up. */
async function lookForAll(
  layout: Layout,
  parts: readonly Part[],
  signal: AbortSignal,
): Promise<readonly Part[]> {
  const there: Part[] = [];
  for (const part of parts.filter(({ state }) => state === 'not-read')) {
    throwIfCancelled(signal, 'reading a saved image');
    if ((await sizeIn(layout, part)) === undefined) part.state = 'missing';
    else there.push(part);
  }
  return there;
}

/** Where one stands still, the others do too: they are on the same disk, or behind the same network. */
async function hashAll(
  layout: Layout,
  clock: Timing,
  parts: readonly Part[],
  watch: (progress: SaveProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const ofBytes = parts.reduce((sum, { size }) => sum + size, 0);
  let [bytes, isMoving] = [0, true];
  const moved = (more: number): void => {
    bytes += more;
    watch({ bytes, ofBytes });
  };
  for (const part of parts) {
    const pieces = streamSaved(layout, part.digest);
    isMoving &&= await unlessItStandsStill(pieces, moved, clock, signal);
    part.state = isMoving ? 'read' : 'no-time';
  }
}

async function sizeIn({ folder, files }: Layout, { digest, size }: Part): Promise<number | undefined> {
  const actual = await files.size(digest);
  if (actual !== undefined && actual !== size) throw badLayout(folder, 'blob-of-other-size', digest);
  return actual;
}

/** Of what is no image and no index nothing is known. */
function namedBy(manifest: ParsedManifest): readonly Descriptor[] {
  if (manifest.kind === 'index') return manifest.manifests;
  if (manifest.kind !== 'image') return [];
  return [manifest.config, ...manifest.layers].map(({ descriptor }) => descriptor);
}
