// Lists of Harbor's API (registries §3.9; goharbor/harbor api/v2.0/swagger.yaml): repositories of a project or of all that
// the login sees. Its artifacts hide cosign's `.sig` tags behind the images they belong to, so tags come from `tags/list`.
import { entriesOf, firstPart, member, pageOf, timeOf } from './listing.ts';
import type { Listing } from './listing.ts';

export const harborListing: Listing = {
  catalog: 'last',
  repositories: {
    signIn: { kind: 'basic' },
    paging: { number: 'page' },
    totalHeader: 'x-total-count',
    filters: true,
    paths: ({ path, filter }) => {
      const of = path === '' ? '' : `/projects/${firstPart(path)}`;
      const query = filter === '' ? '' : `&q=${encodeURIComponent(`name=~${filter}`)}`;
      return [`/api/v2.0${of}/repositories?page_size=100${query}`];
    },
    read: (answer) =>
      pageOf(
        entriesOf(answer, (one) => ({ name: member(one, 'name'), date: timeOf(member(one, 'update_time')) })),
      ),
  },
};
