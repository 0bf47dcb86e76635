// Harbor, always on own hosts (registries §3.9; goharbor/harbor).
import { harborListing } from './harborLists.ts';
import type { Product } from './product.ts';

export const harbor: Product = {
  id: 'harbor',
  name: 'Harbor',
  hosts: undefined,
  // https://goharbor.io/docs/main/working-with-projects/project-configuration/create-robot-accounts/
  signIn: {
    ways: [
      {
        kind: 'harbor-robot',
        page: 'https://goharbor.io/docs/main/working-with-projects/project-configuration/create-robot-accounts/',
      },
    ],
  },
  signs: [
    { parameter: 'service', says: /^harbor-registry$/ },
    { parameter: 'realm', says: /^harbor$/, scheme: 'basic' },
  ],
  advice: { 'delete-tag': 'harbor-delete-tag', catalog: 'harbor-catalog', overwrite: 'harbor-overwrite' },
  listing: harborListing,
  refusals: [
    // harbor#17332: only a tag that exists and that a rule matches.
    { obstacle: 'immutable', setting: 'harbor', says: /configured as immutable/i },
    { obstacle: 'read-only', setting: 'harbor-proxy', says: /\bproxy (?:cache )?project/i },
    { obstacle: 'full', setting: 'harbor-quota', says: /exceed the configured upper limit/i },
  ],
};
