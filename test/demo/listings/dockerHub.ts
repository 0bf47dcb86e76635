// Docker Hub's API at hub.docker.com (https://docs.docker.com/reference/api/hub/latest/): a bad bearer turns a public 200
// into 401, private repositories are 404 to strangers (registries §3.3).
import { type Content, inNamespace, iso, json, type ListServer, numberedPage } from './content.ts';

export const hubJwt = 'canary-hub-jwt';

/** `ann` with this secret owns the namespace acme; `isPrivate`: only she sees it. */
export function newDockerHubLists(content: Content, secret: string, isPrivate = false): ListServer {
  return ({ method, url, headers, body }) => {
    if (method === 'POST' && url.pathname === '/v2/auth/token') {
      const login = JSON.parse(body) as { identifier?: string; secret?: string };
      const isAnn = login.identifier === 'ann' && login.secret === secret;
      return isAnn
        ? json(200, { access_token: hubJwt })
        : json(401, { detail: 'Incorrect authentication credentials' });
    }
    const authorization = headers.get('authorization');
    if (authorization !== null && authorization !== `Bearer ${hubJwt}`)
      return json(401, { message: 'unauthorized' });
    const [, namespace = '', repository] =
      /^\/v2\/namespaces\/([^/]+)\/repositories(?:\/([^/]+)\/tags)?$/.exec(url.pathname) ?? [];
    const own = inNamespace(content, namespace);
    const owned = own.length === 0 && namespace === 'ann' ? inNamespace(content, 'acme') : own;
    if (owned.length === 0 || (isPrivate && authorization === null))
      return json(404, { message: 'object not found' });
    const has = (name: string): boolean => name.includes(url.searchParams.get('name') ?? '');
    if (repository === undefined) {
      const page = numberedPage(
        url,
        owned.filter(({ name }) => has(name)),
        ['page_size', 10, 100],
      );
      const results = page.entries.map(({ name, date }) => ({ name, namespace, last_updated: iso(date) }));
      return json(200, { count: page.total, next: page.next ?? null, previous: null, results });
    }
    const tags = owned.find(({ name }) => name === repository)?.tags;
    if (tags === undefined) return json(404, { message: 'object not found' });
    const page = numberedPage(
      url,
      tags.filter(({ name }) => has(name)),
      ['page_size', 10, 100],
    );
    const results = page.entries.map(({ name, digest, date }) => ({
      name,
      digest,
      tag_last_pushed: iso(date),
    }));
    return json(200, { count: page.total, next: page.next ?? null, previous: null, results });
  };
}
