// The manifests of a copy: by digest, read back, and the tag that is pointed at the image in the end.
import type { PlannedManifest } from '../copyPlan.ts';
import { EngineError, throwIfCancelled } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import { pause } from '../pause.ts';
import { failureOf } from '../places/failure.ts';
import { fetchTag } from '../places/fetchTag.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import { hasManifest, mayHaveBeenStored, putManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { EngineContext } from './context.ts';

/** As the transport waits before it asks again; milliseconds. */
const waits: readonly number[] = [1000, 3000];

/**
 * Stores the manifest by its digest and reads it back. Written again after a passing failure: under its digest there is
 * never anything else. Throws `digest-mismatch` for other bytes than the plan's, `copy-not-confirmed`, what writing throws.
 */
export async function storeManifest(
  session: RegistrySession,
  repository: Repository,
  { digest, bytes, mediaType }: PlannedManifest,
  signal: AbortSignal,
): Promise<'sent' | 'there'> {
  if (await hasManifest(session, repository, digest, signal)) return 'there';
  for (let tries = 1; ; tries += 1) {
    let failure: Error | undefined;
    try {
      await putManifest(session, repository, digest, bytes, mediaType, signal);
    } catch (error) {
      throwIfCancelled(signal, 'writing a manifest');
      if (!mayHaveBeenStored(error)) throw error;
      failure = error as Error;
    }
    if (await hasManifest(session, repository, digest, signal)) return 'sent';
    const wait = failure === undefined ? undefined : waits[tries - 1];
    if (wait === undefined) {
      throw failure ?? notConfirmed(`${formatRepository(repository)}@${digest}`, digest, 'nothing-there');
    }
    await pause(session.world, wait, signal);
    throwIfCancelled(signal, 'writing a manifest');
  }
}

export interface Pointed {
  readonly digest: Digest;
  /** Among them the one of this digest. */
  readonly manifests: readonly PlannedManifest[];
  /** Called when the PUT goes out: until then the tag certainly is as it was. */
  readonly writing?: () => void;
}

/**
 * Points the tag at the digest, once, if it still points where the plan saw it; true where it had to be. From the PUT on
 * only the engine's end stops it (U13). Throws `plan-changed`, `tag-immutable`, `copy-not-confirmed`, what reading and
 * writing throw.
 */
export async function pointTag(
  { session, queue, lifetime }: EngineContext,
  repository: Repository,
  tag: string,
  { digest, manifests, writing }: Pointed,
  planned: Digest | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const place = nameOfTag(repository, tag);
  const manifest = manifests.find((one) => one.digest === digest);
  if (manifest === undefined) throw new EngineError('internal', { what: 'point a tag at a manifest' });
  const point = async (): Promise<boolean> => {
    const now = (await fetchTag(session, repository, tag, signal))?.digest;
    if (now === digest) return false;
    if (now !== planned) throw new EngineError('plan-changed', { what: 'tag', place });
    throwIfCancelled(signal, `copying; ${place} is as it was`);
    let failure: unknown;
    writing?.();
    try {
      await putManifest(session, repository, tag, manifest.bytes, manifest.mediaType, lifetime);
    } catch (error) {
      if (!mayHaveBeenStored(error)) throw error;
      failure = error;
    }
    const back = await readBack(session, repository, tag, digest, lifetime);
    if (back === digest) return true;
    const reason =
      failure !== undefined ? failureOf(failure).code : back === undefined ? 'nothing-there' : 'not-in-it';
    throw notConfirmed(place, digest, reason, failure);
  };
  return queue.run(place, point, signal);
}

async function readBack(
  session: RegistrySession,
  repository: Repository,
  tag: string,
  digest: Digest,
  lifetime: AbortSignal,
): Promise<Digest | undefined> {
  try {
    return (await fetchTag(session, repository, tag, lifetime))?.digest;
  } catch (error) {
    throw notConfirmed(nameOfTag(repository, tag), digest, failureOf(error).code, error);
  }
}

function notConfirmed(
  place: string,
  digest: Digest,
  reason: ConstructorParameters<typeof EngineError<'copy-not-confirmed'>>[1]['reason'],
  cause?: unknown,
): EngineError {
  return new EngineError('copy-not-confirmed', { place, digest, reason }, cause);
}
