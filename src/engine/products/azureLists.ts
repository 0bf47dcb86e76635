// Lists of Azure's own (registries §3.4; https://learn.microsoft.com/rest/api/containerregistry/tag/get-list): tags with dates
// and digests, on the registry's own host and with its tokens (scope metadata_read). `_catalog` tells the repositories.
import { entriesOf, member, pageOf, timeOf } from './listing.ts';
import type { Listing } from './listing.ts';

export const azureListing: Listing = {
  tags: {
    signIn: { kind: 'registry', action: 'metadata_read' },
    paging: 'link',
    paths: ({ path }) => [`/acr/v1/${path}/_tags?n=1000`],
    read: (answer) =>
      pageOf(
        entriesOf(member(answer, 'tags'), (one) => ({
          name: member(one, 'name'),
          date: timeOf(member(one, 'lastUpdateTime')),
          digest: member(one, 'digest'),
        })),
      ),
  },
};
