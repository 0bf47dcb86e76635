// The referrers fallback tag `sha256-HEX` (OCI distribution spec 1.1, "referrers tag schema"): an index of referrers
// where the registry has no referrers API, and sometimes where it has one.
import { EngineError } from '../errors.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { SoughtSubject, Spot } from './choosePlaces.ts';
import { fetchTag } from './fetchTag.ts';
import type { PlaceContent } from './placeContent.ts';
import { openReferrers } from './referrers.ts';
import { nameOfTag } from './signatureTag.ts';

/** What the fallback index lists. The subject itself or an image under this tag is no index: nothing is there. */
export async function readFallbackPlace(
  session: RegistrySession,
  spot: Spot,
  subject: SoughtSubject,
  signal: AbortSignal,
): Promise<PlaceContent> {
  const fetched = await fetchTag(session, spot.repository, spot.place.target, signal);
  if (fetched === undefined) return { none: 'not-there' };
  // GitLab resolves the dash form to the digest; `cosign copy` stores the image under this name.
  if (fetched.digest === subject.digest) return { none: 'is-the-subject' };
  const index = parseManifest(fetched.bytes, fetched.mediaType || undefined);
  if (index.kind === 'image') return { none: 'no-signatures-in-it' };
  if (index.kind !== 'index') {
    const place = nameOfTag(spot.repository, spot.place.target);
    const reason = index.kind === 'refused' ? index.reason : 'schema-1';
    throw new EngineError('bad-signature-image', { place, reason });
  }
  if (index.manifests.length === 0) return { none: 'no-signatures-in-it' };
  return {
    manifest: fetched.digest,
    found: await openReferrers(session, spot, index.manifests, subject, signal),
  };
}
