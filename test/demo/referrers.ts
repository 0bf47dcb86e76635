// The referrers API of the demo registry (OCI distribution spec 1.1: end-12, "Listing Referrers").
import { type Answer, type Exchange, jsonAnswer, methodNotAllowed, noSuchPage } from './answers.ts';
import { parseManifest } from './manifestParts.ts';
import type { RepositoryState } from './state.ts';

const ociIndex = 'application/vnd.oci.image.index.v1+json';

export function answerReferrers(exchange: Exchange, name: string, subject: string): Answer {
  const { request, state, options } = exchange;
  const said = options.words?.referrers?.(name, subject);
  if (said !== undefined) return said;
  if (options.referrers === false) return noSuchPage();
  if (request.method !== 'GET') return methodNotAllowed('GET');
  const repository = state.repositories.get(name);
  const wanted = request.query.get('artifactType');
  const all = repository === undefined ? [] : referrersOf(repository, subject);
  const matching = wanted === null ? all : all.filter((entry) => entry['artifactType'] === wanted);
  const size = options.referrersPageSize ?? Number.POSITIVE_INFINITY;
  const start = Number(request.query.get('after') ?? 0);
  const page = matching.slice(start, start + size);
  const more = start + size < matching.length;
  const filter = wanted === null ? '' : `&artifactType=${encodeURIComponent(wanted)}`;
  const headers = {
    'content-type': ociIndex,
    ...(wanted === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    ...(more
      ? { link: `</v2/${name}/referrers/${subject}?after=${start + size}${filter}>; rel="next"` }
      : {}),
  };
  return jsonAnswer(200, { schemaVersion: 2, mediaType: ociIndex, manifests: page }, headers);
}

function referrersOf(repository: RepositoryState, subject: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (const [digest, { mediaType, bytes }] of repository.manifests) {
    const manifest = parseManifest(bytes);
    if (manifest?.subject?.digest !== subject) continue;
    const artifactType = manifest.artifactType ?? manifest.config?.mediaType;
    found.push({
      mediaType,
      size: bytes.length,
      digest,
      ...(manifest.annotations === undefined ? {} : { annotations: manifest.annotations }),
      ...(artifactType === undefined ? {} : { artifactType }),
    });
  }
  return found;
}
