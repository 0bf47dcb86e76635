// Plan a signature: reference → subject → place → what is there and who would write. Reads only; the person confirms
// the plan as it stands (decision 10).
import { describeCredential } from '../credentials/credential.ts';
import { EngineError, isEngineError } from '../errors.ts';
import { parsePublicKey, type PublicKey } from '../keys/publicKey.ts';
import { digestOf } from '../oci/digest.ts';
import type { ImageManifest, IndexManifest } from '../oci/manifest.ts';
import { formatRepository, parseReference, type Repository } from '../oci/reference.ts';
import { signatureRepositoryFor } from '../places/signatureRepository.ts';
import { readSignatureTag, type SignatureTagReading } from '../places/signatureTag.ts';
import type { SignPlan, SignPlace, SignRequest } from '../plan.ts';
import { readBlob } from '../registry/blobs.ts';
import { formatPlatform } from '../oci/platforms.ts';
import { tokenGrants, type Granted } from '../registry/granted.ts';
import { mayRead } from '../registry/mayRead.ts';
import { factsOf } from '../registry/session.ts';
import { credentialOf } from '../registry/whoAmI.ts';
import { signatureTag } from '../signatures/tags.ts';
import { together } from '../together.ts';
import type { EngineContext } from './context.ts';
import { isSignedAlready, payloadOf } from './payloadOf.ts';
import { resolvePreferences, type Preferences } from './preferences.ts';
import { resolveSubject } from './resolveSubject.ts';

/**
 * The plan for signing what the reference names. Throws `bad-reference`, `bad-annotation`, `bad-signature-repository`,
 * `bad-key-file`, `unsupported-key`, `subject-not-found`, `not-an-image`, and what the registry client throws when the place cannot be read (S30).
 */
export async function planSign(
  engine: EngineContext,
  request: SignRequest,
  signal: AbortSignal,
): Promise<SignPlan> {
  const reference = parseReference(request.reference);
  const preferences = resolvePreferences(request.settings, engine.world);
  const key = readKey(request);

  const subject = await resolveSubject(engine.session, reference, signal);
  const payload = payloadOf(subject.repository, subject.digest, request.annotations);
  const repository = placeRepository(subject.repository, preferences);
  const tag = signatureTag(subject.digest);

  const [there, push] = await readThere(engine, subject.repository, repository, tag, signal);
  const credential = await credentialOf(engine.session, repository, signal);
  const place = { repository: formatRepository(repository), tag, ...whereFrom(preferences) };
  const state = await stateOf(engine, there, repository, preferences, signal);
  const isListed = there?.image.signatures.some(isSignedAlready(key, payload)) ?? false;
  // A signature without its payload verifies nowhere: run puts the payload back (S20).
  const alreadySigned = isListed && (await isStored(engine, repository, payload, signal));

  const plan: SignPlan = {
    request,
    repository: formatRepository(subject.repository),
    tag: reference.digest === undefined ? reference.tag : undefined,
    impliedTag: reference.impliedTag,
    digest: subject.digest,
    mediaType: subject.manifest.mediaType,
    size: subject.size,
    platforms: platformsOf(subject.manifest),
    further: [],
    place: { ...place, state, signatures: there?.image.signatures.length ?? 0 },
    ...withRefusal(engine, repository, mediaTypesOf(there, preferences)),
    credential: {
      description: describeCredential(credential),
      identity: credential.identity,
      push,
    },
    machine: engine.world.machine.name,
    log: 'none',
    alreadySigned,
    plannedAt: engine.world.clock.now(),
  };
  if (there !== undefined) engine.seen.set(plan, there);
  return plan;
}

/** A record whose public key is not the one it names would say "already signed" of another key (S7, S36). */
function readKey({ key }: SignRequest): PublicKey {
  const publicKey = parsePublicKey(key.publicKeyPem, key.label);
  if (publicKey.fingerprint === key.fingerprint) return publicKey;
  throw new EngineError('bad-key-file', {
    name: key.label,
    reason: 'not-the-recorded-key',
  });
}

/** The image's own repository, or what the signature repository makes of it. */
function placeRepository(image: Repository, { signatureRepository }: Preferences): Repository {
  if (signatureRepository === undefined) return image;
  return signatureRepositoryFor(image, signatureRepository.repository, signatureRepository.layout);
}

function whereFrom({ signatureRepository }: Preferences): Pick<SignPlace, 'layout' | 'origin'> {
  if (signatureRepository === undefined) return { layout: 'own', origin: { kind: 'default', name: '' } };
  return { layout: signatureRepository.layout, origin: signatureRepository.origin };
}

/** What is under the tag, and whether a push would be granted: at once where the registry is known already. */
async function readThere(
  { session }: EngineContext,
  image: Repository,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<readonly [SignatureTagReading | undefined, Granted]> {
  const read = (stop: AbortSignal): Promise<SignatureTagReading | undefined> =>
    readSignatureTag(session, repository, tag, stop);
  const ask = (stop: AbortSignal): Promise<Granted> => tokenGrants(session, repository, 'pull,push', stop);
  if (repository.registry === image.registry) return together([read, ask], signal);
  return [await read(signal), await ask(signal)];
}

/** In the image's own repository the reader has just read the subject, so a 404 is believed; elsewhere only of one who may read. */
async function stateOf(
  { session }: EngineContext,
  there: SignatureTagReading | undefined,
  repository: Repository,
  { signatureRepository }: Preferences,
  signal: AbortSignal,
): Promise<SignPlace['state']> {
  if (there !== undefined) return 'has-signatures';
  if (signatureRepository === undefined) return 'empty';
  return (await mayRead(session, repository, signal)) ? 'empty' : 'will-be-created';
}

/** Media types of an existing `.sig` image are kept, as cosign does (cosign-formats §1.4). */
function mediaTypesOf(
  there: SignatureTagReading | undefined,
  { legacyMediaTypes }: Preferences,
): Pick<SignPlan, 'mediaTypes' | 'mediaTypesOrigin'> {
  if (there !== undefined) return { mediaTypes: there.image.mediaTypes, mediaTypesOrigin: 'existing' };
  return {
    mediaTypes: legacyMediaTypes.value ? 'docker' : 'oci',
    mediaTypesOrigin: legacyMediaTypes.origin,
  };
}

/** What a check of the registry or an earlier try found out: the person is to know it before the password is typed. */
function withRefusal(
  { session }: EngineContext,
  { registry, path }: Repository,
  types: Pick<SignPlan, 'mediaTypes' | 'mediaTypesOrigin'>,
): Pick<SignPlan, 'mediaTypes' | 'mediaTypesOrigin' | 'mediaTypesRefused'> {
  const isRefused = factsOf(session, registry).refusedTypes.get(path) === types.mediaTypes;
  return isRefused && types.mediaTypesOrigin !== 'existing' ? { ...types, mediaTypesRefused: true } : types;
}

/** True where the registry has exactly these bytes as a blob. */
async function isStored(
  { session }: EngineContext,
  repository: Repository,
  payload: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await readBlob(session, repository, digestOf(payload), payload.length, signal);
    return true;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return false;
    throw error;
  }
}

function platformsOf(manifest: ImageManifest | IndexManifest): readonly string[] {
  if (manifest.kind !== 'index') return [];
  return manifest.manifests.flatMap(({ platform }) => {
    if (platform === undefined || platform.os === 'unknown') return [];
    return [formatPlatform(platform)];
  });
}
