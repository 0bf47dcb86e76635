// Lists of DigitalOcean's API (registries §3.10; https://docs.digitalocean.com/reference/api/digitalocean/#tag/Container-Registry
// and #tag/Container-Registries): repositories of a registry of the account, tags with dates and digests.
import { below, countOf, entriesOf, firstPart, member, pageOf, restOf, timeOf } from './listing.ts';
import type { ListApi, ListedPage, Listing } from './listing.ts';

const api = {
  host: () => 'api.digitalocean.com',
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/#token-prefixes
  signIn: {
    kind: 'bearer',
    token: (_user, secret) => (/^do[a-z]_v1_[0-9a-f]+$/.test(secret) ? secret : undefined),
    required: true,
  },
  paging: { number: 'page' },
} satisfies Partial<ListApi>;

const repositories: ListApi = {
  ...api,
  paths: ({ path }) => {
    const registry = firstPart(path);
    return registry === '' ? [] : both(`${registry}/repositoriesV2?per_page=100`);
  },
  read: (answer, { path }) =>
    page(answer, 'repositories', (one) => ({
      name: below(firstPart(path), member(one, 'name')),
      date: timeOf(member(member(one, 'latest_manifest'), 'updated_at')),
    })),
  // An account with several registries is answered 412 by the first (doctl#1776).
  namespaces: {
    paths: ['/v2/registry', '/v2/registries'],
    read: (answer) => {
      const several = member(answer, 'registries');
      const one = member(member(answer, 'registry'), 'name');
      if (Array.isArray(several)) return several.map((registry) => member(registry, 'name'));
      return one === undefined ? undefined : [one];
    },
  },
};

const tags: ListApi = {
  ...api,
  paths: ({ path }) =>
    both(`${firstPart(path)}/repositories/${encodeURIComponent(restOf(path))}/tags?per_page=100`),
  read: (answer) =>
    page(answer, 'tags', (one) => ({
      name: member(one, 'tag'),
      date: timeOf(member(one, 'updated_at')),
      digest: member(one, 'manifest_digest'),
    })),
};

export const digitalOceanListing: Listing = { catalog: 'last', repositories, tags };

function both(rest: string): readonly string[] {
  return [`/v2/registry/${rest}`, `/v2/registries/${rest}`];
}

function page(answer: unknown, name: string, read: Parameters<typeof entriesOf>[1]): ListedPage | undefined {
  const more = typeof member(member(member(answer, 'links'), 'pages'), 'next') === 'string';
  return pageOf(entriesOf(member(answer, name), read), {
    more,
    total: countOf(member(member(answer, 'meta'), 'total')),
  });
}
