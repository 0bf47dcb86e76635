// GitLab's container registry API (https://docs.gitlab.com/api/container_registry/): `acme` is a group, acme/app-000 a
// project; others' are 404.
import { type Content, json, type ListServer, numberedPage } from './content.ts';

export function newGitlabLists(content: Content, token: string): ListServer {
  return ({ url, headers }) => {
    const [, kind, encoded = ''] =
      /^\/api\/v4\/(groups|projects)\/([^/]+)\/registry\/repositories$/.exec(url.pathname) ?? [];
    const name = decodeURIComponent(encoded);
    const known = kind === 'groups' ? name === 'acme' : content.some(({ path }) => path === name);
    if (headers.get('authorization') !== `Bearer ${token}` || !known)
      return json(404, { message: '404 Not Found' });
    const owned = content.filter(({ path }) => path === name || path.startsWith(`${name}/`));
    const page = numberedPage(url, owned, ['per_page', 20, 100]);
    const list = page.entries.map(({ path }, id) => ({ id, path, location: `registry.gitlab.com/${path}` }));
    return json(200, list, page.next, { 'x-total': String(page.total) });
  };
}
