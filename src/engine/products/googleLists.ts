// What Google's registries tell in `tags/list` (registries §3.2; google/go-containerregistry pkg/v1/google/list.go): what is
// below a repository, and every manifest with its tags. `_catalog` tells the repositories of whoever may see them.
import { below, entriesOf, member, pageOf } from './listing.ts';
import type { ListedName, Listing } from './listing.ts';

export const googleListing: Listing = {
  repositories: {
    signIn: { kind: 'registry', action: 'pull' },
    paging: 'link',
    paths: ({ path }) => (path === '' ? [] : [`/v2/${path}/tags/list`]),
    read: (answer, { path }) =>
      pageOf(entriesOf(member(answer, 'child'), (name) => ({ name: below(path, name) }))),
  },
  tagFacts: (answer) => {
    const manifests = member(answer, 'manifest');
    if (typeof manifests !== 'object' || manifests === null) return [];
    return Object.entries(manifests).flatMap(([digest, manifest]): ListedName[] => {
      const named: unknown = member(manifest, 'tag');
      const uploaded = Number(member(manifest, 'timeUploadedMs'));
      const date = Number.isSafeInteger(uploaded) && uploaded > 0 ? uploaded : undefined;
      return Array.isArray(named) ? named.map((name: unknown) => ({ name, date, digest })) : [];
    });
  },
};
