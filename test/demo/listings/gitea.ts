// Gitea's packages API (https://docs.gitea.com/api/: /packages/{owner}) beside its registry on one host, whose `_catalog` is
// refused here; every version of a package is an entry of its own.
import { type Content, inNamespace, iso, json, type ListServer, numberedPage } from './content.ts';

export function newGiteaLists(content: Content, user: string, password: string): ListServer {
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return ({ url, headers }) => {
    if (url.pathname.startsWith('/v2/')) {
      const challenge = `Bearer realm="${url.origin}/v2/token",service="container_registry",scope="*"`;
      if (url.pathname === '/v2/token') return json(401, { errors: [{ code: 'UNAUTHORIZED', message: '' }] });
      return json(401, { errors: [{ code: 'UNAUTHORIZED', message: '' }] }, undefined, {
        'www-authenticate': challenge,
      });
    }
    const [, owner] = /^\/api\/v1\/packages\/([^/]+)$/.exec(url.pathname) ?? [];
    if (owner === undefined || headers.get('authorization') !== basic)
      return json(401, { message: 'token is required' });
    const wanted = url.searchParams.get('q') ?? '';
    const versions = inNamespace(content, owner)
      .filter(({ name }) => name.includes(wanted))
      .flatMap(({ name, date }) =>
        ['1.0', '2.0'].map((version) => ({ name, version, type: 'container', created_at: iso(date) })),
      );
    const page = numberedPage(url, versions, ['limit', 30, 50]);
    return json(200, page.entries, page.next, { 'x-total-count': String(page.total) });
  };
}
