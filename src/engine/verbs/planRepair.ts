// Plan a repair: what the journal of this machine says was written, held against what is there now (S34). Reads only.
// Whoever can write the journal could ask for anything: nothing is believed but a signature of an own key.
import { describeCredential } from '../credentials/credential.ts';
import { EngineError, isEngineError } from '../errors.ts';
import { parsePublicKey } from '../keys/publicKey.ts';
import { verifySignature } from '../keys/signature.ts';
import { decodeBase64 } from '../oci/base64.ts';
import { digestOf, type Digest } from '../oci/digest.ts';
import { simpleSigning } from '../oci/mediaTypes.ts';
import { formatRepository, parseRepository, type Repository } from '../oci/reference.ts';
import { failureOf } from '../places/failure.ts';
import { nameOfTag, readSignatureTag, type SignatureTagReading } from '../places/signatureTag.ts';
import type { RepairItem, RepairPlan, RepairRequest, SignerKey, Unconfirmed } from '../plan.ts';
import { hasManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { mayRead } from '../registry/mayRead.ts';
import { credentialOf } from '../registry/whoAmI.ts';
import { payloadType, readPayload } from '../signatures/payload.ts';
import { signatureAnnotation } from '../signatures/readSignatureImage.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import { parseAttachedTag } from '../signatures/tags.ts';
import { credentialMark, isSettled, isWaiting, readJournal, removeEntry } from '../store/journal.ts';
import type { JournalEntry } from '../store/journalEntry.ts';
import { withoutBuried } from '../store/tombstones.ts';
import type { EngineContext } from './context.ts';

/** What waits for a person, from the journal alone. Asks no registry. Throws `file-not-readable`. */
export async function readUnconfirmed({ world }: EngineContext): Promise<Unconfirmed> {
  const { entries, bad } = await readJournal(world);
  const waiting: Unconfirmed['entries'][number][] = [];
  for (const entry of entries) {
    const { id, tag, state } = entry;
    if (isSettled(world, entry)) await removeEntry(world, id);
    else if (await isWaiting(world, entry))
      waiting.push({ id, repository: formatRepository(entry.repository), tag, state });
  }
  return { entries: waiting, bad };
}

/** Looks at every entry, or at those of one tag. Throws `cancelled`, and `file-not-readable` for the journal itself. */
export async function planRepair(
  engine: EngineContext,
  request: RepairRequest,
  signal: AbortSignal,
): Promise<RepairPlan> {
  const { entries, bad } = await readJournal(engine.world);
  const items: RepairItem[] = [];
  for (const entry of entries) {
    const { place } = request;
    const isWanted =
      place === undefined || nameOfTag(entry.repository, entry.tag) === `${place.repository}:${place.tag}`;
    if (isWanted) items.push((await lookAtEntry(engine, entry, request.keys, signal)).item);
  }
  const badHere = request.place === undefined ? bad : [];
  return { request, items, bad: badHere, machine: engine.world.machine.name };
}

/** One entry as it is now, and the list that stands there. Throws `cancelled` only. */
export async function lookAtEntry(
  engine: EngineContext,
  entry: JournalEntry,
  keys: readonly SignerKey[],
  signal: AbortSignal,
): Promise<{ readonly item: RepairItem; readonly reading: SignatureTagReading | undefined }> {
  const { id, mark, repository, tag, fingerprint, writtenAt } = entry;
  const digest = subjectOf(entry);
  const key = keys.find((one) => one.fingerprint === fingerprint);
  const { reading, ...look } = await lookAt(engine, entry, digest, key, signal);
  const item = {
    ...{ id, mark, repository: formatRepository(repository), tag, digest, fingerprint, writtenAt },
    ...{ label: key?.label, wasRemoved: entry.state === 'lost' },
    ...{ credential: undefined, othersGone: 0 },
    ...look,
  };
  return { item, reading };
}

type LookedAt = Pick<RepairItem, 'finding'> &
  Partial<Pick<RepairItem, 'credential' | 'othersGone'>> & { readonly reading?: SignatureTagReading };

async function lookAt(
  engine: EngineContext,
  entry: JournalEntry,
  digest: Digest,
  key: SignerKey | undefined,
  signal: AbortSignal,
): Promise<LookedAt> {
  const { session, world } = engine;
  const { repository, tag, layers, seen } = entry;
  if (key === undefined) return { finding: { kind: 'no-own-key' } };
  const image = imageSignedBy(entry, digest, key);
  if (image === undefined) return { finding: { kind: 'not-ours' } };
  const wanted = await withoutBuried(world, nameOfTag(repository, tag), layers);
  if (wanted.length < layers.length) return { finding: { kind: 'removed-here' } };
  try {
    const found = await credentialOf(session, repository, signal);
    const credential = describeCredential(found);
    if (credentialMark(credential) !== entry.credential) {
      return { credential, finding: { kind: 'other-credential' } };
    }
    const reading = await readSignatureTag(session, repository, tag, signal);
    const there = reading?.image.manifest.layers ?? [];
    const othersGone = missingLayers(there, seen).length;
    if (missingLayers(there, layers).length === 0) {
      return { credential, othersGone, finding: { kind: 'there' } };
    }
    // What nobody has any more needs no signature; and a 404 for the list counts only for who may read there (S30).
    if (!(await isImageThere(session, parseRepository(image), digest, signal))) {
      return { credential, finding: { kind: 'image-gone' } };
    }
    const isElsewhere = image !== formatRepository(repository);
    if (reading === undefined && isElsewhere && !(await mayRead(session, repository, signal))) {
      return { credential, finding: { kind: 'could-not-look', reason: 'place-not-readable' } };
    }
    return { credential, othersGone, finding: { kind: 'missing' }, ...(reading && { reading }) };
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return { finding: { kind: 'could-not-look', reason: failureOf(error).code } };
  }
}

/** Throws `place-not-readable` where a 404 means nothing (S17), and what reading throws. */
async function isImageThere(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<boolean> {
  if (await hasManifest(session, repository, digest, signal)) return true;
  if (await mayRead(session, repository, signal, 'now')) return false;
  throw new EngineError('place-not-readable', { place: formatRepository(repository) });
}

/** The repository of the image that this key signed, or undefined where the entry's signature is not one of it. */
function imageSignedBy(entry: JournalEntry, digest: Digest, key: SignerKey): string | undefined {
  const { payload, layers } = entry;
  try {
    const publicKey = parsePublicKey(key.publicKeyPem, key.label);
    const claims = readPayload(payload);
    const isMade = layers.every(({ descriptor }) => {
      const signature = decodeBase64(descriptor.annotations?.[signatureAnnotation] ?? '');
      if (descriptor.mediaType !== simpleSigning || descriptor.digest !== digestOf(payload)) return false;
      if (descriptor.size !== payload.length || signature === undefined) return false;
      return verifySignature(publicKey, payload, signature);
    });
    const isOfImage = claims.type === payloadType && claims.digest === digest;
    if (publicKey.fingerprint !== entry.fingerprint || !isMade || !isOfImage) return undefined;
    return formatRepository(parseRepository(claims.dockerReference));
  } catch {
    return undefined;
  }
}

/** The image that the tag is for; the journal gives only tags that are for one. */
function subjectOf({ tag, payload }: JournalEntry): Digest {
  return parseAttachedTag(tag)?.digest ?? digestOf(payload);
}
