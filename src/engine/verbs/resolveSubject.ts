// From what a person typed to the subject: the digest of fetched bytes, never of a header (S31).
import { EngineError, isEngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest, type ImageManifest, type IndexManifest } from '../oci/manifest.ts';
import { formatReference, type Reference } from '../oci/reference.ts';
import { getManifest, type FetchedManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { Reader } from '../verdict.ts';

export interface ResolvedSubject {
  readonly reference: Reference;
  readonly repository: Reference['repository'];
  readonly digest: Digest;
  readonly manifest: ImageManifest | IndexManifest;
  readonly size: number;
  /** Who read it. */
  readonly reader: Reader;
}

/**
 * Fetches what the reference names. Throws `subject-not-found` (push it first), `not-an-image` for what cannot be
 * signed (schema 1, two readings in one body), and what the registry client throws.
 */
export async function resolveSubject(
  session: RegistrySession,
  reference: Reference,
  signal: AbortSignal,
): Promise<ResolvedSubject> {
  const fetched = await fetchSubject(session, reference, signal);
  const manifest = parseManifest(fetched.bytes, fetched.mediaType || undefined);
  if (manifest.kind === 'schema1' || manifest.kind === 'refused') {
    throw new EngineError('not-an-image', {
      reference: formatReference(reference),
      digest: fetched.digest,
      reason: manifest.kind === 'refused' ? manifest.reason : 'schema-1',
    });
  }
  return {
    reference,
    repository: reference.repository,
    digest: fetched.digest,
    manifest,
    size: fetched.bytes.length,
    reader: fetched.reader,
  };
}

async function fetchSubject(
  session: RegistrySession,
  reference: Reference,
  signal: AbortSignal,
): Promise<FetchedManifest> {
  const { repository, digest, tag, impliedTag } = reference;
  try {
    return await getManifest(session, repository, digest ?? tag ?? 'latest', signal);
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
    const { registry, path } = repository;
    const details = { reference: formatReference(reference), registry, repository: path, impliedTag };
    throw new EngineError('subject-not-found', details, error);
  }
}
