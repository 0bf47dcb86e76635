// Tags and catalog of the demo registry (OCI distribution spec 1.1: end-8; the catalog is distribution's own).
import { absent } from './absent.ts';
import { type Answer, type Exchange, jsonAnswer, methodNotAllowed, noSuchPage, refusal } from './answers.ts';
import type { RepositoryState } from './state.ts';

export function answerTags(exchange: Exchange, name: string): Answer {
  const { request, state, options } = exchange;
  if (request.method !== 'GET') return methodNotAllowed('GET');
  const repository = state.repositories.get(name);
  if (repository === undefined) {
    const usual = refusal(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name });
    return absent(exchange, 'tags', name) ?? usual;
  }
  const tooMany = refusalOfLongPage(exchange);
  if (tooMany !== undefined) return tooMany;
  const tags = [...repository.tags.keys()];
  const paging = options.tagPaging ?? 'link';
  const details = options.tagDetails === true ? detailsOf(exchange, name, repository) : {};
  // Everything, and the newest first: distribution 2.8 knows neither pages nor order.
  if (paging === 'none') return jsonAnswer(200, { name, tags: tags.length === 0 ? null : tags.reverse() });
  const page = pageOf(exchange, tags, `/v2/${name}/tags/list`);
  return jsonAnswer(200, { name, ...details, tags: page.entries }, paging === 'link' ? page.headers : {});
}

export function answerCatalog(exchange: Exchange): Answer {
  const { request, state, options } = exchange;
  if (options.catalog === false) return absent(exchange, 'catalog', 'catalog') ?? noSuchPage();
  if (request.method !== 'GET') return methodNotAllowed('GET');
  const tooMany = refusalOfLongPage(exchange);
  if (tooMany !== undefined) return tooMany;
  const page = pageOf(exchange, [...state.repositories.keys()], '/v2/_catalog');
  return jsonAnswer(200, { repositories: page.entries }, page.headers);
}

function refusalOfLongPage({ request, options }: Exchange): Answer | undefined {
  const limit = options.pageLimit;
  return limit !== undefined && Number(request.query.get('n') ?? 0) > limit.most ? limit.refusal : undefined;
}

function pageOf(
  { request, options }: Exchange,
  all: readonly string[],
  path: string,
): { entries: string[]; headers: Record<string, string> } {
  const last = request.query.get('last');
  const rest = all.toSorted(byBytes).filter((entry) => last === null || byBytes(entry, last) > 0);
  const size = Number(request.query.get('n') ?? options.pageSize ?? Number.NaN);
  if (!Number.isInteger(size) || size < 0) return { entries: rest, headers: {} };
  // GHCR's catalog leads to pages of nothing, and from there to the same.
  const isCatalogOfNothing = options.link === 'n=0' && path === '/v2/_catalog';
  if (isCatalogOfNothing && size === 0) {
    return { entries: [], headers: { link: `<${path}?${request.query.toString()}>; rel="next"` } };
  }
  const entries = rest.slice(0, size);
  const end = entries.at(-1);
  if (end === undefined || entries.length === rest.length) return { entries, headers: {} };
  const [shown, from] = [isCatalogOfNothing ? 0 : size, `last=${encodeURIComponent(end)}`];
  const queries = {
    orderby: `${from}&n=${shown}&orderby=`,
    'as-is': `n=${shown}&last=${end}`,
    'n=0': `${from}&n=${shown}`,
  };
  const query = options.link === undefined ? `${from}&n=${shown}` : queries[options.link];
  return { entries, headers: { link: `<${path}?${query}>; rel="next"` } };
}

/** Google's further members (google/go-containerregistry pkg/v1/google/list.go). */
function detailsOf({ state }: Exchange, name: string, repository: RepositoryState): Record<string, unknown> {
  const manifest: Record<string, unknown> = {};
  for (const [digest, { mediaType, bytes }] of repository.manifests) {
    const tag = [...repository.tags].filter(([, found]) => found === digest).map(([one]) => one);
    const times = { timeCreatedMs: '1700000000000', timeUploadedMs: '1700000060000' };
    manifest[digest] = { imageSizeBytes: String(bytes.length), layerId: '', mediaType, tag, ...times };
  }
  const below = [...state.repositories.keys()].filter((other) => other.startsWith(`${name}/`));
  const child = [...new Set(below.map((other) => other.slice(name.length + 1).split('/')[0]))];
  return { child, manifest };
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
