// What the referrers API lists for a subject, as descriptors (OCI distribution spec 1.1: listing referrers).
import { EngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { Repository } from '../oci/reference.ts';
import { getReferrers } from '../registry/referrers.ts';
import type { RegistrySession } from '../registry/session.ts';

export interface ListedReferrers {
  readonly listed: readonly Descriptor[];
  /** Of the first page. */
  readonly digest: Digest | undefined;
}

/** Undefined where the registry has no such API. Throws `bad-answer` for what is no index, and as getReferrers does. */
export async function listReferrers(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<ListedReferrers | undefined> {
  const answer = await getReferrers(session, repository, digest, signal);
  if (answer.kind === 'no-referrers-api') return undefined;
  const listed = answer.pages.flatMap((page) => {
    const index = parseManifest(page.bytes);
    if (index.kind === 'index') return index.manifests;
    const { registry } = repository;
    throw new EngineError('bad-answer', { registry, reason: 'referrers-not-an-index' });
  });
  return { listed, digest: answer.pages[0]?.digest };
}
