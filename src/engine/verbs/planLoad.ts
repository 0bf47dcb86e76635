// Plan a loading: the folder's image and everything that hangs on it → what the target has already. Reads only.
import { throwIfCancelled } from '../errors.ts';
import { badLayout, readLayout, type Layout } from '../layout/readLayout.ts';
import { layoutSession } from '../layout/layoutSession.ts';
import { withSignatures } from '../layout/savedImages.ts';
import type { Digest } from '../oci/digest.ts';
import { assertSameDigest, parseReference } from '../oci/reference.ts';
import { withBudget } from '../registry/session.ts';
import type { LoadPlan, LoadRequest, SavedImage, SavedImages } from '../savePlan.ts';
import type { EngineContext } from './context.ts';
import { gatherImage } from './gatherImage.ts';
import { lookBudget } from './gatherSource.ts';
import { planTarget } from './planTarget.ts';

/** The images that a folder holds. Throws `bad-layout`, `file-not-readable`. */
export async function readSavedImages(
  { world }: EngineContext,
  folder: string,
  signal: AbortSignal,
): Promise<SavedImages> {
  const layout = await readLayout(world, folder);
  const { content } = await layoutSession(world, layout, { registry: '', path: '' }, signal);
  const { images, tags, leftOut } = content;
  // Who has to choose sees which of them are signed.
  if (images.length < 2) return { images, leftOut };
  const counted: SavedImage[] = [];
  for (const image of images) counted.push(await withSignatures(layout, tags, image, signal));
  return { images: counted, leftOut };
}

/**
 * The plan for loading an image of a folder. Throws `bad-layout` and `file-not-readable` for what the folder holds, and as
 * planCopy does for the target.
 */
export async function planLoad(
  engine: EngineContext,
  request: LoadRequest,
  signal: AbortSignal,
): Promise<LoadPlan> {
  const { world } = engine;
  const { digest } = request;
  const target = parseReference(request.target);
  assertSameDigest(target, digest);
  const layout = await readLayout(world, request.folder);
  const saved = await layoutSession(world, layout, target.repository, signal);
  const image = saved.content.images.find((one) => one.digest === digest);
  if (image === undefined) throw badLayout(request.folder, 'no-such-image', digest);
  const reading = withBudget(saved, lookBudget, 'this loading');
  const { manifests } = await gatherImage(reading, digest, [target.repository], signal);

  const session = withBudget(engine.session, lookBudget, 'this loading');
  const tag = target.digest === undefined ? target.tag : undefined;
  const planned = await planTarget(engine, session, target, tag, manifests, signal);
  await assertThere(layout, planned, signal);
  return {
    request,
    digest,
    mediaType: image.mediaType,
    ...planned,
    machine: world.machine.name,
    plannedAt: world.clock.now(),
  };
}

/** Folders may leave blobs out (sparse ones do): what would be missed in the middle of the run is told before it. */
async function assertThere(
  { folder, files }: Layout,
  { manifests }: Pick<LoadPlan, 'manifests'>,
  signal: AbortSignal,
): Promise<void> {
  const going = manifests.filter(({ action }) => action === 'send' || action === 'merge');
  const sizes = new Map<Digest, number>();
  for (const { digest, size } of going.flatMap(({ blobs }) => blobs)) {
    throwIfCancelled(signal, 'reading a saved image');
    const actual = sizes.get(digest) ?? (await files.size(digest));
    if (actual === undefined) throw badLayout(folder, 'blob-missing', digest);
    if (actual !== size) throw badLayout(folder, 'blob-of-other-size', digest);
    sizes.set(digest, actual);
  }
}
