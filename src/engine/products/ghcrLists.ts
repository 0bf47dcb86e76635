// Lists of GitHub's API (registries §3.8; https://docs.github.com/rest/packages/packages): packages of an organization or a
// user, versions with their tags. `_catalog` names every public repository there is, in pages of nothing.
import { below, entriesOf, firstPart, member, pageOf, restOf, timeOf } from './listing.ts';
import type { ListApi, Listing } from './listing.ts';

const api = {
  // containers.SUB.ghe.com: https://docs.github.com/enterprise-cloud@latest/admin/data-residency
  host: (registry) => (registry === 'ghcr.io' ? 'api.github.com' : registry.replace(/^containers\./, 'api.')),
  // Only what GitHub itself made (https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats).
  signIn: {
    kind: 'bearer',
    token: (_user, secret) =>
      /^(?:gh[oprsu]_[A-Za-z0-9_.-]+|github_pat_[A-Za-z0-9_]+|[0-9a-f]{40})$/.test(secret)
        ? secret
        : undefined,
    required: true,
  },
  paging: { number: 'page' },
} satisfies Partial<ListApi>;

const query = 'package_type=container&per_page=100';

const repositories: ListApi = {
  ...api,
  paths: ({ path }) => {
    const owner = firstPart(path);
    if (owner === '') return [`/user/packages?${query}`];
    return [`/orgs/${owner}/packages?${query}`, `/users/${owner}/packages?${query}`];
  },
  read: (answer) =>
    pageOf(
      entriesOf(answer, (one) => ({
        name: lower(below(member(member(one, 'owner'), 'login'), member(one, 'name'))),
        date: timeOf(member(one, 'updated_at')),
      })),
    ),
};

const tags: ListApi = {
  ...api,
  paths: ({ path }) => {
    const versions = `packages/container/${encodeURIComponent(restOf(path))}/versions?per_page=100`;
    return [`/orgs/${firstPart(path)}/${versions}`, `/users/${firstPart(path)}/${versions}`];
  },
  // A version is a manifest, by its digest, with all its tags; most have none.
  read: (answer) =>
    pageOf(
      entriesOf(answer, (one) => {
        const named = member(member(member(one, 'metadata'), 'container'), 'tags');
        const facts = { date: timeOf(member(one, 'updated_at')), digest: member(one, 'name') };
        return Array.isArray(named) ? named.map((name: unknown) => ({ name, ...facts })) : [];
      }),
    ),
};

export const ghcrListing: Listing = { catalog: 'never', repositories, tags };

function lower(name: unknown): unknown {
  return typeof name === 'string' ? name.toLowerCase() : name;
}
