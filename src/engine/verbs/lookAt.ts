// Looks at an image and at everything that may hold its signatures, in as few rounds as there can be (decision 9): a tag
// is resolved first; the places of a digest have names that derive from it, so all of them are asked with the subject.
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { platformImagesOf } from '../oci/platforms.ts';
import type { Reference } from '../oci/reference.ts';
import type { Annotations } from '../plan.ts';
import { otherLayoutPlaces, requiredPlaces, savedPlaces } from '../places/choosePlaces.ts';
import { readPlaces, type PlaceReading } from '../places/readPlaces.ts';
import type { RegistrySession } from '../registry/session.ts';
import { predictPayloads } from '../signatures/predictedPayloads.ts';
import { together } from '../together.ts';
import type { Preferences } from './preferences.ts';
import { resolveSubject, type ResolvedSubject } from './resolveSubject.ts';

export interface Look {
  readonly session: RegistrySession;
  /** With a budget of its own: whatever the platforms of an index cost, its own verdict is not at their mercy. */
  readonly platformSession: RegistrySession | undefined;
  readonly preferences: Preferences;
  /** Those that were asked for: a payload with exactly these need not be fetched. */
  readonly annotations: Annotations;
  /** The folder that is looked at instead of registries. */
  readonly savedIn?: string | undefined;
}

export interface Sight {
  readonly subject: ResolvedSubject;
  readonly readings: readonly PlaceReading[];
  /** The images of an index, as far as they were looked at; empty without a `platformSession`. */
  readonly platforms: readonly PlatformSight[];
}

export interface PlatformSight {
  readonly image: Descriptor;
  readonly readings: readonly PlaceReading[];
}

/** More platforms than any image has; each costs a few requests (S40). */
export const mostPlatforms = 24;

/**
 * The subject and what each of its places answered, and the same for the images of an index. Nothing of the places comes
 * out before the subject's bytes are there and hash to the digest (S31): a subject that is absent or refused ends the look
 * by its own error, as resolveSubject does.
 */
export async function lookAt(look: Look, reference: Reference, signal: AbortSignal): Promise<Sight> {
  const { repository, digest } = reference;
  if (digest === undefined) {
    const subject = await resolveSubject(look.session, reference, signal);
    const [readings, platforms] = await together(
      [
        (stop) => readAllPlaces(look, look.session, repository, subject.digest, stop),
        (stop) => lookAtPlatforms(look, subject, stop),
      ],
      signal,
    );
    return { subject, readings, platforms };
  }
  const [[subject, platforms], readings] = await together(
    [
      async (stop) => {
        const resolved = await resolveSubject(look.session, reference, stop);
        return [resolved, await lookAtPlatforms(look, resolved, stop)] as const;
      },
      (stop) => readAllPlaces(look, look.session, repository, digest, stop),
    ],
    signal,
  );
  return { subject, readings, platforms };
}

/** Every platform image's places at once. They are subjects of their own in the same repository, which was just read. */
async function lookAtPlatforms(
  look: Look,
  { repository, manifest }: ResolvedSubject,
  signal: AbortSignal,
): Promise<readonly PlatformSight[]> {
  const session = look.platformSession;
  if (session === undefined) return [];
  const images = platformImagesOf(manifest).slice(0, mostPlatforms);
  return Promise.all(
    images.map(async (image) => ({
      image,
      readings: await readAllPlaces(look, session, repository, image.digest, signal),
    })),
  );
}

/** The required places, and the other layout only when all of them gave no signature (decision 8). */
async function readAllPlaces(
  { preferences, annotations, savedIn }: Look,
  session: RegistrySession,
  repository: Reference['repository'],
  digest: Digest,
  signal: AbortSignal,
): Promise<readonly PlaceReading[]> {
  const { signatureRepository } = preferences;
  const sought = { repository, digest, predicted: predictPayloads(repository, digest, annotations) };
  if (savedIn !== undefined) return readPlaces(session, savedPlaces(sought, savedIn), sought, signal);
  const required = requiredPlaces(sought, signatureRepository);
  const readings = await readPlaces(session, required, sought, signal);
  const found = readings.flatMap((reading) => reading.found);
  // An SBOM is no signature, and neither is an attestation.
  if (found.some(({ format }) => format === 'simple-signing' || format === 'bundle')) return readings;
  const others = otherLayoutPlaces(sought, signatureRepository);
  return [...readings, ...(await readPlaces(session, others, sought, signal))];
}
