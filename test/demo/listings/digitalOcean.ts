// DigitalOcean's API (https://docs.digitalocean.com/reference/api/digitalocean/#tag/Container-Registry): an account with
// several registries gets 412 from the paths for one (doctl#1776).
import { type Content, inNamespace, iso, json, type ListServer, numberedPage } from './content.ts';

export function newDigitalOceanLists(content: Content, token: string, several = false): ListServer {
  return ({ url, headers }) => {
    if (headers.get('authorization') !== `Bearer ${token}`) return json(401, { id: 'Unauthorized' });
    const path = decodeURIComponent(url.pathname);
    if (several && /^\/v2\/registry(?:\/|$)/.test(path)) {
      return json(412, {
        message:
          "This API is not supported if you have created multiple registries. Please use '/v2/registries' instead.",
      });
    }
    if (path === '/v2/registry') return json(200, { registry: { name: 'acme' } });
    if (path === '/v2/registries') return json(200, { registries: [{ name: 'acme' }, { name: 'other' }] });
    const [, registry = '', repository] =
      /^\/v2\/regist(?:ry|ries)\/([^/]+)\/(?:repositoriesV2|repositories\/(.+)\/tags)$/.exec(path) ?? [];
    const owned = inNamespace(content, registry);
    if (repository !== undefined && !owned.some(({ name }) => name === repository)) {
      return json(404, { id: 'not_found', message: 'The resource you were accessing could not be found.' });
    }
    const page = numberedPage<{ name: string; date: number; digest?: string }>(
      url,
      repository === undefined ? owned : (owned.find(({ name }) => name === repository)?.tags ?? []),
      ['per_page', 20, 100],
    );
    const entries = page.entries.map(({ name, date, digest }) =>
      repository === undefined
        ? { registry_name: registry, name, latest_manifest: { updated_at: iso(date) } }
        : { registry_name: registry, repository, tag: name, manifest_digest: digest, updated_at: iso(date) },
    );
    const links = { pages: page.next === undefined ? {} : { next: page.next } };
    const name = repository === undefined ? 'repositories' : 'tags';
    return json(200, { [name]: entries, links, meta: { total: page.total } });
  };
}
