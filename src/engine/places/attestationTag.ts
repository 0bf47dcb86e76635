// The `.att` tag: DSSE envelopes as layers of an image (cosign-formats §2.1, §5). They are shown as attestations and never
// count as a signature: nothing of them makes an image verified, and none of them keeps it from being unsigned.
import { EngineError } from '../errors.ts';
import { parseManifest } from '../oci/manifest.ts';
import { dsseEnvelope } from '../oci/mediaTypes.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import { maxSignatures } from '../signatures/signatureImage.ts';
import type { SoughtSubject, Spot } from './choosePlaces.ts';
import { fetchTag } from './fetchTag.ts';
import type { PlaceContent } from './placeContent.ts';
import { nameOfTag } from './signatureTag.ts';

/** The attestations under a subject's `.att` tag, by their descriptors: no envelope is fetched. */
export async function readAttestationTagPlace(
  session: RegistrySession,
  { place, repository }: Spot,
  _subject: SoughtSubject,
  signal: AbortSignal,
): Promise<PlaceContent> {
  const fetched = await fetchTag(session, repository, place.target, signal);
  if (fetched === undefined) return { none: 'not-there' };
  const name = nameOfTag(repository, place.target);
  const manifest = parseManifest(fetched.bytes, fetched.mediaType || undefined);
  if (manifest.kind !== 'image') {
    const reason = manifest.kind === 'refused' ? manifest.reason : kindNames[manifest.kind];
    throw new EngineError('bad-signature-image', { place: name, reason });
  }
  const { layers } = manifest;
  if (layers.length === 0) return { none: 'no-signatures-in-it' };
  if (layers.length > maxSignatures) {
    throw new EngineError('too-many-signatures', { place: name, count: layers.length, limit: maxSignatures });
  }
  return {
    manifest: fetched.digest,
    found: layers.map(({ descriptor }, index): FoundSignature => ({
      place,
      index,
      format: descriptor.mediaType === dsseEnvelope ? 'attestation' : 'other',
      descriptor,
      payload: undefined,
      signature: undefined,
      problem: undefined,
    })),
  };
}

const kindNames = { index: 'index', schema1: 'schema-1' } as const;
