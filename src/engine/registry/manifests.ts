// Manifests (distribution spec: pulling and pushing manifests). Bytes in, bytes out: nothing is parsed or written anew.
import { EngineError, isEngineError } from '../errors.ts';
import { digestOf, isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import { manifestTypes } from '../oci/mediaTypes.ts';
import { isValidTag } from '../oci/reference.ts';
import type { Repository } from '../oci/reference.ts';
import type { Reader } from '../verdict.ts';
import { isHtml } from './answer.ts';
import { call, refusalOf } from './call.ts';
import type { RegistryCall } from './call.ts';
import type { RegistrySession } from './session.ts';
import { readerWith } from './whoAmI.ts';
import { writeRefusalOf } from './writeRefusal.ts';

export interface FetchedManifest {
  readonly bytes: Uint8Array;
  /** Computed from the bytes, never a header (S31). */
  readonly digest: Digest;
  /** The Content-Type without parameters, lower case; the caller compares it with the body. Empty where absent. */
  readonly mediaType: string;
  /** Who read it. */
  readonly reader: Reader;
}

export interface ManifestOptions {
  /** Media types to accept; by default all of images and indexes. */
  readonly accept?: readonly string[];
  /** Bytes; 8 MiB by default. */
  readonly limit?: number;
}

const usualLimit = 8 * 1024 * 1024;

/**
 * Reads a manifest or index. By digest, the bytes are checked. Throws `digest-mismatch`, `not-found`, `not-signed-in`,
 * `forbidden`, `rate-limited`, `registry-failed`, `registry-refused`, `not-a-registry`, and what call() throws.
 */
export async function getManifest(
  session: RegistrySession,
  repository: Repository,
  tagOrDigest: string,
  signal: AbortSignal,
  options: ManifestOptions = {},
): Promise<FetchedManifest> {
  const asked: RegistryCall = {
    repository,
    operation: 'reading a manifest',
    method: 'GET',
    path: `manifests/${checkTarget(tagOrDigest)}`,
    // A tag is read as it is now: an old answer of a cache would lose the signatures added since.
    headers: { accept: (options.accept ?? manifestTypes).join(', '), 'cache-control': 'no-cache' },
    access: 'pull',
    bodyLimit: options.limit ?? usualLimit,
    retry: 'safe',
    redirects: 'follow',
  };
  const reply = await call(session, asked, signal);
  if (reply.status !== 200) throw refusalOf(session, asked, reply);
  const type = reply.headers.get('content-type');
  if (isHtml(reply.body, type) || !/^\s*\{/.test(new TextDecoder().decode(reply.body.subarray(0, 64)))) {
    throw new EngineError('not-a-registry', { registry: repository.registry, reason: 'no-manifest' });
  }
  const digest = digestOf(reply.body);
  if (isDigest(tagOrDigest) && digest !== tagOrDigest) {
    throw new EngineError('digest-mismatch', {
      registry: repository.registry,
      repository: repository.path,
      expected: tagOrDigest,
      actual: digest,
    });
  }
  return {
    bytes: reply.body,
    digest,
    mediaType: (type ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
    reader: readerWith(session, reply.credential),
  };
}

/** False where the registry says 404. Throws what else getManifest throws. */
export async function hasManifest(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await getManifest(session, repository, digest, signal);
    return true;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return false;
    throw error;
  }
}

/**
 * Writes a manifest, once: no failure makes the transport send it again (a 401 does, since nothing was stored then).
 * After a failure for which mayHaveBeenStored() is true the caller reads back. Throws `tag-immutable`, `not-writable`
 * and what getManifest throws.
 */
export async function putManifest(
  session: RegistrySession,
  repository: Repository,
  tagOrDigest: string,
  bytes: Uint8Array,
  mediaType: string,
  signal: AbortSignal,
): Promise<void> {
  const asked: RegistryCall = {
    repository,
    operation: 'writing a manifest',
    method: 'PUT',
    path: `manifests/${checkTarget(tagOrDigest)}`,
    headers: { 'content-type': mediaType },
    body: bytes,
    access: 'pull,push',
    bodyLimit: 65_536,
    retry: 'never',
    redirects: 'same-host',
  };
  const reply = await call(session, asked, signal);
  if ([200, 201, 202].includes(reply.status)) return;
  throw writeRefusalOf(session, asked, reply, tagOrDigest);
}

/** True where a PUT that failed so may have been stored all the same: the caller reads back before it says anything. */
export function mayHaveBeenStored(error: unknown): boolean {
  if (isEngineError(error, 'unreachable'))
    return error.details.reason === 'reset' || error.details.reason === 'other';
  return ['timed-out', 'registry-failed', 'rate-limited', 'cancelled', 'too-large'].some(
    (code) => isEngineError(error) && error.code === code,
  );
}

/** The tag or digest, fit for a path. Throws `bad-reference`. */
export function checkTarget(tagOrDigest: string): string {
  if (!isDigest(tagOrDigest) && !isValidTag(tagOrDigest)) {
    throw new EngineError('bad-reference', { text: tagOrDigest, position: 0, reason: 'tag' });
  }
  return tagOrDigest;
}
