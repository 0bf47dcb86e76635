// Plan the signatures of an index and of everything in it: one plan that lists every digest (cosign sign --recursive;
// cosign-formats, other sign options). In cosign's order: the index, then what it lists as it lists it, nested ones too.
import { EngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { isIndexType, isManifestType } from '../oci/mediaTypes.ts';
import { formatReference, parseReference, type Reference } from '../oci/reference.ts';
import type { FurtherPlan, SignPlan, SignRequest } from '../plan.ts';
import { together } from '../together.ts';
import type { EngineContext } from './context.ts';
import { planSign } from './planSign.ts';
import { resolveSubject } from './resolveSubject.ts';

/** No image has so many; each costs a few requests here and a write later (S40). */
const mostImages = 100;

/**
 * The plan for what the reference names, and where `recursive` is asked for and it is an index, for each image in it. Each
 * one is fetched and hashed: a missing image (`subject-not-found`) or a type that cannot be signed (`not-an-image`) stops
 * it all (S37). Throws `too-many-images` and what planSign throws.
 */
export async function planSignAll(
  engine: EngineContext,
  request: SignRequest,
  signal: AbortSignal,
): Promise<SignPlan> {
  const plan = await planSign(engine, request, signal);
  if (request.recursive !== true || !isIndexType(plan.mediaType)) return plan;
  const index = { ...parseReference(request.reference), tag: undefined, digest: plan.digest };
  const images = await imagesIn(engine, index, new Set([plan.digest]), signal);
  const further = await together(
    images.map((image) => (stop: AbortSignal) => planFurther(engine, request, index, image, stop)),
    signal,
  );
  const whole = { ...plan, further };
  const seen = engine.seen.get(plan);
  if (seen !== undefined) engine.seen.set(whole, seen);
  return whole;
}

/** What the index lists, each digest once, what a listed index lists right behind it. `met` grows. */
async function imagesIn(
  engine: EngineContext,
  index: Reference,
  met: Set<string>,
  signal: AbortSignal,
): Promise<readonly Descriptor[]> {
  const { manifest } = await resolveSubject(engine.session, index, signal);
  if (manifest.kind !== 'index') return [];
  const images: Descriptor[] = [];
  for (const image of manifest.manifests) {
    if (met.has(image.digest)) continue;
    met.add(image.digest);
    if (met.size > mostImages) {
      throw new EngineError('too-many-images', { reference: formatReference(index), limit: mostImages });
    }
    assertSignable(index, image);
    images.push(image);
    if (!isIndexType(image.mediaType)) continue;
    images.push(...(await imagesIn(engine, { ...index, digest: image.digest }, met, signal)));
  }
  return images;
}

async function planFurther(
  engine: EngineContext,
  request: SignRequest,
  index: Reference,
  image: Descriptor,
  signal: AbortSignal,
): Promise<FurtherPlan> {
  const reference = formatReference({ ...index, digest: image.digest });
  const plan = await planSign(engine, { ...request, reference, recursive: false }, signal);
  // What was taken for an image and is an index would hide what it lists.
  if (isIndexType(plan.mediaType) !== isIndexType(image.mediaType)) {
    throw new EngineError('not-an-image', { reference, digest: image.digest, reason: 'other-content-type' });
  }
  return { plan, platform: image.platform };
}

function assertSignable(index: Reference, { mediaType, digest }: Descriptor): void {
  if (isManifestType(mediaType) || isIndexType(mediaType)) return;
  const reference = formatReference({ ...index, digest });
  throw new EngineError('not-an-image', { reference, digest, reason: 'unknown-media-type' });
}
