// Everything that hangs on one manifest, as manifests: cosign's tags beside it, and its referrers, by the API and by the
// fallback index (cosign-formats §2.1, §7.4; OCI distribution spec 1.1). For copying: what cannot be read is a failure,
// because a copy without it would look like an image that was never signed.
import { EngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { Repository } from '../oci/reference.ts';
import type { FetchedManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { attachedTag, fallbackTag, type AttachedKind } from '../signatures/tags.ts';
import { together } from '../together.ts';
import { fetchTag } from './fetchTag.ts';
import { listReferrers } from './listReferrers.ts';
import { nameOfTag } from './signatureTag.ts';

export type HangingTag = Exclude<AttachedKind, 'fallback'>;

export interface Hanging {
  readonly tags: readonly { readonly kind: HangingTag; readonly fetched: FetchedManifest }[];
  /** Each digest once. */
  readonly referrers: readonly Descriptor[];
}

const kinds = ['signature', 'attestation', 'sbom'] as const;

/** What hangs on the manifest in this repository. A 404 counts as nothing: the caller may read there (S17). */
export async function hangingOn(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<Hanging> {
  const tag = (kind: HangingTag) => (stop: AbortSignal) =>
    fetchTag(session, repository, attachedTag(digest, kind), stop);
  const [signature, attestation, sbom, byApi, fallback] = await together(
    [
      tag('signature'),
      tag('attestation'),
      tag('sbom'),
      (stop) => listReferrers(session, repository, digest, stop),
      (stop) => listedByTag(session, repository, digest, stop),
    ],
    signal,
  );
  const found = [signature, attestation, sbom];
  const tags = kinds.flatMap((kind, index) => {
    const fetched = found[index];
    return fetched === undefined ? [] : [{ kind, fetched }];
  });
  const referrers = new Map([...fallback, ...(byApi?.listed ?? [])].map((one) => [one.digest, one]));
  referrers.delete(digest);
  return { tags, referrers: [...referrers.values()] };
}

/** The subject itself (GitLab) or an image under this tag (`cosign copy` puts it there) lists nothing. */
async function listedByTag(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<readonly Descriptor[]> {
  const tag = fallbackTag(digest);
  const fetched = await fetchTag(session, repository, tag, signal);
  if (fetched === undefined || fetched.digest === digest) return [];
  const index = parseManifest(fetched.bytes, fetched.mediaType || undefined);
  if (index.kind === 'image') return [];
  if (index.kind === 'index') return index.manifests;
  const reason = index.kind === 'refused' ? index.reason : 'schema-1';
  throw new EngineError('bad-signature-image', { place: nameOfTag(repository, tag), reason });
}
