// Harbor's API (goharbor/harbor api/v2.0/swagger.yaml) beside its registry on one host: `_catalog` wants Basic from somebody
// with a right of the whole system, so most logins are refused there (registries §3.9).
import { type Content, inNamespace, iso, json, type ListServer, numberedPage } from './content.ts';

export function newHarborLists(content: Content, user: string, password: string): ListServer {
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return ({ url, headers }) => {
    const signedIn = headers.get('authorization') === basic;
    if (url.pathname.startsWith('/v2/')) {
      const challenge = url.pathname.endsWith('_catalog')
        ? 'Basic realm="harbor"'
        : `Bearer realm="${url.origin}/service/token",service="harbor-registry"`;
      const errors = [{ code: 'UNAUTHORIZED', message: 'unauthorized to list catalog' }];
      return json(401, { errors }, undefined, { 'www-authenticate': challenge });
    }
    const [, project] = /^\/api\/v2\.0(?:\/projects\/([^/]+))?\/repositories$/.exec(url.pathname) ?? [];
    if (!signedIn) return json(401, { errors: [{ code: 'UNAUTHORIZED', message: 'unauthorized' }] });
    const wanted = /^name=~(.*)$/.exec(url.searchParams.get('q') ?? '')?.[1] ?? '';
    const seen = content
      .filter(
        ({ path }) =>
          project === undefined ||
          inNamespace(content, project).some(({ name }) => path === `${project}/${name}`),
      )
      .filter(({ path }) => path.includes(wanted));
    const page = numberedPage(url, seen, ['page_size', 10, 100]);
    const list = page.entries.map(({ path, date }) => ({ name: path, update_time: iso(date) }));
    return json(200, list, page.next, { 'x-total-count': String(page.total) });
  };
}
