// Looks at an image and at everything that may hold its signatures, in as few rounds as there can be (decision 9): a tag
// is resolved first; the places of a digest have names that derive from it, so all of them are asked with the subject.
import type { Digest } from '../oci/digest.ts';
import type { Reference } from '../oci/reference.ts';
import type { Annotations } from '../plan.ts';
import { otherLayoutPlaces, requiredPlaces } from '../places/choosePlaces.ts';
import { readPlaces, type PlaceReading } from '../places/readPlaces.ts';
import type { RegistrySession } from '../registry/session.ts';
import { predictPayloads } from '../signatures/predictedPayloads.ts';
import { together } from '../together.ts';
import type { Preferences } from './preferences.ts';
import { resolveSubject, type ResolvedSubject } from './resolveSubject.ts';

export interface Sight {
  readonly subject: ResolvedSubject;
  readonly readings: readonly PlaceReading[];
}

/**
 * The subject and what each of its places answered. Nothing of the places comes out before the subject's bytes are there
 * and hash to the digest (S31): a subject that is absent or refused ends the look by its own error, as resolveSubject does.
 * `annotations` are those that were asked for: a payload with exactly these need not be fetched.
 */
export async function lookAt(
  session: RegistrySession,
  reference: Reference,
  preferences: Preferences,
  annotations: Annotations,
  signal: AbortSignal,
): Promise<Sight> {
  const { repository, digest } = reference;
  if (digest === undefined) {
    const subject = await resolveSubject(session, reference, signal);
    const readings = await readAllPlaces(
      session,
      { repository, digest: subject.digest },
      preferences,
      annotations,
      signal,
    );
    return { subject, readings };
  }
  const [subject, readings] = await together(
    [
      (stop) => resolveSubject(session, reference, stop),
      (stop) => readAllPlaces(session, { repository, digest }, preferences, annotations, stop),
    ],
    signal,
  );
  return { subject, readings };
}

/** The required places, and the other layout only when all of them gave nothing (decision 8). */
async function readAllPlaces(
  session: RegistrySession,
  { repository, digest }: { readonly repository: Reference['repository']; readonly digest: Digest },
  { signatureRepository }: Preferences,
  annotations: Annotations,
  signal: AbortSignal,
): Promise<readonly PlaceReading[]> {
  const sought = { repository, digest, predicted: predictPayloads(repository, digest, annotations) };
  const required = requiredPlaces(sought, signatureRepository);
  const readings = await readPlaces(session, required, sought, signal);
  const found = readings.flatMap((reading) => reading.found);
  if (found.some(({ format }) => format !== 'attestation')) return readings;
  const others = otherLayoutPlaces(sought, signatureRepository);
  return [...readings, ...(await readPlaces(session, others, sought, signal))];
}
