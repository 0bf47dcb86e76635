// Lists of Artifactory (registries §3.5; https://jfrog.com/help/r/jfrog-rest-apis/list-docker-repositories and
// …/get-repositories): the images of each repository key, without the key in their names. All on the registry's own host.
import { below, entriesOf, firstPart, member, pageOf } from './listing.ts';
import type { Listing } from './listing.ts';

export const artifactoryListing: Listing = {
  repositories: {
    signIn: { kind: 'basic' },
    paging: 'link',
    paths: ({ path }) =>
      path === '' ? [] : [`/artifactory/api/docker/${firstPart(path)}/v2/_catalog?n=1000`],
    read: (answer, { path }) =>
      pageOf(entriesOf(member(answer, 'repositories'), (name) => ({ name: below(firstPart(path), name) }))),
    namespaces: {
      paths: ['/artifactory/api/repositories?packageType=docker'],
      read: (answer) =>
        Array.isArray(answer) ? answer.map((repository: unknown) => member(repository, 'key')) : undefined,
    },
  },
};
