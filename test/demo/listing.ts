// Tags and catalog of the demo registry (OCI distribution spec 1.1: end-8; the catalog is distribution's own).
import { type Answer, type Exchange, jsonAnswer, methodNotAllowed, noSuchPage, refusal } from './answers.ts';

export function answerTags(exchange: Exchange, name: string): Answer {
  const { request, state, options } = exchange;
  if (request.method !== 'GET') return methodNotAllowed('GET');
  const repository = state.repositories.get(name);
  if (repository === undefined) {
    return refusal(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name });
  }
  const tags = [...repository.tags.keys()];
  const paging = options.tagPaging ?? 'link';
  // Everything, and the newest first: distribution 2.8 knows neither pages nor order.
  if (paging === 'none') return jsonAnswer(200, { name, tags: tags.length === 0 ? null : tags.reverse() });
  const page = pageOf(exchange, tags, `/v2/${name}/tags/list`);
  return jsonAnswer(200, { name, tags: page.entries }, paging === 'link' ? page.headers : {});
}

export function answerCatalog(exchange: Exchange): Answer {
  const { request, state, options } = exchange;
  if (options.catalog === false) return noSuchPage();
  if (request.method !== 'GET') return methodNotAllowed('GET');
  const page = pageOf(exchange, [...state.repositories.keys()], '/v2/_catalog');
  return jsonAnswer(200, { repositories: page.entries }, page.headers);
}

function pageOf(
  { request }: Exchange,
  all: readonly string[],
  path: string,
): { entries: string[]; headers: Record<string, string> } {
  const last = request.query.get('last');
  const rest = all.toSorted(byBytes).filter((entry) => last === null || byBytes(entry, last) > 0);
  const asked = Number(request.query.get('n') ?? Number.NaN);
  if (!Number.isInteger(asked) || asked < 0) return { entries: rest, headers: {} };
  const entries = rest.slice(0, asked);
  const end = entries.at(-1);
  if (end === undefined || entries.length === rest.length) return { entries, headers: {} };
  const link = `<${path}?last=${encodeURIComponent(end)}&n=${asked}>; rel="next"`;
  return { entries, headers: { link } };
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
