// Reads the places of a subject, all at once. One place failing never hides another and never turns into "none":
// each ends as found, none (to which reader) or could not read (S17; "the way of the data" in CONTRIBUTING).
import { EngineError, isEngineError } from '../errors.ts';
import { mayRead } from '../registry/mayRead.ts';
import type { RegistrySession } from '../registry/session.ts';
import { readerOf } from '../registry/whoAmI.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import type { NoneReason, PlaceAnswer, PlaceKind } from '../verdict.ts';
import type { SoughtSubject, Spot } from './choosePlaces.ts';
import { failureOf } from './failure.ts';
import type { PlaceContent } from './placeContent.ts';
import { readAttestationTagPlace } from './attestationTag.ts';
import { readReferrersPlace } from './referrers.ts';
import { readFallbackPlace } from './fallbackTag.ts';
import { readSignatureTagPlace } from './signatureTag.ts';

/** What one place answered, and what it held. */
export interface PlaceReading {
  readonly answer: PlaceAnswer;
  readonly found: readonly FoundSignature[];
}

type ReadKind = (
  session: RegistrySession,
  spot: Spot,
  subject: SoughtSubject,
  signal: AbortSignal,
) => Promise<PlaceContent>;

const readers: Readonly<Record<PlaceKind, ReadKind>> = {
  'sig-tag': readSignatureTagPlace,
  'referrers-api': readReferrersPlace,
  'fallback-tag': readFallbackPlace,
  'attestation-tag': readAttestationTagPlace,
};

/** Reads all these places at once. Throws only `cancelled`: every other failure is a place's answer. */
export function readPlaces(
  session: RegistrySession,
  spots: readonly Spot[],
  subject: SoughtSubject,
  signal: AbortSignal,
): Promise<readonly PlaceReading[]> {
  return Promise.all(spots.map((spot) => readPlace(session, spot, subject, signal)));
}

async function readPlace(
  session: RegistrySession,
  spot: Spot,
  subject: SoughtSubject,
  signal: AbortSignal,
): Promise<PlaceReading> {
  const { place } = spot;
  try {
    const content = await readers[place.kind](session, spot, subject, signal);
    if ('found' in content) {
      const { manifest, found } = content;
      return { answer: { place, outcome: 'found', manifest, count: found.length }, found };
    }
    if (isAbsence(content.none)) await assertReaderMayRead(session, spot, signal);
    const reader = await readerOf(session, spot.repository, signal);
    return { answer: { place, outcome: 'none', reader, why: content.none }, found: [] };
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return { answer: { place, outcome: 'could-not-read', failure: failureOf(error) }, found: [] };
  }
}

/** False where a manifest was read: whoever read it may read there. */
function isAbsence(why: NoneReason): boolean {
  return why === 'not-there' || why === 'no-referrers-api';
}

/**
 * A 404 is not absence: private registries mask with it (S17). In the image's own repository the same credential has
 * just read the subject, as in a folder; elsewhere the reader must be one who may read there.
 */
async function assertReaderMayRead(session: RegistrySession, spot: Spot, signal: AbortSignal): Promise<void> {
  if (spot.place.role === 'own' || spot.place.role === 'saved') return;
  if (await mayRead(session, spot.repository, signal)) return;
  throw new EngineError('place-not-readable', { place: spot.place.repository });
}
