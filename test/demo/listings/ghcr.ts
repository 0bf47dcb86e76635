// GitHub's packages API (https://docs.github.com/rest/packages/packages): only for who signs in with a token; `acme` is a
// user here, so that what is asked of organizations first is 404.
import { type Content, inNamespace, iso, json, type ListServer, numberedPage } from './content.ts';

export function newGhcrLists(content: Content, token: string): ListServer {
  return ({ url, headers }) => {
    if (headers.get('authorization') !== `Bearer ${token}`)
      return json(401, { message: 'Requires authentication' });
    const path = decodeURIComponent(url.pathname);
    const [, owner = 'acme', name] =
      /^\/users\/([^/]+)\/packages(?:\/container\/(.+)\/versions)?$/.exec(path) ??
      /^\/user\/packages$/.exec(path) ??
      [];
    if (!path.startsWith('/user')) return json(404, { message: 'Not Found' });
    const owned = inNamespace(content, owner);
    if (name === undefined) {
      if (url.searchParams.get('package_type') !== 'container')
        return json(400, { message: 'Invalid package_type' });
      const page = numberedPage(url, owned, ['per_page', 30, 100]);
      const packages = page.entries.map((one) => ({
        name: one.name,
        package_type: 'container',
        owner: { login: owner === 'acme' ? 'Acme' : owner },
        updated_at: iso(one.date),
      }));
      return json(200, packages, page.next);
    }
    const tags = owned.find((one) => one.name === name)?.tags;
    if (tags === undefined) return json(404, { message: 'Package not found.' });
    // A version without a tag beside each that has one: the images of an index.
    const versions = tags.flatMap((tag) => [
      { name: tag.digest, updated_at: iso(tag.date), metadata: { container: { tags: [tag.name] } } },
      { name: tag.digest, updated_at: iso(tag.date), metadata: { container: { tags: [] } } },
    ]);
    const page = numberedPage(url, versions, ['per_page', 30, 100]);
    return json(200, page.entries, page.next);
  };
}
