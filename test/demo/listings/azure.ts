// Azure's tag list (https://learn.microsoft.com/rest/api/containerregistry/tag/get-list): tokens with the action metadata_read,
// Link with a trailing `orderby=` (registries §3.4).
import { type Content, iso, json, type ListServer } from './content.ts';

export function newAzureLists(content: Content): ListServer {
  return ({ url, headers }) => {
    if (url.pathname === '/oauth2/token') {
      const scope = url.searchParams.get('scope') ?? '';
      return json(200, { access_token: `token-for-${scope}` });
    }
    const [, path] = /^\/acr\/v1\/(.+)\/_tags$/.exec(url.pathname) ?? [];
    const scope = `repository:${String(path)}:metadata_read`;
    if (path === undefined || headers.get('authorization') !== `Bearer token-for-${scope}`) {
      const challenge = `Bearer realm="${url.origin}/oauth2/token",service="${url.host}",scope="${scope}"`;
      return json(
        401,
        { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] },
        undefined,
        {
          'www-authenticate': challenge,
        },
      );
    }
    const all = content.find((one) => one.path === path)?.tags ?? [];
    const last = url.searchParams.get('last');
    const from = last === null ? 0 : all.findIndex(({ name }) => name === last) + 1;
    const tags = all.slice(from, from + 100);
    const next =
      from + 100 < all.length
        ? `/acr/v1/${path}/_tags?last=${tags.at(-1)?.name ?? ''}&n=100&orderby=`
        : undefined;
    const entries = tags.map(({ name, digest, date }) => ({ name, digest, lastUpdateTime: iso(date) }));
    return json(200, { registry: url.host, imageName: path, tags: entries }, next);
  };
}
