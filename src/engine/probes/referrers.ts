// What hangs on an image: the referrers API and whether it filters (distribution spec 1.1: listing referrers), and whether
// the fallback tag can be told from the image itself (registries §3.7).
import { digestOf, isDigest, type Digest } from '../oci/digest.ts';
import { manifestTypes, ociIndex } from '../oci/mediaTypes.ts';
import { fallbackTag } from '../signatures/tags.ts';
import type { RegistryReply } from '../registry/call.ts';
import type { Finding } from '../registryCheck.ts';
import { isDone, judge, jsonOf, notTried, typeOf, type Asked, type Prober } from './prober.ts';

/** Asks what refers to this digest. `filter`: an artifact type that nothing there has. Throws `cancelled`. */
export async function probeReferrers(
  prober: Prober,
  subject: Digest,
  filter: string,
): Promise<readonly Finding[]> {
  const asked = await askReferrers(prober, subject, '');
  const found = judge('referrers', asked, (reply) => listedIn(reply) !== undefined);
  const listed = asked.reply === undefined ? undefined : listedIn(asked.reply);
  if (found.answer !== 'yes' || listed === undefined)
    return [found, ...notTried('needs-other', 'referrers-filter')];
  const filtered = await askReferrers(prober, subject, `artifactType=${encodeURIComponent(filter)}`);
  return [found, filterFinding(filtered, listed.length)];
}

function filterFinding(asked: Asked, unfiltered: number): Finding {
  const { reply } = asked;
  const name = 'referrers-filter';
  const told = reply?.headers.get('oci-filters-applied') ?? '';
  if (isDone(reply) && told.includes('artifactType')) {
    return {
      name,
      answer: 'yes',
      evidence: { kind: 'header', name: 'OCI-Filters-Applied', value: told.slice(0, 200) },
    };
  }
  const left = reply === undefined ? undefined : listedIn(reply);
  if (left === undefined) return judge(name, asked, () => false);
  if (unfiltered === 0) return notTried('nothing-there', name)[0] as Finding;
  // Many filter and do not say so.
  return judge(name, asked, () => (left.length < unfiltered ? { kind: 'seen' } : false));
}

/** The list of what refers to it, whole or by this query. */
export function askReferrers(prober: Prober, subject: Digest, query: string): Promise<Asked> {
  const headers = { accept: ociIndex, 'cache-control': 'no-cache' };
  return prober.ask({ path: `referrers/${subject}`, query, headers, operation: 'listing referrers' });
}

/** The digests that an answer of the API lists; undefined where it is none. */
export function listedIn(reply: RegistryReply): readonly string[] | undefined {
  if (reply.status !== 200) return undefined;
  const manifests = jsonOf(reply)?.['manifests'];
  // zot and others say null for an empty list.
  if (manifests === null) return [];
  if (!Array.isArray(manifests)) return undefined;
  return manifests.flatMap((entry: unknown) => {
    const digest = (entry as { digest?: unknown } | null)?.digest;
    return typeof digest === 'string' && isDigest(digest) ? [digest] : [];
  });
}

/** The tag that stands for the API where there is none: GitLab answers it with the image itself. Throws `cancelled`. */
export async function probeFallbackTag(prober: Prober, subject: Digest): Promise<Finding> {
  const headers = { accept: manifestTypes.join(', ') };
  const { reply } = await prober.ask({ path: `manifests/${fallbackTag(subject)}`, headers });
  if (isDone(reply)) {
    if (digestOf(reply.body) === subject)
      return { name: 'fallback-tag', answer: 'no', evidence: { kind: 'is-the-subject' } };
    if (typeOf(reply) === ociIndex)
      return { name: 'fallback-tag', answer: 'yes', evidence: { kind: 'holds', mediaType: ociIndex } };
  }
  return notTried('write', 'fallback-tag')[0] as Finding;
}
