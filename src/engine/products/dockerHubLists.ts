// Lists of Docker Hub's own API (registries §3.3; https://docs.docker.com/reference/api/hub/latest/): repositories of a
// namespace, tags with their dates and digests. The registry's `_catalog` answers nobody.
import { below, countOf, entriesOf, member, pageOf, restOf, timeOf } from './listing.ts';
import type { ListApi, ListedPage, Listing, ListQuestion } from './listing.ts';

const api = {
  host: () => 'hub.docker.com',
  // https://docs.docker.com/reference/api/hub/latest/#tag/authentication-api: a password or an access token, in the body.
  signIn: {
    kind: 'exchange',
    path: '/v2/auth/token',
    body: (identifier, secret) => ({ identifier, secret }),
    member: 'access_token',
  },
  paging: { number: 'page' },
  filters: true,
} satisfies Partial<ListApi>;

const repositories: ListApi = {
  ...api,
  // Of the whole registry: those of the account itself.
  paths: ({ path, user, filter }) => {
    const namespace = path === '' ? user : path;
    return /^[a-z0-9._-]+$/i.test(namespace)
      ? [`/v2/namespaces/${namespace.toLowerCase()}/repositories?page_size=100${named(filter)}`]
      : [];
  },
  read: (answer) =>
    page(answer, (one) => ({
      name: below(member(one, 'namespace'), member(one, 'name')),
      date: timeOf(member(one, 'last_updated')),
    })),
};

const tags: ListApi = {
  ...api,
  paths: ({ path, filter }) => {
    const [namespace, name, ...more] = path.split('/');
    if (namespace === undefined || name === undefined || more.length > 0) return [];
    return [`/v2/namespaces/${namespace}/repositories/${name}/tags?page_size=100${named(filter)}`];
  },
  read: (answer) =>
    page(answer, (one) => ({
      name: member(one, 'name'),
      date: timeOf(member(one, 'tag_last_pushed')) ?? timeOf(member(one, 'last_updated')),
      digest: member(one, 'digest'),
    })),
};

export const dockerHubListing: Listing = {
  catalog: 'never',
  repositories,
  tags,
  // `docker.io/acme` is read as the image library/acme, and `acme` is a namespace as well.
  namespace: (path) => (path.startsWith('library/') ? restOf(path) : path),
};

function named(filter: ListQuestion['filter']): string {
  return filter === '' ? '' : `&name=${encodeURIComponent(filter)}`;
}

function page(answer: unknown, read: Parameters<typeof entriesOf>[1]): ListedPage | undefined {
  const more = typeof member(answer, 'next') === 'string';
  return pageOf(entriesOf(member(answer, 'results'), read), {
    more,
    total: countOf(member(answer, 'count')),
  });
}
