// What is there to be removed: the `.sig` lists of an image in all its places, or those under tags by name, and what
// hangs on the image beside them. Reads only.
import { isEngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { formatRepository, parseReference, parseRepository, type Repository } from '../oci/reference.ts';
import { requiredPlaces, type Spot } from '../places/choosePlaces.ts';
import { failureOf } from '../places/failure.ts';
import { fetchTag } from '../places/fetchTag.ts';
import { readPlaces } from '../places/readPlaces.ts';
import {
  nameOfTag,
  readSignatures,
  readSignatureTag,
  type SignatureTagReading,
} from '../places/signatureTag.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { LeftBehind, RemovePlan, RemoveRequest } from '../removePlan.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import { parseAttachedTag, sbomTag } from '../signatures/tags.ts';
import type { Place } from '../verdict.ts';
import type { EngineContext } from './context.ts';
import { resolvePreferences } from './preferences.ts';
import { resolveSubject } from './resolveSubject.ts';

/** A `.sig` tag with what is under it. */
export interface FoundList {
  readonly repository: Repository;
  readonly tag: string;
  readonly subject: Digest;
  readonly reading: SignatureTagReading;
  readonly found: readonly FoundSignature[];
}

export interface Removable {
  readonly image: RemovePlan['image'];
  readonly lists: readonly FoundList[];
  readonly left: readonly LeftBehind[];
}

/** So many lists get their payloads read: of more, only the tags are shown. */
const mostOpened = 8;

/**
 * Throws `bad-reference` (also for tags that are none of signatures), `subject-not-found`, `not-an-image`, and what
 * reading the subject throws. A list that cannot be read is among what is left.
 */
export async function readRemovable(
  engine: EngineContext,
  session: RegistrySession,
  { from, settings, choice }: RemoveRequest,
  signal: AbortSignal,
): Promise<Removable> {
  if (from.kind === 'tags') {
    const repository = parseRepository(from.repository);
    const spots = from.tags.flatMap((tag) => {
      const attached = parseAttachedTag(tag);
      return attached?.kind === 'signature' ? [{ repository, tag, subject: attached.digest }] : [];
    });
    const isOpened = choice.kind !== 'all' || spots.length <= mostOpened;
    return { image: undefined, ...(await readLists(session, spots, isOpened, signal)) };
  }
  const reference = parseReference(from.reference);
  const { signatureRepository } = resolvePreferences(settings, engine.world);
  const subject = await resolveSubject(session, reference, signal);
  const spots = requiredPlaces(subject, signatureRepository);
  const lists = spots
    .filter(({ place }) => place.kind === 'sig-tag')
    .map(({ place, repository }) => ({ repository, tag: place.target, subject: subject.digest }));
  const others = spots.filter(({ place }) => place.kind !== 'sig-tag');
  const [read, beside] = await Promise.all([
    readLists(session, lists, true, signal),
    readBeside(session, others, subject, lists, signal),
  ]);
  const tag = reference.digest === undefined ? reference.tag : undefined;
  const image = { repository: formatRepository(subject.repository), digest: subject.digest, tag };
  return { image, lists: read.lists, left: [...read.left, ...beside] };
}

interface ListSpot {
  readonly repository: Repository;
  readonly tag: string;
  readonly subject: Digest;
}

async function readLists(
  session: RegistrySession,
  spots: readonly ListSpot[],
  isOpened: boolean,
  signal: AbortSignal,
): Promise<Pick<Removable, 'lists' | 'left'>> {
  const lists: FoundList[] = [];
  const left: LeftBehind[] = [];
  const read = await Promise.all(spots.map((spot) => readList(session, spot, isOpened, signal)));
  for (const one of read) {
    if (one === undefined) continue;
    if ('failure' in one) left.push(one);
    else lists.push(one);
  }
  return { lists, left };
}

async function readList(
  session: RegistrySession,
  spot: ListSpot,
  isOpened: boolean,
  signal: AbortSignal,
): Promise<FoundList | Extract<LeftBehind, { kind: 'not-readable' }> | undefined> {
  const { repository, tag } = spot;
  try {
    const reading = await readSignatureTag(session, repository, tag, signal);
    if (reading === undefined) return undefined;
    const place: Place = {
      ...{ kind: 'sig-tag', role: 'own', repository: formatRepository(repository), target: tag },
      required: true,
    };
    const { signatures } = reading.image;
    const found = isOpened
      ? await readSignatures(session, { place, repository }, signatures, { predicted: [] }, signal)
      : signatures.map(({ index, descriptor, signature }): FoundSignature => {
          const unread = { format: 'simple-signing', payload: undefined, problem: undefined } as const;
          return { place, index, descriptor, signature, ...unread };
        });
    return { ...spot, reading, found };
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return { kind: 'not-readable', place: nameOfTag(repository, tag), failure: failureOf(error) };
  }
}

/** Bundles, attestations and bills of materials of the image: none of them is removed by this version. */
async function readBeside(
  session: RegistrySession,
  spots: readonly Spot[],
  subject: { readonly repository: Repository; readonly digest: Digest },
  lists: readonly ListSpot[],
  signal: AbortSignal,
): Promise<readonly LeftBehind[]> {
  const readings = await readPlaces(session, spots, { ...subject, predicted: [] }, signal);
  const tags = lists.map(({ repository }) => ({ repository, tag: sbomTag(subject.digest) }));
  const attached = await Promise.all(tags.map((one) => readAttached(session, one, signal)));
  return [...readings.flatMap(({ answer, found }) => leftIn(answer, found)), ...attached.flat()];
}

function leftIn(
  answer: Awaited<ReturnType<typeof readPlaces>>[number]['answer'],
  found: readonly FoundSignature[],
): readonly LeftBehind[] {
  const { place } = answer;
  if (answer.outcome === 'could-not-read') {
    return [{ kind: 'not-readable', place: `${place.repository}@${place.target}`, failure: answer.failure }];
  }
  return (['bundle', 'simple-signing', 'attestation', 'other'] as const).flatMap((format): LeftBehind[] => {
    const count = found.filter((one) => one.format === format).length;
    return count === 0 ? [] : [{ kind: 'found', place, format, count }];
  });
}

async function readAttached(
  session: RegistrySession,
  { repository, tag }: { readonly repository: Repository; readonly tag: string },
  signal: AbortSignal,
): Promise<readonly LeftBehind[]> {
  try {
    const there = await fetchTag(session, repository, tag, signal);
    return there === undefined ? [] : [{ kind: 'tag', repository: formatRepository(repository), tag }];
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return [{ kind: 'not-readable', place: nameOfTag(repository, tag), failure: failureOf(error) }];
  }
}
