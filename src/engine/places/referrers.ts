// Referrers of a subject: opens each one's manifest and says what it holds (OCI distribution spec 1.1; cosign-formats §7).
// By its layers, never by the artifact type of a list, which writers and registries fill in differently (§0.3).
import { EngineError, isEngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { parseManifest, type ImageManifest, type ParsedManifest } from '../oci/manifest.ts';
import { bundlePrefix, cosignArtifact } from '../oci/mediaTypes.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import { readBlob } from '../registry/blobs.ts';
import { getManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { kindOfBundle, signPredicate } from '../signatures/bundle.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import { readSignatureImage } from '../signatures/readSignatureImage.ts';
import { recogniseReferrer, type RecognisedReferrer } from '../signatures/recognise.ts';
import type { SignatureProblem } from '../verdict.ts';
import type { SoughtSubject, Spot } from './choosePlaces.ts';
import { failureOf } from './failure.ts';
import { listReferrers } from './listReferrers.ts';
import type { PlaceContent } from './placeContent.ts';
import { readSignatures } from './signatureTag.ts';

/** Far more than anybody hangs on one image; each costs a request (S40). */
const mostReferrers = 200;
const bundleLimit = 4 * 1024 * 1024;

/** What the registry's referrers API lists for the subject. */
export async function readReferrersPlace(
  session: RegistrySession,
  spot: Spot,
  subject: SoughtSubject,
  signal: AbortSignal,
): Promise<PlaceContent> {
  const answer = await listReferrers(session, spot.repository, subject.digest, signal);
  if (answer === undefined) return { none: 'no-referrers-api' };
  const { listed, digest } = answer;
  if (digest === undefined || listed.length === 0) return { none: 'not-there' };
  return { manifest: digest, found: await openReferrers(session, spot, listed, subject, signal) };
}

/** Opens every referrer of a list. One that cannot be opened is its own problem, not the place's. */
export async function openReferrers(
  session: RegistrySession,
  spot: Spot,
  listed: readonly Descriptor[],
  subject: SoughtSubject,
  signal: AbortSignal,
): Promise<readonly FoundSignature[]> {
  if (listed.length > mostReferrers) {
    const { place, repository } = spot;
    const name = `${formatRepository(repository)}@${place.target}`;
    throw new EngineError('too-many-signatures', { place: name, count: listed.length, limit: mostReferrers });
  }
  const found = await Promise.all(
    listed.map((descriptor, index) => openReferrer(session, spot, descriptor, index, subject, signal)),
  );
  return found.flat();
}

async function openReferrer(
  session: RegistrySession,
  { place, repository }: Spot,
  descriptor: Descriptor,
  index: number,
  subject: SoughtSubject,
  signal: AbortSignal,
): Promise<readonly FoundSignature[]> {
  const shown = (
    format: FoundSignature['format'],
    artifactType: string,
    problem?: SignatureProblem,
  ): FoundSignature => ({
    place,
    index,
    format,
    descriptor: { ...descriptor, artifactType },
    payload: undefined,
    signature: undefined,
    problem,
  });
  try {
    const fetched = await getManifest(session, repository, descriptor.digest, signal);
    const manifest = parseManifest(fetched.bytes, fetched.mediaType || undefined);
    if (manifest.kind !== 'image') {
      assertNoSignature(repository, descriptor, manifest);
      return [shown('other', descriptor.artifactType ?? descriptor.mediaType)];
    }
    const recognised = recogniseReferrer(manifest);
    if (recognised.format === 'simple-signing') {
      const image = readSignatureImage(fetched.bytes, fetched.mediaType || undefined, descriptor.digest);
      const found = await readSignatures(session, { place, repository }, image.signatures, subject, signal);
      return found.map((signature) => ({ ...signature, index }));
    }
    if (recognised.format !== 'bundle') return [shown(recognised.format, recognised.mediaType)];
    const isSignature = await mayBeSignature(session, repository, manifest, recognised, signal);
    return [shown(isSignature ? 'bundle' : 'attestation', recognised.mediaType)];
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    // What could not be opened may be a signature: the verdict must not pass over it.
    const problem = { code: 'referrer-not-readable', failure: failureOf(error) } as const;
    return [shown('bundle', descriptor.artifactType ?? descriptor.mediaType, problem)];
  }
}

/**
 * An index and manifests of other kinds (ORAS, OCI artifacts) hold no signature. Anything else that is refused may be a
 * signature that a reader who is less strict would take: throws `bad-signature-image`.
 */
function assertNoSignature(
  repository: Repository,
  { digest, artifactType = '' }: Descriptor,
  manifest: Exclude<ParsedManifest, ImageManifest>,
): void {
  if (manifest.kind === 'index') return;
  const reason = manifest.kind === 'refused' ? manifest.reason : 'schema-1';
  const saysSignature = artifactType.startsWith(bundlePrefix) || artifactType === cosignArtifact;
  if (reason === 'unknown-media-type' && !saysSignature) return;
  throw new EngineError('bad-signature-image', {
    place: `${formatRepository(repository)}@${digest}`,
    reason,
  });
}

/** The manifest's annotation is a hint that costs nothing, but only the statement itself may make an attestation of it. */
async function mayBeSignature(
  session: RegistrySession,
  repository: Repository,
  manifest: ImageManifest,
  recognised: RecognisedReferrer,
  signal: AbortSignal,
): Promise<boolean> {
  if (recognised.claimedPredicateType === signPredicate) return true;
  const layer = manifest.layers.find((entry) => entry.descriptor.mediaType === recognised.mediaType);
  if (layer === undefined) return true;
  const bytes = await readBlob(session, repository, layer.descriptor.digest, bundleLimit, signal);
  return kindOfBundle(bytes) === 'signature';
}
