// Lists of GitLab's API (registries §3.7; https://docs.gitlab.com/api/container_registry/): repositories of a group or a
// project, at gitlab.com. Its list of tags tells neither dates nor digests (one request per tag would), so `tags/list` is it.
import { entriesOf, member, pageOf } from './listing.ts';
import type { ListApi, Listing } from './listing.ts';

const repositories: ListApi = {
  host: () => 'gitlab.com',
  // A personal, project or group access token, or the OAuth token of glab (https://docs.gitlab.com/security/tokens/#token-prefixes).
  signIn: {
    kind: 'bearer',
    token: (user, secret) => (/^glpat-[\w.-]+$/.test(secret) || user === 'oauth2' ? secret : undefined),
  },
  paging: { number: 'page' },
  totalHeader: 'x-total',
  // A name may be a group, a project, or an image below one.
  paths: ({ path }) => {
    if (path === '') return [];
    const parents = path.split('/').map((_, index, parts) => parts.slice(0, parts.length - index).join('/'));
    const of = (kind: string, name: string): string =>
      `/api/v4/${kind}/${encodeURIComponent(name)}/registry/repositories?per_page=100`;
    return [
      of('groups', path),
      ...parents.filter((name) => name.includes('/')).map((name) => of('projects', name)),
    ];
  },
  read: (answer) => pageOf(entriesOf(answer, (one) => ({ name: member(one, 'path') }))),
};

export const gitlabListing: Listing = { catalog: 'last', repositories };
