// Artifactory on a host of its own (https://jfrog.com/help/r/jfrog-rest-apis/list-docker-repositories, …/get-repositories):
// no `_catalog` over all keys, one per repository key, names without the key, Link to the next page.
import { type Content, inNamespace, json, type ListServer } from './content.ts';

export function newArtifactoryLists(content: Content, user: string, password: string): ListServer {
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const version = { 'x-jfrog-version': 'Artifactory/7.90.1 79001900' };
  return ({ url, headers }) => {
    const signedIn = headers.get('authorization') === basic;
    const [, key] = /^\/artifactory\/api\/docker\/([^/]+)\/v2\/_catalog$/.exec(url.pathname) ?? [];
    if (url.pathname === '/artifactory/api/repositories' && signedIn) {
      return json(
        200,
        [
          { key: 'acme', type: 'LOCAL', packageType: 'Docker' },
          { key: 'other', type: 'REMOTE' },
        ],
        undefined,
        version,
      );
    }
    if (key === undefined || !signedIn) {
      const challenge = { 'www-authenticate': 'Basic realm="Artifactory Realm"' };
      return json(401, { errors: [{ status: 401, message: 'Authentication is required' }] }, undefined, {
        ...version,
        ...challenge,
      });
    }
    const names = inNamespace(content, key).map(({ name }) => name);
    const last = url.searchParams.get('last') ?? '';
    const rest = names.filter((name) => name > last);
    const repositories = rest.slice(0, Math.min(Number(url.searchParams.get('n') ?? 1000), 100));
    const end = repositories.at(-1) ?? '';
    const next =
      repositories.length < rest.length ? `${url.pathname}?n=100&last=${encodeURIComponent(end)}` : undefined;
    return json(200, { repositories }, next, version);
  };
}
