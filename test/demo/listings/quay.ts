// Quay's API (https://docs.quay.io/api/swagger/; quay/quay endpoints/api/repository.py and tag.py): public repositories of a
// namespace to everybody, page by page with a token.
import { type Content, inNamespace, json, type ListServer, numberedPage } from './content.ts';

export function newQuayLists(content: Content): ListServer {
  return ({ url }) => {
    const { searchParams } = url;
    if (url.pathname === '/api/v1/repository') {
      const owned = inNamespace(content, searchParams.get('namespace') ?? '');
      const from = Number(/^token-(\d+)$/.exec(searchParams.get('next_page') ?? '')?.[1] ?? 0);
      const entries = owned.slice(from, from + 100).map(({ name, date }) => ({
        namespace: searchParams.get('namespace'),
        name,
        is_public: true,
        last_modified: date / 1000,
      }));
      const more = from + 100 < owned.length ? { next_page: `token-${String(from + 100)}` } : {};
      return json(200, { repositories: entries, ...more });
    }
    const [, path] = /^\/api\/v1\/repository\/(.+)\/tag\/$/.exec(url.pathname) ?? [];
    const found = content.find((one) => one.path === path);
    if (found === undefined) return json(404, { error_message: 'Not Found' });
    const like = /^like:(.*)$/.exec(searchParams.get('filter_tag_name') ?? '')?.[1] ?? '';
    const tags = found.tags.filter(({ name }) => name.includes(like));
    const page = numberedPage(url, tags, ['limit', 50, 100]);
    const entries = page.entries.map(({ name, digest, date }) => ({
      name,
      manifest_digest: digest,
      last_modified: new Date(date).toUTCString(),
    }));
    return json(200, { tags: entries, has_additional: page.next !== undefined });
  };
}
