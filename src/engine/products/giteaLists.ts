// Lists of Gitea's and Forgejo's API (https://docs.gitea.com/api/: /packages/{owner}): every version of every package of an
// owner, so that a name comes once per tag. `_catalog` tells the repositories of the whole registry.
import { below, entriesOf, firstPart, member, pageOf, timeOf } from './listing.ts';
import type { Listing } from './listing.ts';

export const giteaListing: Listing = {
  repositories: {
    signIn: { kind: 'basic' },
    paging: { number: 'page' },
    filters: true,
    paths: ({ path, filter }) => {
      const query = filter === '' ? '' : `&q=${encodeURIComponent(filter)}`;
      return path === '' ? [] : [`/api/v1/packages/${firstPart(path)}?type=container&limit=50${query}`];
    },
    read: (answer, { path }) =>
      pageOf(
        entriesOf(answer, (one) => ({
          name: below(firstPart(path), member(one, 'name')),
          date: timeOf(member(one, 'created_at')),
        })),
      ),
  },
};
