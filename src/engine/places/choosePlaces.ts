// Which places may hold signatures of a subject: every kind in its own repository and in the signature repository,
// and the other layout of the latter, which is looked at only when all of those gave nothing (decision 8).
import type { Digest } from '../oci/digest.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import type { PredictedPayload } from '../signatures/predictedPayloads.ts';
import { attestationTag, fallbackTag, signatureTag } from '../signatures/tags.ts';
import type { Layout, Place, PlaceKind, PlaceRole } from '../verdict.ts';
import { signatureRepositoryFor } from './signatureRepository.ts';

/** What is signed, in its repository. The digest is that of fetched bytes, or is yet to be proven by them. */
export interface Subject {
  readonly repository: Repository;
  readonly digest: Digest;
}

/** A subject, and the payloads of it that need not be fetched. */
export interface SoughtSubject extends Subject {
  readonly predicted: readonly PredictedPayload[];
}

/** A place together with the repository as data. */
export interface Spot {
  readonly place: Place;
  readonly repository: Repository;
}

export interface SignatureRepositorySetting {
  readonly repository: Repository;
  readonly layout: Layout;
}

/** The places that must answer for a verdict better than "could not check". Throws `bad-signature-repository`. */
export function requiredPlaces(
  subject: Subject,
  setting: SignatureRepositorySetting | undefined,
): readonly Spot[] {
  const own = everyKind(subject, subject.repository, 'own', true);
  if (setting === undefined) return own;
  const repository = signatureRepositoryFor(subject.repository, setting.repository, setting.layout);
  return withoutRepeats([...own, ...everyKind(subject, repository, 'signature-repository', true)]);
}

/** The places of the layout that is not configured; empty where it makes no other or no valid name. */
export function otherLayoutPlaces(
  subject: Subject,
  setting: SignatureRepositorySetting | undefined,
): readonly Spot[] {
  if (setting === undefined) return [];
  const other: Layout = setting.layout === 'shared' ? 'perImage' : 'shared';
  let repository: Repository;
  try {
    repository = signatureRepositoryFor(subject.repository, setting.repository, other);
  } catch {
    return []; // a name too long for the layout that nobody asked for
  }
  const known = new Set(requiredPlaces(subject, setting).map(key));
  return everyKind(subject, repository, 'other-layout', false).filter((spot) => !known.has(key(spot)));
}

/** The same kinds in a folder that holds the image. */
export function savedPlaces(subject: Subject, folder: string): readonly Spot[] {
  return everyKind(subject, subject.repository, 'saved', true).map((spot) => ({
    ...spot,
    place: { ...spot.place, repository: folder },
  }));
}

function everyKind(subject: Subject, repository: Repository, role: PlaceRole, required: boolean): Spot[] {
  const spot = (kind: PlaceKind, target: string): Spot => ({
    place: { kind, role, repository: formatRepository(repository), target, required },
    repository,
  });
  return [
    spot('sig-tag', signatureTag(subject.digest)),
    spot('referrers-api', subject.digest),
    spot('fallback-tag', fallbackTag(subject.digest)),
    // No signature can be there. It is asked for and required like every other kind all the same: who is kept from one
    // tag of an image cannot say what hangs on it.
    spot('attestation-tag', attestationTag(subject.digest)),
  ];
}

/** Image and signature repository may be the same: each place is read once, as the image's own. */
function withoutRepeats(spots: readonly Spot[]): readonly Spot[] {
  const seen = new Set<string>();
  return spots.filter((spot) => !seen.has(key(spot)) && seen.add(key(spot)));
}

function key({ place }: Spot): string {
  return `${place.kind} ${place.repository}`;
}
